// SPDX-License-Identifier: MIT
// Two emulated controllers (kvaser_pci) on one wire: bit rate, state, restart, removal from the PCI bus.
//
// Their wire is perfect: other bit rates, errors and bus-off cannot be had there.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "tests/vm/bus.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace gtx::test;

namespace {

std::string as_candump(const char* interface, const std::string& sent) {
    Candump dump(interface, 1);
    run("cansend " + sent);
    return dump.seen();
}

/// Both down before, with 500 kbit/s and without restart.
struct Wire {
    Wire() {
        for (const std::string name : {"can0", "can1"}) {
            run("ip link set " + name + " down && ip link set " + name +
                " type can bitrate 500000 restart-ms 0");
        }
    }
    ~Wire() {
        if (geteuid() != 0) (void)!seteuid(0);
        run("ip link set can0 down; ip link set can1 down");
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
};

/// What is written to standard error while this lives.
class StandardError {
public:
    StandardError()
        : saved_(dup(STDERR_FILENO)), file_(::open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600)) {
        dup2(file_, STDERR_FILENO);
    }
    ~StandardError() {
        dup2(saved_, STDERR_FILENO);
        close(saved_);
        close(file_);
    }
    StandardError(const StandardError&) = delete;
    StandardError& operator=(const StandardError&) = delete;
    [[nodiscard]] long size() const { return lseek(file_, 0, SEEK_END); }

private:
    int saved_;
    int file_;
};

} // namespace

BOOST_FIXTURE_TEST_SUITE(controllers, Wire)

