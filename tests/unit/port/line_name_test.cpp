// SPDX-License-Identifier: MIT
// Names of lines, and what is said about lines that cannot be used.
#include <algorithm>
#include <cerrno>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "port/backoff_impl.hpp"
#include "port/line_name_impl.hpp"
#include "port/line_words_impl.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace std::chrono_literals;

namespace {

std::string refused(std::string_view name) {
    const auto gateway = gateway_in(name);
    if (gateway) return "taken";
    BOOST_CHECK(gateway.error().code == Errc::bad_syntax);
    return gateway.error().message();
}

std::string understood(std::string_view name) {
    const auto gateway = gateway_in(name);
    if (!gateway) return gateway.error().message();
    return *gateway ? (*gateway)->host + " " + (*gateway)->port : "device";
}

} // namespace

BOOST_AUTO_TEST_SUITE(line_names)

BOOST_AUTO_TEST_CASE(a_gateway_without_host_or_port_is_refused) {
    BOOST_TEST(refused("tcp:") == "tcp:: expected tcp:HOST:PORT");
    BOOST_TEST(refused("tcp:gateway") == "tcp:gateway: expected tcp:HOST:PORT");
    BOOST_TEST(refused("tcp::8899") == "tcp::8899: no host; expected tcp:HOST:PORT");
    BOOST_TEST(refused("tcp:[]:8899") == "tcp:[]:8899: no host; expected tcp:HOST:PORT");
    BOOST_TEST(refused("tcp:[::1]") == "tcp:[::1]: expected tcp:HOST:PORT");
    BOOST_TEST(refused("tcp:[::1") == "tcp:[::1: expected tcp:HOST:PORT");
}

BOOST_AUTO_TEST_CASE(a_port_that_is_none_is_refused) {
    for (const std::string port :
         {"", "0", "65536", "http", "-1", "+1", " 1", "80x", "99999999999999999999"}) {
        BOOST_TEST(refused("tcp:gateway:" + port) ==
                   "tcp:gateway:" + port + ": expected a port from 1 to 65535, not '" + port + "'");
    }
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_without_brackets_is_refused) {
    BOOST_TEST(refused("tcp:::1:8899") == "tcp:::1:8899: an IPv6 address stands in brackets: tcp:[::1]:8899");
    BOOST_TEST(refused("tcp:fe80::1:8899") ==
               "tcp:fe80::1:8899: an IPv6 address stands in brackets: tcp:[::1]:8899");
}

BOOST_AUTO_TEST_CASE(gateways_are_taken_apart_and_all_else_is_a_device) {
    BOOST_TEST(understood("tcp:gateway:8899") == "gateway 8899");
    BOOST_TEST(understood("tcp:192.168.1.10:1") == "192.168.1.10 1");
    BOOST_TEST(understood("tcp:[::1]:65535") == "::1 65535");
    BOOST_TEST(understood("tcp:[fe80::1%eth0]:23") == "fe80::1%eth0 23");
    for (const char* name : {"/dev/ttyUSB0", "ttyV0", "./tcp:1:2", "TCP:a:1", ""}) {
        BOOST_TEST(understood(name) == "device");
    }
}

BOOST_AUTO_TEST_CASE(numbers_in_names_are_ordered_by_their_value) {
    std::vector<std::string> names{"/dev/ttyUSB10", "/dev/ttyS4",    "/dev/ttyUSB2", "/dev/ttyACM0",
                                   "/dev/ttyS",     "/dev/ttyUSB02", "/dev/ttyS10"};
    std::ranges::sort(names, before_by_number);
    std::string all;
    for (const auto& name : names) all += name.substr(8) + " ";
    BOOST_TEST((all == "ACM0 S S4 S10 USB2 USB02 USB10 " || all == "ACM0 S S4 S10 USB02 USB2 USB10 "), all);
    BOOST_TEST(!before_by_number("ttyS1", "ttyS1"));
    BOOST_TEST(!before_by_number("", ""));
    BOOST_TEST(before_by_number("tty0", "tty1"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(line_words)

BOOST_AUTO_TEST_CASE(no_permission_says_which_group_to_join) {
    BOOST_TEST(
        device_error("/dev/ttyUSB0", EACCES, "dialout").message() ==
        "/dev/ttyUSB0: no permission; join the group dialout ('sudo usermod -aG dialout $USER') and log "
        "in again: Permission denied");
    BOOST_TEST(device_error("/dev/pts/3", EACCES, "").message() ==
               "/dev/pts/3: no permission; only its owner may use it: Permission denied");
}

BOOST_AUTO_TEST_CASE(each_trouble_of_a_device_has_words_of_its_own) {
    std::vector<std::string> seen;
    for (const int error : {ENOENT, EACCES, EBUSY, EIO, ENOTTY, EMFILE}) {
        seen.push_back(device_error("x", error, "dialout").context);
    }
    std::ranges::sort(seen);
    BOOST_CHECK(std::ranges::adjacent_find(seen) == seen.end());
    BOOST_CHECK(device_error("x", ENOTTY, "").code == Errc::not_supported);
    BOOST_TEST(device_error("x", EBUSY, "").os_errno == EBUSY);
}

BOOST_AUTO_TEST_CASE(each_trouble_of_a_gateway_says_what_to_look_at) {
    for (const int error : {ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH}) {
        const auto said = gateway_error("tcp:a:1", error);
        BOOST_TEST(said.os_errno == error);
        BOOST_TEST(said.context.find("gateway") != std::string::npos, said.context);
    }
}

BOOST_AUTO_TEST_CASE(a_speed_is_the_same_within_two_percent) {
    BOOST_TEST(!same_speed(921600, 115200));  // what a 16550 does
    BOOST_TEST(!same_speed(4'000'000, 9600)); // what an FT232 does
    BOOST_TEST(!same_speed(9600, 0));
    BOOST_TEST(!same_speed(9600, 9793));
    BOOST_TEST(same_speed(9600, 9600));
    BOOST_TEST(same_speed(9600, 9792));
    BOOST_TEST(same_speed(9600, 9408));
    BOOST_TEST(same_speed(115200, 115384)); // 3 MHz / 26, an FT232
    BOOST_TEST(speed_error("x", 921600, 115200).message() ==
               "x: the port cannot do 921600 Bd; asked for it, it is at 115200");
    BOOST_TEST(speed_error("x", 921600, 0).message() == "x: the port cannot do 921600 Bd");
}

BOOST_AUTO_TEST_CASE(what_failed_is_tried_after_one_two_four_and_at_most_thirty_seconds) {
    const Instant start{1000s};
    Backoff backoff;
    BOOST_TEST(backoff.due(start));
    Instant at = start;
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        backoff.failed(at);
        BOOST_TEST(!backoff.due(at + wait - 1ms));
        BOOST_TEST(backoff.due(at + wait));
        at += wait;
    }
    backoff.worked();
    backoff.failed(at);
    BOOST_TEST(backoff.due(at + 1s));
}

BOOST_AUTO_TEST_SUITE_END()
