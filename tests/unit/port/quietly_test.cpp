// SPDX-License-Identifier: MIT
#include <unistd.h>

#include <cstdio>
#include <future>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "port/quietly_impl.hpp"

using gtx::port::quietly;

namespace {

/// Standard error of this process is a pipe while this lives.
class Caught {
public:
    Caught() : saved_(dup(STDERR_FILENO)) {
        BOOST_REQUIRE(pipe(ends_) == 0);
        dup2(ends_[1], STDERR_FILENO);
    }
    ~Caught() { (void)text(); }
    Caught(const Caught&) = delete;
    Caught& operator=(const Caught&) = delete;

    /// Ends it.
    std::string text() {
        if (saved_ < 0) return {};
        dup2(saved_, STDERR_FILENO);
        close(saved_);
        close(ends_[1]);
        saved_ = -1;
        std::string all;
        char some[256];
        for (ssize_t n; (n = read(ends_[0], some, sizeof some)) > 0;)
            all.append(some, static_cast<std::size_t>(n));
        close(ends_[0]);
        return all;
    }

private:
    int saved_;
    int ends_[2]{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(quietly_suite)

BOOST_AUTO_TEST_CASE(what_a_call_says_is_kept_and_not_seen) {
    Caught caught;
    const auto quiet = quietly([] {
        std::fputs("RTNETLINK answers: Operation not permitted\n", stderr);
        return -1;
    });
    BOOST_TEST(caught.text() == "");
    BOOST_TEST(quiet.result == -1);
    BOOST_TEST(quiet.said == "RTNETLINK answers: Operation not permitted");
}

BOOST_AUTO_TEST_CASE(what_others_say_meanwhile_is_seen) {
    Caught caught;
    std::promise<void> begun;
    std::promise<void> spoken;
    std::thread other([&] {
        begun.get_future().wait();
        std::fputs("seen", stderr);
        spoken.set_value();
    });
    const auto quiet = quietly([&] {
        std::fputs("kept", stderr);
        begun.set_value();
        spoken.get_future().wait();
        std::fputs(" too", stderr);
        return 7;
    });
    other.join();
    BOOST_TEST(caught.text() == "seen");
    BOOST_TEST(quiet.result == 7);
    BOOST_TEST(quiet.said == "kept too");
}

BOOST_AUTO_TEST_SUITE_END()
