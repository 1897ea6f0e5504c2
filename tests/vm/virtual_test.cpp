// SPDX-License-Identifier: MIT
// The socket on a virtual bus: every kind of frame, both ways, and everything that happens to an interface.
#include <unistd.h>

#include <cerrno>
#include <limits>

#include "gtx/port/clock.hpp"
#include "tests/vm/bus.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace gtx::test;
using can::Kind;

namespace {

const std::string bus = VirtualBus::name;

CanSocket open(const CanOptions& options = {}) {
    return got(CanSocket::open(bus, options));
}

void cansend(const std::string& frame) {
    run("cansend " + bus + " " + frame);
}

/// Two sockets on one bus hear each other.
void must_carry(CanSocket& a, CanSocket& b) {
    const auto f = frame({0x355, false}, {1, 2, 3});
    BOOST_TEST(got(a.send(f)));
    const auto there = next(b);
    BOOST_REQUIRE(there.has_value());
    BOOST_TEST(can::same_on_wire(there->frame, f));
    BOOST_TEST(got(b.send(f)));
    BOOST_REQUIRE(next(a).has_value());
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(virtual_bus, VirtualBus)

BOOST_AUTO_TEST_CASE(an_interface_that_is_not_there_is_refused) {
    const auto socket = CanSocket::open("nosuch0");
    BOOST_REQUIRE(!socket.has_value());
    BOOST_TEST(socket.error().os_errno == ENODEV);
    BOOST_TEST(socket.error().message() == "nosuch0: no such interface: No such device");
    BOOST_TEST(CanSocket::open("lo").error().message() == "lo: not a CAN interface");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_sent_is_refused_and_said_why) {
    auto listener = open({.listen_only = true});
    BOOST_TEST(listener.send(frame({1, false}, {})).error().message() == bus + ": opened to listen only");
    auto classic = open({.fd = false});
    BOOST_TEST(classic.send(frame({1, false}, {}, Kind::fd)).error().message() ==
               bus + ": opened without CAN FD");
    auto any = open();
    BOOST_CHECK(any.send(frame({1, false}, {}, Kind::xl)).error().code == Errc::not_supported);
    BOOST_TEST(any.counts().sent == 0U);
}

BOOST_AUTO_TEST_CASE(a_listener_sends_nothing_and_receives) {
    auto listener = open({.listen_only = true});
    Candump dump(bus, 1);
    BOOST_TEST(!listener.send(frame({0x7E5, false}, {1})).has_value());
    cansend("123#");
    BOOST_TEST(dump.seen() == "123#");
    BOOST_TEST(next(listener).has_value());
}

BOOST_AUTO_TEST_CASE(frames_of_every_kind_arrive_as_cansend_sent_them) {
    struct Case {
        const char* sent;
        can::Frame frame;
    };
    const Case cases[] = {
        {"123#DEADBEEF", frame({0x123, false}, {0xDE, 0xAD, 0xBE, 0xEF})},
        {"7FF#", frame({0x7FF, false}, {})},
        {"00000351#3002F401F401C001", frame({0x351, true}, {0x30, 2, 0xF4, 1, 0xF4, 1, 0xC0, 1})},
        {"123#R", frame({0x123, false}, {}, Kind::remote)},
        {"1ABCDEF0#R4", frame({0x1ABCDEF0, true}, {0, 0, 0, 0}, Kind::remote)},
        {"20000204#0008000000006000", frame({0x204, true}, {0, 8, 0, 0, 0, 0, 0x60, 0}, Kind::error)},
    };
    auto socket = open();
    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.sent) {
            const auto before = now();
            cansend(c.sent);
            const auto received = next(socket);
            BOOST_REQUIRE(received.has_value());
            BOOST_TEST(can::same_on_wire(received->frame, c.frame));
            BOOST_CHECK(received->frame.direction == can::Direction::received);
            BOOST_TEST(received->time.ns() >= before.ns());
            BOOST_TEST(received->time.ns() <= now().ns());
        }
    }
    BOOST_TEST(socket.counts().received == std::size(cases));
    BOOST_TEST(!socket.receive().has_value());
}

