// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tests/unit/tools_common/toy.hpp"
#include "tools/common/cli.hpp"

namespace {

using namespace gtx;
using cli::ExitStatus;

struct Typed {
    toy::Options options;
    std::optional<ExitStatus> status;
};

Typed type(std::vector<const char*> words) {
    words.insert(words.begin(), "toy");
    Typed t;
    t.status = cli::parse(static_cast<int>(words.size()), words.data(), toy::tool, &t.options);
    return t;
}

} // namespace

BOOST_AUTO_TEST_SUITE(the_command_line)

BOOST_AUTO_TEST_CASE(an_unknown_option_is_wrong_usage) {
    BOOST_TEST((type({"--bogus"}).status == ExitStatus::usage));
    BOOST_TEST((type({"-x"}).status == ExitStatus::usage));
}

BOOST_AUTO_TEST_CASE(an_option_without_its_value_is_wrong_usage) {
    BOOST_TEST((type({"--count"}).status == ExitStatus::usage));
    BOOST_TEST((type({"-n"}).status == ExitStatus::usage));
}

BOOST_AUTO_TEST_CASE(a_flag_with_a_value_is_wrong_usage) {
    BOOST_TEST((type({"--strict=yes"}).status == ExitStatus::usage));
}

BOOST_AUTO_TEST_CASE(a_value_outside_of_the_choices_is_wrong_usage) {
    BOOST_TEST((type({"-f", "xml"}).status == ExitStatus::usage));
    BOOST_TEST((type({"-f", "JSON"}).status == ExitStatus::usage));
    BOOST_TEST((type({"-f", ""}).status == ExitStatus::usage));
}

BOOST_AUTO_TEST_CASE(part_of_an_option_name_is_not_the_option) {
    BOOST_TEST((type({"--form", "json"}).status == ExitStatus::usage));
}

BOOST_AUTO_TEST_CASE(a_wrong_value_behind_an_equals_sign_is_wrong_usage_though_a_value_may_be_missing) {
    BOOST_TEST((type({"--watch=x"}).status == ExitStatus::usage));
    BOOST_TEST((type({"--watch="}).status == ExitStatus::usage));
}

BOOST_AUTO_TEST_CASE(an_option_that_may_stand_alone_takes_the_next_word_only_if_it_can_be_its_value) {
    constexpr std::int64_t second = 1'000'000'000;
    const auto alone = type({"--watch", "can0"});
    BOOST_TEST((alone.options.watch == cli::Duration{2 * second}));
    BOOST_TEST(alone.options.files == std::vector<std::string>{"can0"}, boost::test_tools::per_element());
    const auto with = type({"--watch", "10s", "can0"});
    BOOST_TEST((with.options.watch == cli::Duration{10 * second}));
    BOOST_TEST(with.options.files == std::vector<std::string>{"can0"}, boost::test_tools::per_element());
    BOOST_TEST((type({"can0", "--watch"}).options.watch == cli::Duration{2 * second}));
    BOOST_TEST((type({"--watch=1m", "can0"}).options.watch == cli::Duration{60 * second}));
    BOOST_TEST((type({"--watch", "-s"}).options.watch == cli::Duration{2 * second}));
    BOOST_TEST(type({"--", "--watch"}).options.files == std::vector<std::string>{"--watch"},
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_typed_leaves_the_defaults) {
    const auto t = type({});
    BOOST_TEST(!t.status);
    BOOST_TEST(t.options.name == "nobody");
    BOOST_TEST(t.options.files.empty());
    BOOST_TEST(!t.options.every.has_value());
}

BOOST_AUTO_TEST_CASE(values_come_in_every_usual_spelling) {
    for (const auto& words : std::vector<std::vector<const char*>>{
             {"-n", "12"}, {"-n12"}, {"--count", "12"}, {"--count=12"}, {"-sn12"}, {"-sn", "12"}}) {
        const auto t = type(words);
        BOOST_TEST(!t.status);
        BOOST_TEST(t.options.count == 12u);
    }
}

BOOST_AUTO_TEST_CASE(each_kind_of_value_reaches_its_member) {
    const auto t = type({"-f", "json", "--every", "1m30s", "--from", "2.5", "--target", "80%", "-s"});
    BOOST_TEST(!t.status);
    BOOST_TEST((t.options.format == toy::Format::json));
    BOOST_TEST(t.options.every->ns == 90'000'000'000);
    BOOST_TEST(t.options.from->ns() == 2'500'000'000);
    BOOST_TEST(t.options.target.value() == 80.0);
    BOOST_TEST(t.options.strict);
}

BOOST_AUTO_TEST_CASE(the_last_one_of_a_single_option_counts) {
    BOOST_TEST(type({"-n", "1", "-n", "2"}).options.count == 2u);
}

BOOST_AUTO_TEST_CASE(a_repeatable_option_takes_one_word_each_time) {
    const auto t = type({"-t", "a", "file", "-t", "b,c"});
    BOOST_TEST(!t.status);
    BOOST_TEST(t.options.tags == (std::vector<std::string>{"a", "b,c"}), boost::test_tools::per_element());
    BOOST_TEST(t.options.files == (std::vector<std::string>{"file"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(words_are_files_even_if_they_look_special) {
    const auto t = type({"-", "[a,b]", "{}", "a=b", "--", "--strict", "-x"});
    BOOST_TEST(!t.status);
    BOOST_TEST(t.options.files == (std::vector<std::string>{"-", "[a,b]", "{}", "a=b", "--strict", "-x"}),
               boost::test_tools::per_element());
    BOOST_TEST(!t.options.strict);
}

BOOST_AUTO_TEST_CASE(a_value_may_begin_with_a_dash_or_bracket) {
    BOOST_TEST(type({"--name", "-x"}).options.name == "-x");
    BOOST_TEST(type({"--name", "-"}).options.name == "-");
    BOOST_TEST(type({"--name", "[x]"}).options.name == "[x]");
    BOOST_TEST(type({"--name=a=b"}).options.name == "a=b");
}

BOOST_AUTO_TEST_SUITE_END()
