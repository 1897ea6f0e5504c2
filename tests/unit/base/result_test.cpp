// SPDX-License-Identifier: MIT
#include <cerrno>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/base/result.hpp"

using namespace gtx;

namespace {

Result<int> half(int v) {
    if (v % 2 != 0) return Error{Errc::bad_value, std::to_string(v) + " is odd"};
    return v / 2;
}
Result<std::string> quarter(int v) {
    GTX_TRY(const int once, half(v));
    GTX_TRY(int twice, half(once));
    return std::to_string(twice);
}
Result<std::unique_ptr<int>> owned(int v) {
    GTX_TRY(auto h, half(v));
    return std::make_unique<int>(h);
}
Result<int> through_owned(int v) {
    GTX_TRY(const std::unique_ptr<int> p, owned(v));
    return *p;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_failure_is_handed_on_by_try) {
    BOOST_TEST(!quarter(6));
    BOOST_TEST(quarter(6).error().context == "3 is odd");
    BOOST_TEST(!through_owned(3));
}

BOOST_AUTO_TEST_CASE(a_failure_passes_by_what_would_follow) {
    const auto r = half(3);
    BOOST_TEST(!r.and_then(half));
    BOOST_TEST(r.and_then(half).error().context == "3 is odd");
    BOOST_TEST(!r.transform([](int v) { return v + 1; }));
    BOOST_TEST(r.value_or(7) == 7);
}

BOOST_AUTO_TEST_CASE(a_failed_operation_without_value_keeps_its_error) {
    const Result<void> r = Error{Errc::no_such_thing, "nowhere"};
    BOOST_TEST(!r);
    BOOST_TEST(r.error().context == "nowhere");
    BOOST_TEST(Result<void>().has_value());
}

BOOST_AUTO_TEST_CASE(a_message_is_lower_case_and_tells_where) {
    const Error e = Error{Errc::bad_length, "expected 8 bytes, got 6"}.in("frame 7").in("can0");
    BOOST_TEST(e.message().starts_with("can0: frame 7: expected 8 bytes, got 6"));
    BOOST_TEST(!e.message().ends_with("."));
    BOOST_TEST(!Error{Errc::bad_length}.message().empty());
    const Error os{Errc::os, "can0", ENODEV};
    BOOST_TEST(os.message().find("No such device") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_value_comes_out_as_it_went_in) {
    BOOST_TEST(*quarter(8) == "2");
    BOOST_TEST(quarter(8)->size() == 1);
    BOOST_TEST(*half(8).and_then(half) == 2);
    BOOST_TEST(*half(8).transform([](int v) { return v + 0.5; }) == 4.5);
    BOOST_TEST(half(8).value_or(7) == 4);
    BOOST_TEST(*through_owned(8) == 4);
}