BOOST_AUTO_TEST_CASE(an_impossible_bit_rate_is_refused_and_the_interface_is_up_again_as_before) {
    done(can_bring_up("can0", {}, {}));
    for (const std::uint32_t rate : {1U, 5'000'000U}) {
        const auto refused = can_bring_up("can0", rate, {});
        BOOST_REQUIRE(!refused.has_value());
        BOOST_TEST_MESSAGE(refused.error().message());
        BOOST_CHECK(refused.error().code == Errc::out_of_range);
        const auto link = got(can_link("can0"));
        BOOST_TEST(link.up);
        BOOST_TEST(link.bit_rate.value_or(0) == 500'000U);
    }
}

BOOST_AUTO_TEST_CASE(without_the_right_it_is_refused_and_the_state_can_be_read) {
    BOOST_REQUIRE(seteuid(65534) == 0);
    const auto refused = can_bring_up("can0", 250'000, {});
    const auto link = got(can_link("can0"));
    BOOST_REQUIRE(seteuid(0) == 0);
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().os_errno == EPERM);
    BOOST_TEST(refused.error().message() ==
               "can0: a bit rate of 250000 needs the right to set up networks (root or CAP_NET_ADMIN): "
               "Operation not permitted");
    BOOST_TEST(link.bit_rate.value_or(0) == 500'000U);
}

BOOST_AUTO_TEST_CASE(without_the_right_an_interface_that_is_up_stays_up) {
    done(can_bring_up("can0", {}, {}));
    BOOST_REQUIRE(seteuid(65534) == 0);
    const auto refused = can_bring_up("can0", 250'000, {});
    BOOST_REQUIRE(seteuid(0) == 0);
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(refused.error().os_errno == EPERM);
    BOOST_TEST(got(can_link("can0")).up);
}

BOOST_AUTO_TEST_CASE(a_controller_that_is_not_bus_off_is_not_restarted) {
    done(can_bring_up("can0", {}, {}));
    const auto refused = can_restart("can0");
    BOOST_REQUIRE(!refused.has_value());
    BOOST_CHECK(refused.error().code == Errc::bad_value);
    BOOST_TEST(refused.error().message() == "can0: not bus-off, but error_active");
}

BOOST_AUTO_TEST_CASE(nothing_of_all_this_is_printed) {
    const StandardError printed;
    (void)can_bring_up("can0", 1, {});
    (void)can_bring_up("can0", 5'000'000, 100);
    (void)can_restart("can0");
    (void)can_link("nosuch0");
    (void)can_link("lo");
    (void)CanSocket::open("can0");
    run("ip link add vcan9 type vcan");
    (void)can_link("vcan9");
    (void)can_bring_up("vcan9", 500'000, 10);
    run("ip link delete vcan9");
    BOOST_TEST(printed.size() == 0);
    run("echo is this caught >&2");
    BOOST_TEST(printed.size() > 0);
}

BOOST_AUTO_TEST_CASE(every_usual_bit_rate_is_set_and_read_back) {
    for (const std::uint32_t rate :
         {10'000U, 20'000U, 50'000U, 100'000U, 125'000U, 250'000U, 500'000U, 800'000U, 1'000'000U}) {
        done(can_bring_up("can0", rate, {})); // up from the second on: stopped first
        const auto link = got(can_link("can0"));
        BOOST_TEST(link.up);
        BOOST_TEST(link.bit_rate.value_or(0) == rate);
        BOOST_CHECK(link.state == CanState::error_active);
    }
    run("ip -details link show can0 | grep -q 'bitrate 1000000 '");
}

BOOST_AUTO_TEST_CASE(the_restart_time_is_set_and_read_back) {
    done(can_bring_up("can0", {}, 100));
    BOOST_TEST(got(can_link("can0")).restart_ms.value_or(0) == 100U);
    run("ip -details link show can0 | grep -q 'restart-ms 100'");
    done(can_bring_up("can0", {}, 0));
    BOOST_TEST(got(can_link("can0")).restart_ms.value_or(1) == 0U);
}

BOOST_AUTO_TEST_CASE(down_is_stopped) {
    const auto link = got(can_link("can0"));
    BOOST_TEST(!link.up);
    BOOST_CHECK(link.state == CanState::stopped);
}

BOOST_AUTO_TEST_CASE(an_interface_that_has_the_values_is_left_alone) {
    done(can_bring_up("can0", 250'000, 50));
    auto socket = got(CanSocket::open("can0"));
    done(can_bring_up("can0", 250'000, 50));
    done(can_bring_up("can0", {}, {}));
    BOOST_TEST(!readable(socket, std::chrono::milliseconds(100)));
    BOOST_TEST(socket.events().empty());
    done(can_bring_up("can0", 125'000, {}));
    BOOST_TEST(events_until(socket, LinkEvent::up) == "down up");
    BOOST_TEST(got(can_link("can0")).restart_ms.value_or(0) == 50U);
}

BOOST_AUTO_TEST_CASE(frames_cross_the_wire_both_ways) {
    done(can_bring_up("can0", 500'000, {}));
    done(can_bring_up("can1", 500'000, {}));
    auto a = got(CanSocket::open("can0"));
    auto b = got(CanSocket::open("can1"));
    const auto f = frame({0x1ABCDEF0, true}, {1, 2, 3, 4, 5, 6, 7, 8});
    for (auto [from, to] : {std::pair(&a, &b), std::pair(&b, &a)}) {
        BOOST_TEST(got(from->send(f)));
        const auto there = next(*to);
        BOOST_REQUIRE(there.has_value());
        BOOST_TEST(can::same_on_wire(there->frame, f));
    }
    BOOST_TEST(as_candump("can1", "can0 351#3002F401F401C001") == "351#3002F401F401C001");
    BOOST_TEST(next(b)->frame.id.value == 0x351U);
}

BOOST_AUTO_TEST_CASE(a_classic_controller_carries_no_fd) {
    done(can_bring_up("can0", 500'000, {}));
    auto socket = got(CanSocket::open("can0"));
    BOOST_CHECK(socket.send(frame({1, false}, {}, can::Kind::fd)).error().code == Errc::not_supported);
}

BOOST_AUTO_TEST_CASE(a_card_that_is_taken_out_and_put_back_is_used_again) {
    done(can_bring_up("can0", 500'000, {}));
    done(can_bring_up("can1", 500'000, {}));
    auto a = got(CanSocket::open("can0"));
    auto b = got(CanSocket::open("can1"));
    run("echo 1 >\"$(readlink -f /sys/class/net/can1/device)/remove\"");
    BOOST_TEST(events_until(b, LinkEvent::removed) == "removed");
    run("echo 1 >/sys/bus/pci/rescan");
    BOOST_TEST(events_until(b, LinkEvent::back) == "back");
    BOOST_TEST(!b.up());
    BOOST_TEST(!got(can_link("can1")).bit_rate.has_value()); // it forgot
    const auto refused = can_bring_up("can1", {}, {});
    BOOST_TEST(refused.error().message() == "can1: no bit rate is set, and none was given");
    done(can_bring_up("can1", 500'000, {}));
    BOOST_TEST(events_until(b, LinkEvent::up) == "up");
    BOOST_TEST(got(a.send(frame({0x123, false}, {9}))));
    BOOST_TEST(next(b)->frame.id.value == 0x123U);
}

BOOST_AUTO_TEST_SUITE_END()
