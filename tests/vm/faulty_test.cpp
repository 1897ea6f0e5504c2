// SPDX-License-Identifier: MIT
// A controller with faults on demand (faulty/faulty.c): bus-off with restart, and a queue that fills.
#include <unistd.h>

#include <cerrno>

#include "tests/vm/bus.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace gtx::test;

namespace {

struct Faulty {
    Faulty() {
        run("ip link set faulty0 down; ip link set faulty0 type can bitrate 500000 restart-ms 0 && "
            "ip link set faulty0 up");
    }
    ~Faulty() { run("echo 0 >/sys/class/net/faulty0/stuck; ip link set faulty0 down"); }
    Faulty(const Faulty&) = delete;
    Faulty& operator=(const Faulty&) = delete;

    static void leave_the_bus() { run("echo 1 >/sys/class/net/faulty0/bus_off"); }
    static void stick(bool yes) {
        run(std::string("echo ") + (yes ? "1" : "0") + " >/sys/class/net/faulty0/stuck");
    }
    static CanState state() { return got(can_link("faulty0")).state; }
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(faulty_controller, Faulty)

BOOST_AUTO_TEST_CASE(one_that_restarts_by_itself_is_not_restarted_by_hand) {
    done(can_bring_up("faulty0", {}, 60'000));
    leave_the_bus();
    BOOST_TEST(can_restart("faulty0").error().message() == "faulty0: restarts by itself after 60000 ms");
    BOOST_CHECK(state() == CanState::bus_off);
}

BOOST_AUTO_TEST_CASE(without_the_right_there_is_no_restart) {
    leave_the_bus();
    BOOST_REQUIRE(seteuid(65534) == 0);
    const auto refused = can_restart("faulty0");
    BOOST_REQUIRE(seteuid(0) == 0);
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().os_errno == EPERM);
    BOOST_CHECK(state() == CanState::bus_off);
}

BOOST_AUTO_TEST_CASE(a_restart_by_hand_ends_bus_off) {
    auto socket = got(CanSocket::open("faulty0"));
    leave_the_bus();
    BOOST_TEST(events_until(socket, LinkEvent::bus_off) == "bus_off");
    BOOST_CHECK(state() == CanState::bus_off);
    BOOST_TEST(!got(socket.send(frame({1, false}, {}))));
    done(can_restart("faulty0"));
    BOOST_CHECK(state() == CanState::error_active);
    BOOST_TEST(events_until(socket, LinkEvent::restarted) == "restarted");
    BOOST_TEST(got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(socket.counts().lost_down == 1U);
    BOOST_TEST(socket.counts().sent == 1U);
}

BOOST_AUTO_TEST_CASE(a_restart_by_itself_is_an_event) {
    done(can_bring_up("faulty0", {}, 300));
    auto socket = got(CanSocket::open("faulty0"));
    leave_the_bus();
    BOOST_TEST(events_until(socket, LinkEvent::restarted) == "bus_off restarted");
    BOOST_CHECK(state() == CanState::error_active);
}

BOOST_AUTO_TEST_CASE(bringing_up_one_that_is_bus_off_sets_it_right) {
    leave_the_bus();
    done(can_bring_up("faulty0", 500'000, {}));
    BOOST_CHECK(state() == CanState::error_active);
}

BOOST_AUTO_TEST_CASE(a_queue_that_fills_is_told_once_and_each_frame_is_counted) {
    auto socket = got(CanSocket::open("faulty0"));
    stick(true);
    unsigned taken = 0;
    while (got(socket.send(frame({1, false}, {})))) BOOST_REQUIRE(++taken < 10'000U);
    for (int i = 0; i < 5; ++i) BOOST_TEST(!got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(socket.counts().lost_full == 6U);
    BOOST_TEST(socket.counts().sent == taken);
    const auto events = socket.events();
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_CHECK(events[0] == LinkEvent::queue_full);
    stick(false);
    BOOST_TEST(until([&] { return got(socket.send(frame({2, false}, {}))); }));
}

BOOST_AUTO_TEST_SUITE_END()
