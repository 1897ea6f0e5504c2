// SPDX-License-Identifier: MIT
// A serial CAN adapter played by the test: the kernel's slcan driver on a pseudo-terminal. What the driver
// says to the adapter shows which bit rate reached it; what the adapter says makes errors and bus-off.
//
// Commands of the adapter, each ended by CR: C close, S6 500 kbit/s, O open, tIIILDD… a frame; from it also
// sw sp sb sa (warning, passive, bus-off, active) with two counters of three digits (Linux,
// drivers/net/can/slcan).
#include <linux/sockios.h>
#include <net/if.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <utility>

#include "tests/vm/bus.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace gtx::test;

namespace {

/// Reads all the time, as an adapter does: the driver waits for it.
class Adapter {
public:
    Adapter() {
        termios raw{};
        cfmakeraw(&raw);
        BOOST_REQUIRE(openpty(&ours_, &theirs_, nullptr, &raw, nullptr) == 0);
        const int slcan = 17; // N_SLCAN of linux/tty.h
        BOOST_REQUIRE(ioctl(theirs_, TIOCSETD, &slcan) == 0);
        char name[IFNAMSIZ] = {};
        BOOST_REQUIRE(ioctl(theirs_, SIOCGIFNAME, name) == 0);
        name_ = name;
        reader_ = std::thread([this] { read_on(); });
    }
    ~Adapter() { unplug(); }
    Adapter(const Adapter&) = delete;
    Adapter& operator=(const Adapter&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    void say(const std::string& command) {
        const auto line = command + "\r";
        BOOST_REQUIRE(write(ours_, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    }
    /// What was said to it since it was asked last, "C S6 O", as soon as that ends with `last`.
    std::string heard(std::string_view last) {
        const bool came = until([&] {
            const std::lock_guard lock(mutex_);
            return heard_.ends_with(std::string(last) + "\r");
        });
        const std::lock_guard lock(mutex_);
        auto all = std::exchange(heard_, {});
        if (!all.empty()) all.pop_back();
        std::ranges::replace(all, '\r', ' ');
        return came ? all : all + " (no more)";
    }
    /// Whether it takes what is said to it.
    void take(bool yes) { taking_ = yes; }
    void unplug() {
        if (!reader_.joinable()) return;
        plugged_ = false;
        reader_.join();
        close(theirs_);
        close(ours_);
    }

private:
    void read_on() {
        while (plugged_) {
            pollfd polled{ours_, POLLIN, 0};
            char some[4096];
            if (!taking_ || poll(&polled, 1, 10) != 1) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
                continue;
            }
            const auto n = read(ours_, some, sizeof some);
            const std::lock_guard lock(mutex_);
            if (n > 0) heard_.append(some, static_cast<std::size_t>(n));
        }
    }

    int ours_ = -1;
    int theirs_ = -1;
    std::string name_;
    std::thread reader_;
    std::atomic<bool> plugged_{true};
    std::atomic<bool> taking_{true};
    std::mutex mutex_;
    std::string heard_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(adapters, Adapter)

BOOST_AUTO_TEST_CASE(a_bit_rate_that_the_adapter_does_not_have_is_refused) {
    const auto refused = can_bring_up(name(), 83'333, {});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST_MESSAGE(refused.error().message());
    BOOST_CHECK(refused.error().code == Errc::out_of_range);
    BOOST_TEST(!got(can_link(name())).up);
}

BOOST_AUTO_TEST_CASE(without_a_bit_rate_it_is_not_put_up) {
    const auto refused = can_bring_up(name(), {}, {});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_CHECK(refused.error().code == Errc::bad_value);
}

BOOST_AUTO_TEST_CASE(a_restart_time_is_not_supported_and_said_so) {
    const auto refused = can_bring_up(name(), 500'000, 100);
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST_MESSAGE(refused.error().message());
    BOOST_CHECK(refused.error().code == Errc::not_supported);
}

BOOST_AUTO_TEST_CASE(an_adapter_that_takes_nothing_is_not_put_up_and_said_why) {
    take(false);
    const auto refused = can_bring_up(name(), 500'000, {});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().message() == name() + ": putting it up failed: Connection timed out");
}

BOOST_AUTO_TEST_CASE(the_bit_rate_reaches_the_adapter) {
    const std::pair<std::uint32_t, const char*> rates[] = {{10'000, "S0"},  {125'000, "S4"},
                                                           {250'000, "S5"}, {500'000, "S6"},
                                                           {800'000, "S7"}, {1'000'000, "S8"}};
    for (const auto& [rate, command] : rates) {
        done(can_bring_up(name(), rate, {}));
        const auto said = heard("O");
        BOOST_TEST(said.find(command) != std::string::npos, said << " has no " << command);
        BOOST_TEST(got(can_link(name())).bit_rate.value_or(0) == rate);
    }
}

BOOST_AUTO_TEST_CASE(frames_go_to_the_adapter_and_come_from_it) {
    done(can_bring_up(name(), 500'000, {}));
    BOOST_TEST(heard("O") == "C S6 O");
    auto socket = got(CanSocket::open(name()));
    BOOST_TEST(got(socket.send(frame({0x351, false}, {0xCA, 0xFE}))));
    BOOST_TEST(heard("CAFE") == "t3512CAFE");
    BOOST_TEST(got(socket.send(frame({0x1ABCDEF0, true}, {1}))));
    BOOST_TEST(heard("101") == "T1ABCDEF0101");
    BOOST_TEST(got(socket.send(frame({0x123, false}, {}, can::Kind::remote))));
    BOOST_TEST(heard("1230") == "r1230");
    say("t1002AABB");
    const auto received = next(socket);
    BOOST_REQUIRE(received.has_value());
    BOOST_TEST(can::same_on_wire(received->frame, frame({0x100, false}, {0xAA, 0xBB})));
    run("ip link set " + name() + " down");
    BOOST_TEST(heard("C") == "C");
}

BOOST_AUTO_TEST_CASE(the_state_follows_the_adapter) {
    done(can_bring_up(name(), 500'000, {}));
    for (const auto& [said, state] :
         {std::pair("sw100020", CanState::error_warning), std::pair("sp130020", CanState::error_passive),
          std::pair("sa000000", CanState::error_active)}) {
        say(said);
        BOOST_TEST(until([&, wanted = state] { return got(can_link(name())).state == wanted; }), said);
    }
}

BOOST_AUTO_TEST_CASE(bus_off_is_an_event_and_a_state_and_ends_with_down_and_up) {
    done(can_bring_up(name(), 500'000, {}));
    auto socket = got(CanSocket::open(name()));
    say("sb255000");
    BOOST_TEST(events_until(socket, LinkEvent::bus_off) == "bus_off");
    BOOST_CHECK(got(can_link(name())).state == CanState::bus_off);
    BOOST_TEST(!got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(socket.counts().lost_down == 1U);

    auto late = got(CanSocket::open(name()));
    BOOST_TEST(events_until(late, LinkEvent::bus_off) == "bus_off");

    const auto refused = can_restart(name());
    BOOST_REQUIRE(!refused.has_value());
    BOOST_CHECK(refused.error().code == Errc::not_supported);
    BOOST_TEST(refused.error().message() ==
               name() + ": its driver cannot restart after bus-off; put it down and up");

    run("ip link set " + name() + " down && ip link set " + name() + " up");
    BOOST_TEST(events_until(socket, LinkEvent::up) == "down up");
    BOOST_CHECK(got(can_link(name())).state == CanState::error_active);
    (void)heard("O");
    BOOST_TEST(got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(heard("t0010") == "t0010");
}

BOOST_AUTO_TEST_CASE(a_frame_from_the_bus_tells_that_bus_off_is_over) {
    done(can_bring_up(name(), 500'000, {}));
    auto socket = got(CanSocket::open(name()));
    say("sb255000");
    BOOST_TEST(events_until(socket, LinkEvent::bus_off) == "bus_off");
    say("t1002AABB");
    BOOST_TEST(events_until(socket, LinkEvent::restarted) == "restarted");
}

BOOST_AUTO_TEST_CASE(an_adapter_that_takes_nothing_fills_the_queue_and_all_goes_on_when_it_does) {
    done(can_bring_up(name(), 500'000, {}));
    BOOST_TEST(heard("O") == "C S6 O");
    take(false);
    auto socket = got(CanSocket::open(name()));
    const auto f = frame({0x555, false}, {1, 2, 3, 4, 5, 6, 7, 8});
    unsigned tried = 0;
    while (got(socket.send(f))) BOOST_REQUIRE(++tried < 100'000U);
    BOOST_TEST_MESSAGE("taken before the queue was full: " << socket.counts().sent);
    for (int i = 0; i < 10; ++i) (void)socket.send(f);
    BOOST_TEST(socket.counts().lost_full >= 1U);
    BOOST_TEST(socket.counts().sent + socket.counts().lost_full == tried + 11);
    const auto events = socket.events();
    BOOST_REQUIRE(!events.empty());
    BOOST_CHECK(events.front() == LinkEvent::queue_full);
    const auto before = socket.counts().sent;
    take(true);
    BOOST_TEST(until([&] { return got(socket.send(f)); }));
    BOOST_TEST(socket.counts().sent == before + 1);
}

BOOST_AUTO_TEST_CASE(an_adapter_that_is_unplugged_is_removed) {
    done(can_bring_up(name(), 500'000, {}));
    auto socket = got(CanSocket::open(name()));
    unplug();
    BOOST_TEST(events_until(socket, LinkEvent::removed) == "removed");
    BOOST_TEST(can_link(name()).error().message() == name() + ": no such interface: No such device");
}

BOOST_AUTO_TEST_SUITE_END()
