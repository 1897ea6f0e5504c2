// SPDX-License-Identifier: MIT
// A fork of a stream: what it may decode without knowing what came before, and what becomes of it.
#include "decoding.hpp"

#include <optional>

#include <fmt/format.h>

using namespace decoding;

namespace {

/// A stream behind two quiet seconds of can0, with a fork of it.
class Forking {
public:
    Forking() {
        stream_.push(before_.entries);
        fork_.emplace(Stream::fork(stream_.settled(), later_));
    }
    /// The fork decodes `text`, interfaces by the numbers they had before.
    void push(std::string_view text) {
        const Capture behind(quiet_log(2) + std::string(text));
        fork_->push(std::span(behind.entries).subspan(before_.entries.size()));
    }
    bool surprised() const { return fork_->surprised(); }
    bool absorbed() { return stream_.absorb(*fork_); }
    Stream& stream() { return stream_; }
    Stream& fork() { return *fork_; }
    std::size_t recognised() const { return earlier_.told.size(); }

private:
    Capture before_{quiet_log(2)};
    Recorder earlier_;
    Recorder later_;
    Stream stream_{{}, earlier_};
    std::optional<Stream> fork_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(forks)

BOOST_AUTO_TEST_CASE(a_fork_is_surprised_by_what_may_change_what_is_known_and_is_not_absorbed) {
    for (const auto* text : {"(1700000002.5) can0 311#02380000000001AE\n", // a clue
                             "(1700000002.5) can1 001#02380000000001AE\n", // an interface
                             "(1700000002.5) can0 356#000000000000\n"}) {  // which scale?
        Forking forking;
        forking.push(text);
        BOOST_TEST(forking.surprised(), text);
        BOOST_TEST(!forking.absorbed(), text);
        BOOST_TEST(forking.stream().counts().frames == 12u);
    }
}

BOOST_AUTO_TEST_CASE(a_fork_that_met_nothing_new_or_only_noise_is_absorbed) {
    for (const auto* text : {"(1700000002.5) can0 355#02006300\n", "(1700000002.5) can0 12345678#02\n",
                             "(1700000002.5) can0 351#R\n"}) {
        Forking forking;
        forking.push(text);
        BOOST_TEST(!forking.surprised(), text);
        BOOST_TEST(forking.absorbed(), text);
        BOOST_TEST(forking.stream().counts().frames == 13u);
    }
}

BOOST_AUTO_TEST_CASE(a_fork_is_not_absorbed_where_the_dialect_has_changed_meanwhile) {
    Forking forking;
    std::string other;
    for (int s = 3; s < 9; ++s)
        for (const auto* frame : {"311#02380000000001AE", "312#0000000002015A1E", "313#1482FF9C00E6485E",
                                  "314#1388271000050011", "315#0CE40CE50CE60CE7", "319#800CE70CE4040100"})
            other += fmt::format("({}.5) can0 {}\n", 1'700'000'000 + s, frame);
    const Capture meanwhile(other);
    forking.stream().push(meanwhile.entries);
    BOOST_REQUIRE(forking.recognised() == 2u);
    forking.push(quiet_log(2));
    BOOST_TEST(!forking.surprised());
    BOOST_TEST(!forking.absorbed());
}

BOOST_AUTO_TEST_CASE(a_fork_that_begins_again_counts_anew_and_trusts_no_reading_of_before) {
    Forking forking;
    forking.push("(1700000002.5) can0 356#361406FFE700\n(1700000002.6) can0 356#000000000000\n");
    BOOST_TEST(forking.absorbed());
    forking.fork().restart();
    BOOST_TEST(forking.fork().counts().frames == 0u);
    forking.push("(1700000003.5) can0 355#02006300\n");
    BOOST_TEST(forking.absorbed());
    BOOST_TEST(forking.stream().counts().decoded == 15u);
    forking.fork().restart();
    forking.push("(1700000004.5) can0 356#000000000000\n"); // which scale? frames between may tell
    BOOST_TEST(forking.surprised());
    BOOST_TEST(!forking.absorbed());
}

BOOST_AUTO_TEST_CASE(there_is_nowhere_to_fork_while_a_dialect_is_looked_for) {
    Recorder recorder;
    Stream stream({}, recorder);
    const Capture capture("(1700000002.5) can0 355#02006300\n");
    stream.push(capture.entries);
    BOOST_TEST((stream.settled() == nullptr));
}

BOOST_AUTO_TEST_SUITE_END()
