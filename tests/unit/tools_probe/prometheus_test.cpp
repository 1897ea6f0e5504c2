// SPDX-License-Identifier: MIT
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "tests/unit/tools_probe/samples.hpp"
#include "tools/gtx-probe/prometheus.hpp"

namespace {

using namespace gtx;

std::string text_of(const state::Snapshot& s) {
    std::string out;
    probe_tool::append_prometheus(out, std::span(&s, 1));
    return out;
}

bool has(const std::string& text, std::string_view line) {
    return ("\n" + text).find("\n" + std::string(line) + "\n") != std::string::npos;
}

/// What is wrong with an exposition by the rules of its format; empty if nothing is.
std::string complaint(const std::string& text) {
    static const std::regex sample(
        R"re(([a-z_][a-z0-9_]*)\{([a-z]+="([^"\\\n]|\\[\\"n])*"(,[a-z]+="([^"\\\n]|\\[\\"n])*")*)\} -?[0-9]+(\.[0-9]+)?)re");
    std::istringstream lines(text);
    std::set<std::string> families, samples;
    std::string family;
    if (!text.ends_with('\n')) return "no line end";
    for (std::string line; std::getline(lines, line);) {
        std::smatch parts;
        if (line.starts_with("# HELP ")) {
            family = line.substr(7, line.find(' ', 7) - 7);
            if (!families.insert(family).second) return "family twice: " + line;
            std::getline(lines, line);
            if (line != "# TYPE " + family + " gauge") return "no type: " + line;
        } else if (!std::regex_match(line, parts, sample)) {
            return "no sample: " + line;
        } else if (parts[1] != family) {
            return "outside of its family: " + line;
        } else if (!samples.insert(line.substr(0, line.rfind(' '))).second) {
            return "sample twice: " + line;
        }
    }
    return {};
}

} // namespace

BOOST_AUTO_TEST_SUITE(prometheus)

BOOST_AUTO_TEST_CASE(the_check_of_this_test_sees_what_is_wrong) {
    const std::string head = "# HELP a_b C.\n# TYPE a_b gauge\n";
    BOOST_TEST(complaint(head + "a_b{x=\"1\"} 2\n") == "");
    BOOST_TEST(complaint(head + "a_b{x=\"1\"} 2") != "");
    BOOST_TEST(complaint(head + "a_b{x=\"\"1\"} 2\n") != "");
    BOOST_TEST(complaint(head + "a_b{x=\"1\"} nan\n") != "");
    BOOST_TEST(complaint(head + "c{x=\"1\"} 2\n") != "");
    BOOST_TEST(complaint(head + "a_b{x=\"1\"} 2\na_b{x=\"1\"} 3\n") != "");
    BOOST_TEST(complaint(head + head) != "");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_not_there) {
    const auto text = text_of({});
    BOOST_TEST(complaint(text) == "");
    BOOST_TEST(text.find("soc") == std::string::npos);
    BOOST_TEST(text.find("gtx_battery_mode") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_name_with_quotes_and_line_ends_stays_in_its_label) {
    auto s = samples::stack();
    s.name = "a\"b\\c\nd\xFF\x01\te";
    const auto text = text_of(s);
    BOOST_TEST(complaint(text) == "");
    BOOST_TEST(text.find("name=\"a\\\"b\\\\c\\nd\uFFFD\uFFFD\uFFFDe\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_value_that_is_no_number_is_left_out) {
    auto s = samples::stack();
    s.voltage = Volts(std::numeric_limits<double>::quiet_NaN());
    BOOST_TEST(text_of(s).find("gtx_battery_voltage") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_stack_is_told_with_units_in_the_names_and_packs_and_cells_as_labels) {
    const auto text = text_of(samples::stack());
    BOOST_TEST(complaint(text) == "");
    for (const auto* line :
         {"# HELP gtx_battery_soc_ratio State of charge.", "# TYPE gtx_battery_soc_ratio gauge",
          "gtx_battery_up{source=\"/dev/ttyUSB0\"} 1", "gtx_battery_soc_ratio{source=\"/dev/ttyUSB0\"} 0.55",
          "gtx_battery_current_amperes{source=\"/dev/ttyUSB0\"} -12",
          "gtx_battery_power_watts{source=\"/dev/ttyUSB0\"} -633.6",
          "gtx_battery_time_seconds{source=\"/dev/ttyUSB0\"} 1700000000.5",
          "gtx_pack_soc_ratio{source=\"/dev/ttyUSB0\",pack=\"3\"} 0.5",
          "gtx_cell_voltage_volts{source=\"/dev/ttyUSB0\",pack=\"2\",cell=\"16\"} 3.315",
          "gtx_pack_sensor_celsius{source=\"/dev/ttyUSB0\",pack=\"2\",sensor=\"2\"} 25.5",
          "gtx_battery_mode{source=\"/dev/ttyUSB0\",mode=\"discharging\"} 1",
          "gtx_battery_mode{source=\"/dev/ttyUSB0\",mode=\"charging\"} 0",
          "gtx_battery_conditions{source=\"/dev/ttyUSB0\",severity=\"alarm\"} 0"})
        BOOST_TEST(has(text, line), line);
    BOOST_TEST(text.find("sensor=\"3\"") == std::string::npos); // not known
}

BOOST_AUTO_TEST_CASE(a_raised_condition_is_counted_and_named) {
    auto s = samples::stack();
    s.conditions[1] = state::Conditions::of(state::Condition::cell_overvoltage);
    const auto text = text_of(s);
    BOOST_TEST(complaint(text) == "");
    BOOST_TEST(has(text, "gtx_battery_conditions{source=\"/dev/ttyUSB0\",severity=\"protection\"} 1"));
    BOOST_TEST(has(text, "gtx_battery_condition{source=\"/dev/ttyUSB0\",severity=\"protection\","
                         "condition=\"cell_overvoltage\"} 1"));
}

BOOST_AUTO_TEST_CASE(nobody_is_told_as_not_up) {
    state::Snapshot nobody;
    nobody.source = "can0";
    BOOST_TEST(text_of(nobody) == "# HELP gtx_battery_up 1 if the battery answered or was heard.\n"
                                  "# TYPE gtx_battery_up gauge\n"
                                  "gtx_battery_up{source=\"can0\"} 0\n");
}

BOOST_AUTO_TEST_CASE(two_sources_share_their_families) {
    auto other = samples::stack();
    other.source = "can0";
    const state::Snapshot both[] = {samples::stack(), other};
    std::string text;
    probe_tool::append_prometheus(text, both);
    BOOST_TEST(complaint(text) == "");
    BOOST_TEST(has(text, "gtx_battery_soc_ratio{source=\"can0\"} 0.55"));
    BOOST_TEST(has(text, "gtx_battery_soc_ratio{source=\"/dev/ttyUSB0\"} 0.55"));
}

BOOST_AUTO_TEST_SUITE_END()