BOOST_AUTO_TEST_CASE(an_fd_frame_arrives_with_its_flags) {
    auto socket = open();
    cansend("123##3112233445566778899AABBCC");
    const auto received = next(socket);
    BOOST_REQUIRE(received.has_value());
    BOOST_CHECK(received->frame.kind == Kind::fd);
    BOOST_TEST(received->frame.length == 12);
    BOOST_TEST(received->frame.data[11] == 0xCC);
    BOOST_TEST((received->frame.fd_flags & 3) == (can::Frame::fd_brs | can::Frame::fd_esi));
}

BOOST_AUTO_TEST_CASE(frames_of_every_kind_are_seen_by_candump) {
    Candump dump(bus, 6);
    auto socket = open();
    auto fd = frame({0x123, false}, std::vector<std::uint8_t>(64, 0x5A), Kind::fd);
    fd.fd_flags = can::Frame::fd_brs;
    for (const auto& f :
         {frame({0x123, false}, {0xDE, 0xAD}), frame({0x7FF, false}, {}),
          frame({0x351, true}, {1, 2, 3, 4, 5, 6, 7, 8}), frame({0x1ABCDEF0, true}, {}, Kind::remote), fd,
          frame({0x40, true}, {0, 0, 0, 0, 0, 0, 0, 0}, Kind::error)}) {
        BOOST_TEST(got(socket.send(f)));
    }
    std::string long_one;
    for (int i = 0; i < 64; ++i) long_one += "5A";
    const auto seen = dump.seen();
    // A kernel that marks CAN FD frames shows 5 where 1 was sent.
    const auto flags = seen.find("##5") != std::string::npos ? "5" : "1";
    BOOST_TEST(seen == "123#DEAD 7FF# 00000351#0102030405060708 1ABCDEF0#R 123##" + std::string(flags) +
                           long_one + " 20000040#0000000000000000");
    BOOST_TEST(socket.counts().sent == 6U);
}

BOOST_AUTO_TEST_CASE(own_frames_are_received_only_on_request_and_marked_as_sent) {
    auto plain = open();
    auto own = open({.own_frames = true});
    BOOST_TEST(got(own.send(frame({0x123, false}, {7}))));
    const auto echo = next(own);
    BOOST_REQUIRE(echo.has_value());
    BOOST_CHECK(echo->frame.direction == can::Direction::sent);
    BOOST_CHECK(next(plain)->frame.direction == can::Direction::received);
    BOOST_TEST(got(plain.send(frame({0x124, false}, {}))));
    BOOST_TEST(next(own)->frame.id.value == 0x124U);
    BOOST_TEST(!plain.receive().has_value());
}

BOOST_AUTO_TEST_CASE(error_frames_come_only_on_request_and_their_events_always) {
    auto without = open({.error_frames = false});
    cansend("20000040#0000000000000000");
    cansend("20000004#0008000000000000");
    cansend("20000100#0000000000000000");
    cansend("123#");
    BOOST_TEST(next(without)->frame.id.value == 0x123U);
    BOOST_TEST(!without.receive().has_value());
    const auto events = without.events();
    BOOST_REQUIRE(events.size() == 2U);
    BOOST_CHECK(events[0] == LinkEvent::bus_off);
    BOOST_CHECK(events[1] == LinkEvent::restarted);
}

