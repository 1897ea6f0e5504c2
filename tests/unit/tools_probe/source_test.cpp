// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tools/gtx-probe/source.hpp"

namespace {

using namespace gtx;
using probe_tool::classify;
using probe_tool::SourceKind;

} // namespace

BOOST_AUTO_TEST_SUITE(what_a_source_is)

BOOST_AUTO_TEST_CASE(a_bare_name_that_is_nothing_is_refused) {
    const auto found = classify("can99-that-is-none");
    BOOST_TEST_REQUIRE(!found.has_value());
    BOOST_TEST(found.error().message() == "can99-that-is-none: no CAN interface and no file of this name");
}

BOOST_AUTO_TEST_CASE(a_path_that_is_nothing_is_refused_as_the_system_says_it) {
    const auto found = classify("./no/such/file");
    BOOST_TEST_REQUIRE(!found.has_value());
    BOOST_TEST(found.error().message() == "./no/such/file: No such file or directory");
}

BOOST_AUTO_TEST_CASE(a_dash_and_a_file_are_captures) {
    BOOST_TEST((*classify("-") == SourceKind::capture));
    BOOST_TEST((*classify("/proc/self/exe") == SourceKind::capture));
}

BOOST_AUTO_TEST_CASE(a_gateway_and_a_device_are_lines) {
    BOOST_TEST((*classify("tcp:gateway:8899") == SourceKind::line));
    BOOST_TEST((*classify("/dev/null") == SourceKind::line));
    BOOST_TEST((*classify("/dev/ttyUSB99") == SourceKind::line));
}

BOOST_AUTO_TEST_SUITE_END()
