// SPDX-License-Identifier: MIT
// Discover AES with a Lynk II, protocol "Serial CAN": frames documented with their values in
// ryanpulley/DiscoverAEStoPylontech and ai-republic/bms-to-inverter. 11-bit, little endian, 500 kbit/s.
#include "gtx/dialect/dialect.hpp"

#include <array>
#include <iterator>

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/pylon_impl.hpp"

namespace gtx::dialect {

namespace discover {

using namespace common;
using wire::Table;

constexpr std::string_view examples = "ryanpulley/DiscoverAEStoPylontech, frames of an AES with their values";
constexpr std::string_view set = "ai-republic/bms-to-inverter, issue 107";

constexpr wire::Row limit_rows[] = {
    by(Evidence::capture, charge_voltage_limit), by(Evidence::source, charge_current_limit),
    by(Evidence::source, discharge_current_limit), by(Evidence::capture, discharge_voltage_limit)};
constexpr Table limits{.name = "limits",
                       .length = 8,
                       .min_length = 8,
                       .rows = limit_rows,
                       .doc =
                           "Limits for the inverter. The source calls 2820 at the currents 28.2 A; in 0.1 A, "
                           "as all others have it, it is 282.0 A."};

constexpr wire::Row charge_rows[] = {
    {.name = "capacity",
     .bits = wire::u16(0),
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .evidence = Evidence::capture,
     .doc = "Charge of the full battery."},
    {.name = "remaining",
     .bits = wire::u16(2),
     .unit = Unit::amp_hour,
     .target = to(Key::remaining),
     .evidence = Evidence::capture,
     .doc = "Charge left."},
};
constexpr Table charge{.name = "charge",
                       .length = 8,
                       .min_length = 4,
                       .rows = charge_rows,
                       .doc = "Charge of the full battery, and what is left of it."};

constexpr wire::Row soc_rows[] = {by(Evidence::capture, soc), by(Evidence::capture, soh)};
constexpr Table soc_table{.name = "state_of_charge",
                          .length = 8,
                          .min_length = 4,
                          .rows = soc_rows,
                          .doc = "State of charge and of health."};

constexpr wire::Row measurement_rows[] = {voltage_in_tenths, by(Evidence::source, current),
                                          by(Evidence::source, temperature)};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 6,
                             .rows = measurement_rows,
                             .doc = "Voltage in 0.1 V, current and temperature."};
constexpr wire::Row hundredths_rows[] = {by(Evidence::inference, voltage), by(Evidence::source, current),
                                         by(Evidence::source, temperature)};
constexpr Table measurements_in_hundredths{
    .name = "measurements",
    .length = 8,
    .min_length = 6,
    .rows = hundredths_rows,
    .doc = "The same from senders that count the voltage in 0.01 V, as all others do."};

/// SMA's pairs but the last, which would be in the byte that is not sent.
constexpr auto alarm_rows = [] {
    std::array<wire::Row, std::size(sma_alarm_rows) - 1> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = by(Evidence::inference, sma_alarm_rows[i]);
    return rows;
}();
constexpr Table alarms{.name = "alarms",
                       .length = 7,
                       .min_length = 7,
                       .rows = alarm_rows,
                       .doc = "Seven bytes, taken as the pairs of bits that SMA has: so read, the documented "
                              "frame raises none."};

constexpr wire::Row version_byte(int number) {
    return {.name = "firmware",
            .index = number,
            .bits = wire::u8(static_cast<unsigned>(number - 1)),
            .evidence = Evidence::inference,
            .doc = "A byte of the firmware version."};
}
constexpr wire::Row firmware_rows[] = {version_byte(1), version_byte(2), version_byte(3), version_byte(4)};
constexpr Table firmware{.name = "firmware",
                         .length = 4,
                         .min_length = 4,
                         .rows = firmware_rows,
                         .doc = "Firmware version, where Victron counts modules."};

constexpr wire::Row protocol_rows[] = {{.name = "protocol_version",
                                        .bits = wire::u16(0),
                                        .evidence = Evidence::inference,
                                        .doc = "Version of the protocol; 1 seen."}};
constexpr Table protocol{.name = "protocol",
                         .length = 4,
                         .min_length = 2,
                         .rows = protocol_rows,
                         .doc = "Version of the protocol, where Victron has the extremes of the cells."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = examples}),
    message<charge>({.id = standard(0x354), .period_ms = 1000, .source = examples}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = examples}),
    message<measurements>(
        {.id = standard(0x356), .period_ms = 1000, .source = examples, .suits = tenths_356}),
    message<measurements_in_hundredths>(
        {.id = standard(0x356),
         .period_ms = 1000,
         .source = "Victron, whose set it is like",
         .suits = hundredths_356,
         .note = "0x356 is read in 0.01 V, where Discover is known to count in 0.1 V"}),
    message<alarms>({.id = standard(0x35A), .period_ms = 1000, .source = examples}),
    message<name_table>({.id = standard(0x35E), .period_ms = 1000, .source = examples}),
    message<name_first>({.id = standard(0x370), .period_ms = 1000, .source = set}),
    message<name_last>({.id = standard(0x371), .period_ms = 1000, .source = set}),
    message<firmware>({.id = standard(0x372), .period_ms = 1000, .source = set}),
    message<protocol>({.id = standard(0x373), .period_ms = 1000, .source = set}),
    message<keep_alive>({.id = standard(0x305),
                         .flow = Flow::to_battery,
                         .period_ms = 1000,
                         .source = "as Victron; the examples have no inverter"}),
};

bool charge_354(Bytes b) {
    return b.size() >= 4 && word(b, 0) > 0 && word(b, 0) <= 10000 && word(b, 2) <= word(b, 0);
}
bool seven_bytes(Bytes b) {
    return b.size() == 7;
}

constexpr Clue clues[] = {
    like_limits,
    like_soc,
    like_measurements,
    high_voltage,
    {standard(0x354), charge_354, 5, "0x354 holds the capacity and what is left of it"},
    {standard(0x35E), names<"DISCOVER">, 6, "0x35E names DISCOVER"},
    {standard(0x356), tenths_356, 2, "0x356 counts in 0.1 V"},
    {standard(0x35A), seven_bytes, 2, "0x35A has seven bytes"},
    {standard(0x359), nullptr, -6, "0x359 is there, which Discover does not have"},
    an_inverter,
};

} // namespace discover

extern const Dialect discover_dialect;
const Dialect discover_dialect{
    .name = "discover",
    .title = "Discover AES",
    .doc =
        "What a Discover AES sends through its Lynk II: Victron's set with the voltage in 0.1 V, the charge "
        "in 0x354, and other contents of 0x372 and 0x373.",
    .verified = "documented frames with known values",
    .messages = discover::messages,
    .clues = discover::clues,
    .cadence = {.name = "DISCOVER",
                .source = "not known: once a second, as its relatives send, is an assumption"},
};

} // namespace gtx::dialect
