// SPDX-License-Identifier: MIT
// What is said when there is no bus. What happens on one: tests/vm.
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include <boost/test/unit_test.hpp>

#include "gtx/port/socketcan.hpp"

using namespace gtx;
using namespace gtx::port;

namespace {

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

boost::test_tools::assertion_result kernel_has_no_can(boost::unit_test::test_unit_id) {
    const int fd = socket(PF_CAN, SOCK_RAW, 1);
    const int error = errno;
    if (fd >= 0) close(fd);
    return fd < 0 && error == EAFNOSUPPORT;
}
boost::test_tools::assertion_result kernel_has_can(boost::unit_test::test_unit_id id) {
    return !kernel_has_no_can(id);
}

} // namespace

BOOST_AUTO_TEST_SUITE(opening)

BOOST_AUTO_TEST_CASE(a_kernel_without_can_is_explained, *boost::unit_test::precondition(kernel_has_no_can)) {
    const auto socket = CanSocket::open("can0");
    BOOST_REQUIRE(!socket.has_value());
    BOOST_CHECK(socket.error().code == Errc::os);
    BOOST_TEST(socket.error().os_errno == EAFNOSUPPORT);
    BOOST_TEST(socket.error().message() == "can0: the kernel has no CAN, try 'modprobe can-raw': "
                                           "Address family not supported by protocol");
}

BOOST_AUTO_TEST_CASE(an_interface_that_is_not_there_is_named,
                     *boost::unit_test::precondition(kernel_has_can)) {
    const auto socket = CanSocket::open("nosuch0");
    BOOST_REQUIRE(!socket.has_value());
    BOOST_TEST(socket.error().message() == "nosuch0: no such interface: No such device");
}

BOOST_AUTO_TEST_CASE(the_state_of_nothing_is_refused_with_its_name) {
    for (const std::string_view name : {"nosuch0", "", "a_name_of_16_let", "x/y"}) {
        const auto link = can_link(name);
        BOOST_REQUIRE(!link.has_value());
        BOOST_TEST(link.error().os_errno == ENODEV);
        BOOST_TEST(has(link.error().message(), "no such interface"));
    }
    BOOST_TEST(can_restart("nosuch0").error().os_errno == ENODEV);
    BOOST_TEST(can_bring_up("nosuch0", 500000, {}).error().os_errno == ENODEV);
}

BOOST_AUTO_TEST_CASE(an_interface_that_is_not_can_is_refused) {
    const auto link = can_link("lo");
    BOOST_REQUIRE(!link.has_value());
    BOOST_CHECK(link.error().code == Errc::not_supported);
    BOOST_TEST(link.error().message() == "lo: not a CAN interface");
    BOOST_TEST(can_bring_up("lo", 500000, {}).error().message() == "lo: not a CAN interface");
}

BOOST_AUTO_TEST_SUITE_END()
