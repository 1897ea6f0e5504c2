// SPDX-License-Identifier: MIT
// States as JSON, CSV and words: every key as it is promised, and nothing where nothing is known.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/state/write.hpp"
#include "tests/support/snapshots.hpp"

using namespace gtx;
using namespace gtx::state;

namespace {

std::string json(const Snapshot& s) {
    std::string out;
    append_json(out, s);
    return out;
}
std::string csv(const Snapshot& s) {
    std::string out;
    append_csv(out, s);
    return out;
}
std::string words(const Snapshot& s) {
    std::string out;
    append_text(out, s);
    return out;
}
std::string heading() {
    std::string out;
    append_csv_heading(out);
    return out;
}
bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
/// The fields of a CSV line; none of those here is quoted.
std::vector<std::string> fields(std::string line) {
    BOOST_REQUIRE(!line.empty() && line.back() == '\n');
    line.back() = ',';
    std::vector<std::string> all;
    for (std::size_t at = 0; at < line.size();) {
        const auto end = line.find(',', at);
        all.push_back(line.substr(at, end - at));
        at = end + 1;
    }
    return all;
}

// As the design lists them, power behind current.
constexpr std::string_view keys[] = {"t",
                                     "source",
                                     "dialect",
                                     "name",
                                     "packs",
                                     "soc_pct",
                                     "soh_pct",
                                     "voltage_V",
                                     "current_A",
                                     "power_W",
                                     "temperature_degC",
                                     "charge_voltage_limit_V",
                                     "charge_current_limit_A",
                                     "discharge_current_limit_A",
                                     "discharge_voltage_limit_V",
                                     "charge_enabled",
                                     "discharge_enabled",
                                     "force_charge",
                                     "full_charge_request",
                                     "contact_prohibit_charge",
                                     "contact_prohibit_discharge",
                                     "remaining_Ah",
                                     "capacity_Ah",
                                     "cycles",
                                     "cell_min_V",
                                     "cell_max_V",
                                     "cell_temp_min_degC",
                                     "cell_temp_max_degC",
                                     "mode",
                                     "alarms",
                                     "protections",
                                     "faults",
                                     "leds"};

} // namespace

BOOST_AUTO_TEST_CASE(what_is_not_known_is_absent_in_json) {
    BOOST_TEST(json({}) == "{}\n");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_empty_in_csv) {
    const auto row = fields(csv({}));
    BOOST_TEST(row.size() == std::size(keys));
    for (const auto& field : row) BOOST_TEST(field == "");
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_not_in_the_words) {
    BOOST_TEST(words({}) == "\n");
}

BOOST_AUTO_TEST_CASE(a_value_that_is_no_number_is_not_known) {
    Snapshot s;
    s.soc = Percent(50);
    s.voltage = Volts(std::nan(""));
    s.current = Amps(std::numeric_limits<double>::infinity());
    s.pack.emplace_back().cells = {Volts(std::nan("")), Volts(3.3)};
    BOOST_TEST(json(s) == "{\"soc_pct\":50,\"pack\":[{\"cells_V\":[null,3.3]}]}\n");
    BOOST_TEST(!has(csv(s), "nan"));
    BOOST_TEST(!has(words(s), "nan"));
    BOOST_TEST(words(s) == "SOC 50 %\n");
}

BOOST_AUTO_TEST_CASE(power_is_absent_unless_voltage_and_current_are_known) {
    Snapshot s;
    s.voltage = Volts(50);
    BOOST_TEST(!has(json(s), "power_W"));
    s.current = Amps(-2.5);
    BOOST_TEST(json(s) == "{\"voltage_V\":50.0,\"current_A\":-2.5,\"power_W\":-125}\n");
}

BOOST_AUTO_TEST_CASE(a_full_state_is_one_json_object) {
    const std::string values = R"("soc_pct":69.5,"soh_pct":98,"voltage_V":53.01,"current_A":-40.4,)";
    const std::string limits =
        R"("temperature_degC":22.7,"charge_voltage_limit_V":56.5,"charge_current_limit_A":280.0,)"
        R"("discharge_current_limit_A":397.6,"discharge_voltage_limit_V":48.0,"charge_enabled":true,)"
        R"("discharge_enabled":false,"force_charge":false,"full_charge_request":true,)"
        R"("contact_prohibit_charge":false,"contact_prohibit_discharge":true,"remaining_Ah":386.2,)"
        R"("capacity_Ah":560,"cycles":123,"cell_min_V":3.301,"cell_max_V":3.325,"cell_temp_min_degC":-1.5,)"
        R"("cell_temp_max_degC":23.0,"mode":"discharging","alarms":["cell_overvoltage","imbalance"],)"
        R"("protections":[],"faults":["internal"],"leds":"---#12#3")";
    const std::string expected =
        R"({"t":1700000000.123456,"source":"can0","dialect":"sofar","name":"AMASS","packs":2,)" + values +
        R"("power_W":-2141.6,)" + limits + R"(,"pack":[{"address":1,"serial":"BHU512025EPC21426162",)" +
        values + limits + R"(,"cells_V":[3.301,null,3.325],"temps_degC":[21.5,-1.0]},{"address":2}]})" + "\n";
    BOOST_TEST(json(test::full_snapshot()) == expected);
}

BOOST_AUTO_TEST_CASE(every_key_is_spelled_as_promised) {
    const auto text = json(test::full_snapshot());
    for (const auto key : keys) BOOST_TEST(has(text, '"' + std::string(key) + "\":"), key);
    for (const std::string_view key : {"pack", "address", "serial", "cells_V", "temps_degC"})
        BOOST_TEST(has(text, '"' + std::string(key) + "\":"), key);
    const auto columns = fields(heading());
    BOOST_TEST(columns == std::vector<std::string>(std::begin(keys), std::end(keys)),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_full_state_is_one_csv_row) {
    const auto row = fields(csv(test::full_snapshot()));
    BOOST_REQUIRE(row.size() == std::size(keys));
    BOOST_TEST(row[0] == "1700000000.123456");
    BOOST_TEST(row[7] == "53.01");
    BOOST_TEST(row[9] == "-2141.6");
    BOOST_TEST(row[15] == "1");
    BOOST_TEST(row[16] == "0");
    BOOST_TEST(row[28] == "discharging");
    BOOST_TEST(row[29] == "cell_overvoltage;imbalance");
    BOOST_TEST(row[30] == "");
    BOOST_TEST(row[32] == "---#12#3");
}

BOOST_AUTO_TEST_CASE(a_name_with_a_comma_is_quoted_in_csv) {
    Snapshot s;
    s.name = "A,\"B\"";
    BOOST_TEST(has(csv(s), ",\"A,\"\"B\"\"\","));
}

BOOST_AUTO_TEST_CASE(a_full_state_is_one_line_of_words) {
    const auto text = words(test::full_snapshot());
    BOOST_TEST(text.starts_with("1700000000.123456 can0 sofar AMASS"));
    BOOST_TEST(text.find('\n') == text.size() - 1);
    for (const std::string_view part :
         {"2 modules", "SOC 69.5 %", "53.01 V", "-40.4 A", "DISCHARGING NOT ALLOWED", "full charge requested",
          "alarms: cell_overvoltage, imbalance", "faults: internal", "discharging"})
        BOOST_TEST(has(text, part), part);
}
