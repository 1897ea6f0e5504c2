// SPDX-License-Identifier: MIT
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/state/read.hpp"
#include "gtx/state/write.hpp"

using namespace gtx;
using namespace gtx::state;

namespace {

/// "line:column: why" of a text that must be refused.
std::string refused(std::string_view text) {
    const auto got = read_json(text);
    const auto* r = std::get_if<ReadRefusal>(&got);
    if (r == nullptr) return "was read";
    return std::to_string(r->line) + ":" + std::to_string(r->column) + ": " + r->why;
}

Snapshot read(std::string_view text) {
    auto got = read_json(text);
    BOOST_REQUIRE_MESSAGE(std::holds_alternative<Snapshot>(got), refused(text));
    return std::get<Snapshot>(std::move(got));
}

std::string written(const Snapshot& s) {
    std::string out;
    append_json(out, s);
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_is_no_object_is_refused_with_its_place) {
    BOOST_TEST(refused("") == "1:1: it ends where an object that begins with { is expected");
    BOOST_TEST(refused("\n [1]") == "2:2: expected an object that begins with {, not '['");
    BOOST_TEST(refused("{\"soc_pct\":5") == "1:13: it ends where a comma or } is expected");
    BOOST_TEST(refused("{} x") == "1:4: expected the end of the line, not 'x'");
    BOOST_TEST(refused("{\"a\" 1}") == "1:6: expected a colon, not '1'");
    BOOST_TEST(refused("{\"a\":1,}") == "1:8: expected a text in quotes, not '}'");
    BOOST_TEST(refused("{\"a\xff") == "1:5: it ends where the end of a text is expected");
}

BOOST_AUTO_TEST_CASE(a_value_of_another_kind_is_refused_with_its_place) {
    BOOST_TEST(refused(R"({"soc_pct":"5"})") == "1:12: expected a number, not '\"'");
    BOOST_TEST(refused(R"({"soc_pct":05})") == "1:13: expected a comma or }, not '5'");
    BOOST_TEST(refused(R"({"soc_pct":1e999})") == "1:12: expected a number that is finite, not '1e999'");
    BOOST_TEST(refused(R"({"soc_pct":NaN})") == "1:12: expected a number, not 'N'");
    BOOST_TEST(refused(R"({"cycles":1.5})") == "1:11: expected a whole number");
    BOOST_TEST(refused(R"({"charge_enabled":1})") == "1:19: expected true or false, not '1'");
    BOOST_TEST(refused(R"({"mode":"idle"})") == "1:9: expected a mode such as standby, not 'idle'");
    BOOST_TEST(refused(R"({"alarms":["hot"]})") ==
               "1:12: expected a condition such as cell_overvoltage, not 'hot'");
    BOOST_TEST(refused(R"({"leds":"#"})") == "1:9: expected eight letters of - # 1 2 3");
    BOOST_TEST(refused(R"({"name":"\x"})").starts_with("1:9: an escape"));
    BOOST_TEST(refused(R"({"name":"\ud800"})").starts_with("1:9: an escape"));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_there_twice_is_refused) {
    BOOST_TEST(refused(R"({"soc_pct":5,"soc_pct":6})") == "1:14: the key soc_pct is there twice");
}

BOOST_AUTO_TEST_CASE(what_is_nested_too_deep_or_too_long_is_refused) {
    const auto deep = "{\"x\":" + std::string(100000, '[');
    BOOST_TEST(refused(deep).ends_with("nested too deep"));
    BOOST_TEST(refused(std::string(longest_state + 1, ' ')).find("longer than") != std::string::npos);
    std::string many = R"({"pack":[{})";
    for (std::size_t i = 0; i < most_listed; ++i) many += ",{}";
    BOOST_TEST(refused(many + "]}").ends_with("more than 256 packs"));
}

BOOST_AUTO_TEST_CASE(an_empty_object_is_a_state_of_which_nothing_is_known) {
    BOOST_TEST(written(read(" {}\r\n")) == "{}\n");
}

BOOST_AUTO_TEST_CASE(unknown_keys_are_passed_over) {
    const auto s = read(R"({"new":{"a":[1,-2.5e3,"x\"y",null,true]},"power_W":7,"soc_pct":41.5})");
    BOOST_TEST(s.soc.value().value() == 41.5);
    BOOST_TEST(!s.power());
}

BOOST_AUTO_TEST_CASE(texts_have_their_escapes_undone) {
    BOOST_TEST(read(R"({"name":"a\"\\\/\n\u00e9\ud83d\ude00"})").name == "a\"\\/\n\xC3\xA9\xF0\x9F\x98\x80");
}

BOOST_AUTO_TEST_CASE(what_was_written_is_read_back_the_same) {
    const std::string line =
        R"({"t":1700000000.123456,"source":"can0","dialect":"sofar","name":"AMASS","packs":2,"soc_pct":49.99,)"
        R"("soh_pct":100,"voltage_V":52.88,"current_A":-1.5,"power_W":-79.32,"temperature_degC":25.3,)"
        R"("charge_enabled":true,"force_charge":false,"cycles":12,"mode":"standby","alarms":["imbalance"],)"
        R"("faults":[],"leds":"-#123---","pack":[{"address":2,"serial":"A","soc_pct":40,"cells_V":[3.3,null,3.301],)"
        R"("temps_degC":[25.0]}]})"
        "\n";
    BOOST_TEST(written(read(line)) == line);
}
