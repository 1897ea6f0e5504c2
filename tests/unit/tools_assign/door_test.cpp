// SPDX-License-Identifier: MIT
// The coding line through a serial port: which calls are made, in which order, with which trace; and what the
// two sides of a coding see of each other by it.
#include <boost/test/unit_test.hpp>

#include <cstdio>
#include <deque>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <unistd.h>

#include "gtx/link/coordinator.hpp"
#include "tools/gtx-assign/door.hpp"

using namespace gtx;
using namespace gtx::assign_tool;

namespace {

std::string text_of(serial::Bytes bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// A serial port that writes down what is done with it.
class Recorder : public Wire {
public:
    std::vector<std::string> calls;
    std::deque<std::string> arriving;
    bool raised = false; ///< CTS
    bool has_modem_lines = true;
    bool lost = false;

    Result<bool> write(serial::Bytes bytes) override {
        calls.push_back("write " + text_of(bytes).substr(0, bytes.size() - 1));
        return !lost;
    }
    std::vector<std::uint8_t> read() override {
        if (arriving.empty()) return {};
        const auto text = arriving.front();
        arriving.pop_front();
        return {text.begin(), text.end()};
    }
    Result<void> set_rts(bool on) override {
        calls.emplace_back(on ? "RTS raised" : "RTS dropped");
        if (!has_modem_lines) return Error{Errc::not_supported, "port: has no RTS"};
        return {};
    }
    Result<bool> cts() override {
        if (!has_modem_lines || lost) return Error{Errc::not_supported, "port: has no CTS"};
        return raised;
    }
};

/// What came in, one word each.
struct Heard {
    std::vector<std::string> all;
    Ears ears{[this](serial::Bytes bytes) { all.push_back(text_of(bytes)); },
              [this](bool raised) { all.emplace_back(raised ? "raised" : "dropped"); }};
};

using Words = std::vector<std::string>;

struct TraceFile {
    std::string path =
        (std::filesystem::temp_directory_path() / fmt::format("gtx_door_test.{}", getpid())).string();
    ~TraceFile() { std::filesystem::remove(path); }
    [[nodiscard]] std::string text() const {
        std::ostringstream all;
        all << std::ifstream(path).rdbuf();
        return all.str();
    }
};

Trace no_trace() {
    return *Trace::open("", "port");
}

link::Step step(bool out, std::string send = {}) {
    link::Step s;
    s.out = out;
    s.send = std::move(send);
    return s;
}

} // namespace

BOOST_AUTO_TEST_SUITE(door_to_the_link)

BOOST_AUTO_TEST_CASE(a_port_without_modem_lines_is_refused_where_they_are_needed) {
    auto trace = no_trace();
    Recorder wire;
    wire.has_modem_lines = false;
    BOOST_TEST(!Door(wire, Levels::modem, trace).begin(Timestamp(0)).has_value());
    BOOST_TEST(Door(wire, Levels::frames, trace).begin(Timestamp(0)).has_value());
    BOOST_TEST(Door(wire, Levels::none, trace).begin(Timestamp(0)).has_value());
}

BOOST_AUTO_TEST_CASE(rts_is_dropped_first_changed_before_the_bytes_and_dropped_at_the_end_R_LINK_1) {
    auto trace = no_trace();
    Recorder wire;
    Door door(wire, Levels::modem, trace);
    BOOST_TEST(door.begin(Timestamp(0)).has_value());
    door.put(step(false, "~a\r"), Timestamp(1));
    door.put(step(true, "~b\r"), Timestamp(2));
    door.put(step(true, "~c\r"), Timestamp(3));
    door.end(Timestamp(4));
    door.end(Timestamp(5));
    BOOST_TEST((wire.calls ==
                Words{"RTS dropped", "write ~a", "RTS raised", "write ~b", "write ~c", "RTS dropped"}));
}

BOOST_AUTO_TEST_CASE(cts_is_told_when_it_changes_and_before_the_bytes_that_came_with_it) {
    auto trace = no_trace();
    Recorder wire;
    Heard heard;
    Door door(wire, Levels::modem, trace);
    door.take(heard.ears, Timestamp(0));
    wire.raised = true;
    wire.arriving = {"~x\r"};
    door.take(heard.ears, Timestamp(1));
    door.take(heard.ears, Timestamp(2));
    wire.lost = true; // nothing is known of it then: it stays as it was
    door.take(heard.ears, Timestamp(3));
    wire.lost = wire.raised = false;
    door.take(heard.ears, Timestamp(4));
    BOOST_TEST((heard.all == Words{"dropped", "raised", "~x\r", "dropped"}));
}

BOOST_AUTO_TEST_CASE(in_bench_frames_levels_keep_their_place_among_the_bytes) {
    auto trace = no_trace();
    Recorder wire;
    Heard heard;
    Door door(wire, Levels::frames, trace);
    BOOST_TEST(door.begin(Timestamp(0)).has_value());
    door.put(step(true, "~a\r"), Timestamp(1));
    const auto up = link::level_frame(true), down = link::level_frame(false);
    BOOST_TEST((wire.calls == Words{"write " + down.substr(0, 17), "write " + up.substr(0, 17), "write ~a"}));
    wire.arriving = {"~x\r" + up + "~y\r" + down.substr(0, 7), down.substr(7)};
    door.take(heard.ears, Timestamp(2));
    door.take(heard.ears, Timestamp(3));
    BOOST_TEST((heard.all == Words{"~x\r", "raised", "~y\r", "dropped"}));
}

BOOST_AUTO_TEST_CASE(without_a_line_nothing_but_bytes_goes_and_a_last_pack_shows_no_out) {
    auto trace = no_trace();
    Recorder tap, last;
    Door door(tap, Levels::none, trace);
    BOOST_TEST(door.begin(Timestamp(0)).has_value());
    door.put(step(true, "~a\r"), Timestamp(1));
    BOOST_TEST((tap.calls == Words{"write ~a"}));
    Door pack(last, Levels::modem, trace, false);
    BOOST_TEST(pack.begin(Timestamp(0)).has_value());
    pack.put(step(true, "~a\r"), Timestamp(1));
    pack.end(Timestamp(2));
    BOOST_TEST((last.calls == Words{"RTS dropped", "write ~a"}));
}

BOOST_AUTO_TEST_CASE(without_a_line_the_levels_of_packs_on_a_bench_are_neither_heard_nor_noise) {
    auto trace = no_trace();
    Recorder wire;
    Heard heard;
    Door door(wire, Levels::none, trace);
    wire.arriving = {"~" + link::level_frame(false) + "12" + link::level_frame(true),
                     link::level_frame(true)};
    door.take(heard.ears, Timestamp(0));
    door.take(heard.ears, Timestamp(1));
    BOOST_TEST(heard.all == (Words{"~", "12"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_trace_has_levels_as_comments_and_no_bytes_that_did_not_leave) {
    const TraceFile file;
    auto trace = Trace::open(file.path, "ttyS1");
    BOOST_REQUIRE(trace.has_value());
    Recorder wire;
    Heard heard;
    Door door(wire, Levels::modem, *trace);
    BOOST_TEST(door.begin(Timestamp(1'700'000'000'000'000'000)).has_value());
    door.put(step(true, "~a\r"), Timestamp(1'700'000'000'123'456'789));
    wire.arriving = {"~x\r"};
    door.take(heard.ears, Timestamp(1'700'000'001'000'000'000));
    wire.lost = true;
    door.put(step(true, "~lost\r"), Timestamp(1'700'000'002'000'000'000));
    BOOST_TEST(trace->close().has_value());
    BOOST_TEST(file.text() == "# (1700000000.000000) ttyS1 RTS dropped\n"
                              "# (1700000000.123456) ttyS1 RTS raised\n"
                              "(1700000000.123456) ttyS1 > ~a\\r\n"
                              "# (1700000001.000000) ttyS1 CTS dropped\n"
                              "(1700000001.000000) ttyS1 < ~x\\r\n");
}

namespace {

/// Two ports with a cable between: what one writes the other reads, RTS of one is CTS of the other.
class Crossed : public Wire {
public:
    Crossed* other = nullptr;
    std::string waiting;
    bool rts = true; ///< as a driver may leave it after opening
    unsigned raised = 0;

    Result<bool> write(serial::Bytes bytes) override {
        other->waiting += text_of(bytes);
        return true;
    }
    std::vector<std::uint8_t> read() override {
        const auto text = std::exchange(waiting, {});
        return {text.begin(), text.end()};
    }
    Result<void> set_rts(bool on) override {
        raised += on && !rts ? 1U : 0U;
        rts = on;
        return {};
    }
    Result<bool> cts() override { return other->rts; }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_pack_gets_its_number_over_rts_and_cts_alone_R_LINK_3) {
    auto trace = no_trace();
    Crossed bench_side, pack_side;
    bench_side.other = &pack_side;
    pack_side.other = &bench_side;
    Timestamp now(1'000'000'000);
    link::Coordinator coordinator({}, now);
    link::Pack pack({.identity = {.serial = 0xA1B2C3D4, .firmware = 0x0102}}, now);
    pack.power(true, now);
    Door bench(bench_side, Levels::modem, trace), door(pack_side, Levels::modem, trace, false);
    BOOST_TEST((bench.begin(now).has_value() && door.begin(now).has_value()));
    const Ears to_bench{[&](serial::Bytes b) { coordinator.take(b, now); },
                        [&](bool on) { coordinator.set_in(on, now); }};
    const Ears to_pack{[&](serial::Bytes b) { pack.take(b, now); }, [&](bool on) { pack.set_in(on, now); }};
    for (int ms = 0; ms < 20'000 && !coordinator.over(); ++ms, now = Timestamp(now.ns() + 1'000'000)) {
        bench.put(coordinator.step(now), now);
        door.take(to_pack, now);
        door.put(pack.step(now), now);
        bench.take(to_bench, now);
    }
    BOOST_REQUIRE(coordinator.over());
    BOOST_TEST((pack.number() == 1U));
    BOOST_TEST(bench_side.raised >= 1U);
    BOOST_TEST(!bench_side.rts);
    BOOST_TEST(pack_side.raised == 0U);
    BOOST_TEST((coordinator.observation().chain == std::vector<std::size_t>{0}));
}

BOOST_AUTO_TEST_SUITE_END()
