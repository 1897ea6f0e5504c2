// SPDX-License-Identifier: MIT
// Sol-Ark low voltage: the maker's paper V1.3 (2023-01-20) and Battery-Emulator's SOL-ARK-LV-CAN. 11-bit,
// little endian, 500 kbit/s, once a second. Frames of other than eight bytes are not accepted.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/pylon_impl.hpp"

namespace gtx::dialect {

namespace sol_ark {

using namespace common;
using wire::Table;

constexpr std::string_view paper = "Sol-Ark V1.3, 2023-01-20, and Battery-Emulator SOL-ARK-LV-CAN";

/// A table of a frame that must have eight bytes.
constexpr Table eight(std::string_view name, std::span<const wire::Row> rows, std::string_view doc) {
    return {.name = name, .length = 8, .min_length = 8, .rows = rows, .doc = doc};
}

constexpr Table limits = eight("limits", limits_rows, "Limits for the inverter.");
constexpr Table soc_table = eight("state_of_charge", plain_soc_rows, "State of charge and of health.");

constexpr wire::Row either_way = [] {
    auto row = by(Evidence::inference, current);
    row.doc = "Current, taken as into the battery: the paper says that the sign varies by the maker.";
    return row;
}();
constexpr wire::Row tenths_rows[] = {by(Evidence::document, voltage_in_tenths), either_way, temperature};
constexpr Table measurements =
    eight("measurements", tenths_rows, "Voltage in 0.1 V, current and temperature.");
constexpr wire::Row hundredths_rows[] = {by(Evidence::inference, voltage), either_way, temperature};
constexpr Table measurements_in_hundredths =
    eight("measurements", hundredths_rows, "The same from senders that count the voltage in 0.01 V.");

constexpr auto alarm_rows = joined(pylon_condition_rows, pylon_module_rows, pylon_mark_rows);
constexpr Table alarms = eight(
    "alarms", alarm_rows, "Protections, alarms and modules as Pylontech has them; the last byte is zero.");

constexpr wire::Row request_rows[] = {
    charge_enabled,
    discharge_enabled,
    {.name = "force_charge_2",
     .bits = wire::bit(0, 5),
     .kind = Kind::flag,
     .target = to(Key::force_charge),
     .doc = "Charge now, second kind. Pylontech has the two the other way round."},
    {.name = "force_charge_1",
     .bits = wire::bit(0, 4),
     .kind = Kind::flag,
     .target = to(Key::force_charge),
     .doc = "Charge now, first kind."},
    by(Evidence::inference, full_charge_request),
};
constexpr Table requests = eight("requests", request_rows, "What the battery allows and asks for.");
constexpr Table name = eight("manufacturer", padded_name_rows, "The name of the battery.");
constexpr Table capacity = eight("installed_capacity", installed_rows, "Charge of the full battery.");

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<measurements>({.id = standard(0x356), .period_ms = 1000, .source = paper, .suits = tenths_356}),
    message<measurements_in_hundredths>({.id = standard(0x356),
                                         .period_ms = 1000,
                                         .source = "Pylontech, whose set it is",
                                         .suits = hundredths_356,
                                         .note = hundredths_note}),
    message<alarms>({.id = standard(0x359), .period_ms = 1000, .source = paper}),
    message<requests>({.id = standard(0x35C), .period_ms = 1000, .source = paper}),
    message<name>({.id = standard(0x35E), .period_ms = 1000, .source = paper}),
    message<capacity>({.id = standard(0x379), .period_ms = 1000, .source = paper}),
    message<keep_alive>(
        {.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
};

bool long_pn_359(Bytes b) {
    return b.size() == 8 && pn_359(b) && b[7] == 0;
}

constexpr Clue clues[] = {
    like_limits,
    like_soc,
    like_measurements,
    high_voltage,
    like_requests,
    {standard(0x356), long_tenths_356, 6, "0x356 has eight bytes and counts in 0.1 V"},
    {standard(0x359), long_pn_359, 6, "0x359 has eight bytes and ends in \"PN\" and zero"},
    {standard(0x35E), names<"PYLON">, -4, "0x35E names PYLON"},
    {standard(0x35A), nullptr, -6, "0x35A is there, which Sol-Ark does not have"},
    {standard(0x30F), nullptr, -4, "0x30F is there, which Sol-Ark does not have"},
    an_inverter,
};

} // namespace sol_ark

extern const Dialect sol_ark_dialect;
const Dialect sol_ark_dialect{
    .name = "sol-ark",
    .title = "Sol-Ark low voltage",
    .doc =
        "Pylontech's set in frames of eight bytes, with the voltage in 0.1 V. Shorter frames are refused, as "
        "the inverter refuses them. Which way current counts varies by the maker of the battery; it is taken "
        "as positive into it. The inverter answers each set with 0x305.",
    .verified = "paper and source code; no capture",
    .messages = sol_ark::messages,
    .clues = sol_ark::clues,
};

} // namespace gtx::dialect