BOOST_AUTO_TEST_CASE(what_is_sent_in_bus_off_counts_as_lost_until_the_restart) {
    auto socket = open();
    cansend("20000040#0000000000000000");
    BOOST_REQUIRE(next(socket).has_value());
    BOOST_TEST(!got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(socket.counts().lost_down == 1U);
    cansend("20000100#0000000000000000");
    BOOST_REQUIRE(next(socket).has_value());
    BOOST_TEST(got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(socket.counts().sent == 1U);
}

BOOST_AUTO_TEST_CASE(received_and_dropped_are_together_what_was_sent) {
    auto sender = open();
    auto receiver = open();
    constexpr unsigned many = 30'000; // more than the buffer holds
    for (unsigned i = 0; i < many; ++i) BOOST_REQUIRE(got(sender.send(frame({i & 0x7FF, false}, {1, 2}))));
    while (receiver.receive()) {}
    BOOST_TEST_MESSAGE("kept " << receiver.counts().received << " of " << many);
    BOOST_TEST(got(sender.send(frame({1, false}, {})))); // the count of the dropped comes with the next
    BOOST_REQUIRE(next(receiver).has_value());
    BOOST_TEST(receiver.counts().overrun > 0U);
    BOOST_TEST(receiver.counts().received > 1000U);
    BOOST_TEST(receiver.counts().received + receiver.counts().overrun == many + 1);
}

BOOST_AUTO_TEST_CASE(down_is_an_event_and_after_up_the_same_socket_carries_on) {
    auto a = open();
    auto b = open();
    must_carry(a, b);
    run("ip link set " + bus + " down");
    BOOST_TEST(!got(a.send(frame({1, false}, {}))));
    BOOST_TEST(!a.up());
    BOOST_TEST(a.counts().lost_down == 1U);
    BOOST_TEST(events_until(a, LinkEvent::down) == "down");
    BOOST_TEST(events_until(b, LinkEvent::down) == "down");
    run("ip link set " + bus + " up");
    BOOST_TEST(events_until(a, LinkEvent::up) == "up");
    BOOST_TEST(events_until(b, LinkEvent::up) == "up");
    must_carry(a, b);
}

BOOST_AUTO_TEST_CASE(down_and_up_between_two_looks_is_told) {
    auto socket = open();
    run("ip link set " + bus + " down && ip link set " + bus + " up");
    BOOST_TEST(events_until(socket, LinkEvent::up) == "down up");
}

BOOST_AUTO_TEST_CASE(a_frame_sent_after_down_and_up_is_not_lost) {
    auto socket = open();
    run("ip link set " + bus + " down && ip link set " + bus + " up");
    BOOST_TEST(got(socket.send(frame({1, false}, {}))));
    remove();
    create();
    BOOST_TEST(got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(socket.counts().sent == 2U);
    BOOST_TEST(socket.counts().lost_down == 0U);
    BOOST_TEST(events_until(socket, LinkEvent::up) == "down up removed back up");
}

BOOST_AUTO_TEST_CASE(a_frame_that_was_sent_shows_that_the_interface_is_up) {
    auto socket = open();
    run("ip link set " + bus + " down");
    BOOST_TEST(!got(socket.send(frame({1, false}, {}))));
    run("ip link set " + bus + " up");
    BOOST_TEST(got(socket.send(frame({1, false}, {}))));
    BOOST_TEST(socket.up());
}

BOOST_AUTO_TEST_CASE(what_was_seen_by_looking_is_not_told_again_by_reading) {
    auto socket = open();
    run("ip link set " + bus + " down");
    socket.tend();
    run("ip link set " + bus + " up");
    socket.tend();
    BOOST_TEST(!socket.receive().has_value());
    remove();
    socket.tend();
    create();
    socket.tend();
    BOOST_TEST(!socket.receive().has_value());
    BOOST_TEST(events_until(socket, LinkEvent::up) == "down up removed back up");
}

BOOST_AUTO_TEST_CASE(down_ends_a_wait_and_does_not_keep_ending_it) {
    auto socket = open();
    const int fds[] = {socket.fd()};
    const Pacer pacer(Timestamp(0), 1);
    std::thread other([] { run("sleep 0.2; ip link set " + bus + " down"); });
    BOOST_TEST(!pacer.wait_until(Timestamp(60'000'000'000), fds));
    other.join();
    while (socket.receive()) {}
    BOOST_TEST(events_until(socket, LinkEvent::down) == "down");
    BOOST_TEST(!readable(socket, std::chrono::milliseconds(200)));
}

BOOST_AUTO_TEST_CASE(an_interface_that_is_down_can_be_opened_and_comes_up) {
    run("ip link set " + bus + " down");
    auto socket = open();
    BOOST_TEST(!socket.up());
    BOOST_TEST(socket.events().empty());
    BOOST_TEST(!got(socket.send(frame({1, false}, {}))));
    run("ip link set " + bus + " up");
    BOOST_TEST(events_until(socket, LinkEvent::up) == "up");
    BOOST_TEST(socket.up());
    BOOST_TEST(got(socket.send(frame({1, false}, {}))));
}

BOOST_AUTO_TEST_CASE(removed_is_an_event_and_a_new_one_of_the_name_is_used_by_the_same_socket) {
    auto a = open();
    auto b = open();
    const int fd = a.fd();
    must_carry(a, b);
    remove();
    BOOST_TEST(events_until(a, LinkEvent::removed) == "removed");
    BOOST_TEST(events_until(b, LinkEvent::removed) == "removed");
    BOOST_TEST(!a.up());
    BOOST_TEST(!got(a.send(frame({1, false}, {}))));
    BOOST_TEST(!readable(a, std::chrono::milliseconds(200)));
    a.tend();
    BOOST_TEST(a.events().empty());
    create();
    BOOST_TEST(events_until(a, LinkEvent::up) == "back up");
    BOOST_TEST(events_until(b, LinkEvent::up) == "back up");
    BOOST_TEST(a.fd() == fd);
    must_carry(a, b);
    cansend("123##1AABB");
    BOOST_CHECK(next(a)->frame.kind == Kind::fd);
    cansend("20000004#0008000000000000");
    BOOST_CHECK(next(a)->frame.kind == Kind::error);
}

BOOST_AUTO_TEST_CASE(removed_and_created_between_two_looks_is_told_and_used) {
    auto a = open();
    auto b = open();
    remove();
    create();
    BOOST_TEST(events_until(a, LinkEvent::up) == "removed back up");
    BOOST_TEST(events_until(b, LinkEvent::up) == "removed back up");
    must_carry(a, b);
}

BOOST_AUTO_TEST_CASE(ten_removals_leave_no_file_open) {
    const auto count = [] {
        const int fd = dup(0);
        close(fd);
        return fd; // the lowest that is free
    };
    auto socket = open();
    const int before = count();
    for (int i = 0; i < 10; ++i) {
        remove();
        create();
        BOOST_TEST(events_until(socket, LinkEvent::up) == "removed back up");
    }
    BOOST_TEST(count() == before);
}

BOOST_AUTO_TEST_CASE(can_fd_follows_what_the_interface_carries) {
    auto socket = open();
    const auto fd = frame({1, false}, {1, 2, 3}, Kind::fd);
    BOOST_TEST(got(socket.send(fd)));
    run("ip link set " + bus + " down && ip link set " + bus + " mtu 16 && ip link set " + bus + " up");
    BOOST_TEST(events_until(socket, LinkEvent::up) == "down up");
    BOOST_TEST(socket.send(fd).error().message() == bus + ": carries no CAN FD");
    BOOST_TEST(got(socket.send(frame({1, false}, {1, 2, 3}))));
    run("ip link set " + bus + " down && ip link set " + bus + " mtu 72 && ip link set " + bus + " up");
    BOOST_TEST(got(socket.send(fd)));
}

BOOST_AUTO_TEST_CASE(a_virtual_interface_has_no_bit_rate_and_can_be_put_up) {
    run("ip link set " + bus + " down");
    const auto refused = can_bring_up(bus, 500'000, {});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_CHECK(refused.error().code == Errc::not_supported);
    BOOST_TEST(!got(can_link(bus)).up);
    done(can_bring_up(bus, {}, {}));
    const auto link = got(can_link(bus));
    BOOST_TEST(link.up);
    BOOST_CHECK(link.state == CanState::unknown);
    BOOST_TEST(!link.bit_rate.has_value());
    BOOST_TEST(!link.restart_ms.has_value());
}

BOOST_AUTO_TEST_CASE(a_socket_can_be_moved) {
    auto a = open();
    auto b = open();
    CanSocket c(std::move(a));
    b = std::move(c);
    cansend("123#01");
    BOOST_TEST(next(b).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
