// SPDX-License-Identifier: MIT
// Waiting in real time. The machine may be busy, so upper bounds are wide; what is exact is proved in
// pace_test.
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <limits>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "gtx/port/clock.hpp"

using namespace gtx;
using port::Pacer;

namespace {

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t second = 1000 * ms;
constexpr std::int64_t busy = 2 * second; // how long a busy machine may keep us waiting
const Timestamp start(1'700'000'000 * second);

Timestamp after(std::int64_t ns) {
    return Timestamp(start.ns() + ns);
}

/// What the C++ library says has passed since this was made.
class Stopwatch {
public:
    [[nodiscard]] std::int64_t ns() const {
        return std::chrono::nanoseconds(std::chrono::steady_clock::now() - began_).count();
    }

private:
    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

struct Pipe {
    Pipe() { BOOST_REQUIRE(pipe(ends.data()) == 0); }
    ~Pipe() {
        close(ends[0]);
        if (ends[1] >= 0) close(ends[1]);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    void close_writing() {
        close(ends[1]);
        ends[1] = -1;
    }
    std::array<int, 2> ends{};
};

} // namespace

BOOST_AUTO_TEST_SUITE(clock_and_pacer)

BOOST_AUTO_TEST_CASE(now_is_what_the_system_says_in_utc) {
    const auto before = std::chrono::system_clock::now().time_since_epoch();
    const auto t = port::now();
    const auto later = std::chrono::system_clock::now().time_since_epoch();
    BOOST_TEST(t.ns() >= std::chrono::nanoseconds(before).count());
    BOOST_TEST(t.ns() <= std::chrono::nanoseconds(later).count());
}

BOOST_AUTO_TEST_CASE(a_signal_ends_the_wait_and_it_is_not_due) {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    struct sigaction before {};
    BOOST_REQUIRE(sigaction(SIGUSR1, &action, &before) == 0);
    const auto self = pthread_self();
    std::thread other([self] {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        pthread_kill(self, SIGUSR1);
    });
    const Stopwatch watch;
    BOOST_TEST(!Pacer(start, 1).wait_until(after(60 * second), {}));
    BOOST_TEST(watch.ns() < 60 * second);
    other.join();
    sigaction(SIGUSR1, &before, nullptr);
}

BOOST_AUTO_TEST_CASE(something_to_read_ends_the_wait_and_it_is_not_due) {
    Pipe pipe;
    BOOST_REQUIRE(write(pipe.ends[1], "x", 1) == 1);
    const std::array fds{-1, pipe.ends[0]};
    const Stopwatch watch;
    BOOST_TEST(!Pacer(start, 1).wait_until(after(60 * second), fds));
    BOOST_TEST(watch.ns() < busy);
}

BOOST_AUTO_TEST_CASE(an_end_that_was_closed_ends_the_wait) {
    Pipe pipe;
    pipe.close_writing();
    const std::array fds{pipe.ends[0]};
    BOOST_TEST(!Pacer(start, 1).wait_until(after(60 * second), fds));
}

BOOST_AUTO_TEST_CASE(nothing_to_read_lets_it_wait_to_the_end) {
    const Pipe pipe;
    const std::array fds{pipe.ends[0], -1};
    const Stopwatch watch;
    BOOST_TEST(Pacer(start, 1).wait_until(after(30 * ms), fds));
    BOOST_TEST(watch.ns() >= 30 * ms);
}

BOOST_AUTO_TEST_CASE(it_never_comes_back_before_it_is_due_and_is_late_by_the_same_measure) {
    const Stopwatch watch;
    const Pacer pacer(start, 1);
    for (int i = 1; i <= 20; ++i) {
        BOOST_REQUIRE(pacer.wait_until(after(i * 5 * ms), {}));
        const auto late = pacer.late_ns(after(i * 5 * ms));
        BOOST_TEST(late >= 0);
        BOOST_TEST(late < busy);
    }
    BOOST_TEST(watch.ns() >= 100 * ms);
    BOOST_TEST(watch.ns() < 100 * ms + busy);
}

BOOST_AUTO_TEST_CASE(speed_60_makes_three_simulated_seconds_fifty_milliseconds) {
    const Stopwatch watch;
    const Pacer pacer(start, 60);
    BOOST_TEST(pacer.wait_until(after(3 * second), {}));
    BOOST_TEST(watch.ns() >= 50 * ms);
    BOOST_TEST(watch.ns() < 50 * ms + busy);
    const auto passed = pacer.simulated_now().ns() - start.ns();
    BOOST_TEST(passed >= 3 * second);
    BOOST_TEST(passed <= 60 * (watch.ns() + ms));
}

BOOST_AUTO_TEST_CASE(what_is_due_already_does_not_wait_nor_look_at_files) {
    Pipe pipe;
    BOOST_REQUIRE(write(pipe.ends[1], "x", 1) == 1);
    const std::array fds{pipe.ends[0]};
    const Pacer pacer(start, 1);
    BOOST_TEST(pacer.wait_until(start, fds));
    BOOST_TEST(pacer.wait_until(after(-3600 * second), fds));
    BOOST_TEST(pacer.late_ns(after(-3600 * second)) >= 3600 * second);
    BOOST_TEST(pacer.late_ns(after(3600 * second)) < -3600 * second + busy);
}

BOOST_AUTO_TEST_CASE(infinite_speed_never_waits) {
    const Pacer pacer(start, std::numeric_limits<double>::infinity());
    const Stopwatch watch;
    for (std::int64_t day = 1; day <= 1000; ++day) {
        BOOST_REQUIRE(pacer.wait_until(after(day * 24 * 3600 * second), {}));
    }
    BOOST_TEST(watch.ns() < busy);
    BOOST_TEST(pacer.late_ns(after(24 * 3600 * second)) >= 0);
}

BOOST_AUTO_TEST_SUITE_END()
