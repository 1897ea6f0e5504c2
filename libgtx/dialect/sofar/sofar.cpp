// SPDX-License-Identifier: MIT
// Sofar general low voltage ("AMASS"), 11-bit, little endian, 500 kbit/s, once a second.
//
// The paper (V2.1.003) is not public. The layout is that of senders which work with Sofar inverters
// (CommandPoint, Daly2Sofar), and of Sofar's own register list; what is concluded by likeness says so.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/sofar/sofar_impl.hpp"

namespace gtx::dialect {

namespace sofar {

using wire::Table;

constexpr std::string_view senders =
    "crodar33/CommandPoint and Daly2Sofar, which work with HYD6000-ES inverters";

constexpr wire::Row limit_rows[] = {
    by(Evidence::source, charge_voltage_limit), by(Evidence::source, charge_current_limit),
    by(Evidence::source, discharge_current_limit), by(Evidence::source, discharge_voltage_limit)};
constexpr Table limits{
    .name = "limits", .length = 8, .min_length = 6, .rows = limit_rows, .doc = "Limits for the inverter."};

constexpr wire::Row measurement_rows[] = {by(Evidence::source, voltage), by(Evidence::source, current),
                                          by(Evidence::source, temperature), by(Evidence::source, cycles_6)};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 6,
                             .rows = measurement_rows,
                             .doc = "Voltage, current, temperature and cycles."};

constexpr wire::Row tenths_rows[] = {voltage_in_tenths, by(Evidence::source, current),
                                     by(Evidence::source, temperature), by(Evidence::source, cycles_6)};
constexpr Table measurements_in_tenths{.name = "measurements",
                                       .length = 8,
                                       .min_length = 6,
                                       .rows = tenths_rows,
                                       .doc = "The same from senders that count the voltage in 0.1 V."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = senders}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = senders}),
    message<measurements>(
        {.id = standard(0x356), .period_ms = 1000, .source = senders, .suits = hundredths_356}),
    message<measurements_in_tenths>({.id = standard(0x356),
                                     .period_ms = 1000,
                                     .source = "the extended protocol, which counts so",
                                     .suits = tenths_356,
                                     .note = tenths_note}),
    message<modules>({.id = standard(0x359), .period_ms = 1000, .source = senders}),
    message<alarms>({.id = standard(0x35A), .period_ms = 1000, .source = senders}),
    message<events>({.id = standard(0x35B), .period_ms = 1000, .source = "Daly2Sofar"}),
    message<name_table>({.id = standard(0x35E), .period_ms = 1000, .source = senders}),
    message<info>({.id = standard(0x35F), .period_ms = 1000, .source = senders}),
    message<request>({.id = standard(0x30F), .period_ms = 1000, .source = senders}),
    message<keep_alive>({.id = standard(0x305),
                         .flow = Flow::to_battery,
                         .period_ms = 1000,
                         .source = "capture at a Sofar ME3000SP, setfirelabs.com"}),
};

bool request_30f(Bytes b) {
    return b.size() == 8 && b[0] <= 3 && b[1] <= 3 && is_zero(b.subspan(2));
}

constexpr Clue clues[] = {
    has_limits,
    has_soc,
    has_measurements,
    high_voltage,
    {standard(0x30F), request_30f, 3, "0x30F holds a request to the inverter"},
    {standard(0x359), plain_359, 2, "0x359 counts modules and holds no alarms"},
    {standard(0x35A), nullptr, 1, "0x35A is there"},
    {standard(0x35F), nullptr, 1, "0x35F is there"},
    {standard(0x35E), names<"AMASS">, 4, "0x35E names AMASS"},
    {standard(0x35E), names<"SOFAR">, 4, "0x35E names SOFAR"},
    {standard(0x359), pn_359, -4, "0x359 ends in \"PN\""},
    {standard(0x70D), nullptr, -6, "0x70D is there, which only Dyness sends"},
    {standard(0x35E), names<"DYNESS">, -4, "0x35E names DYNESS"},
    {standard(0x35E), names<"PYLON">, -4, "0x35E names PYLON"},
    {standard(0x372), nullptr, -4, "0x372 is there, which Sofar does not have"},
    {standard(0x305), keep_alive_305, 0, "0x305 holds zeros: an inverter is there", true},
};

} // namespace sofar

extern const Dialect sofar_dialect;
const Dialect sofar_dialect{
    .name = "sofar",
    .title = "Sofar general low voltage (AMASS)",
    .doc = "What Sofar hybrid inverters understand as GENERAL or AMASS. Which of it a GTX2500 sends is not "
           "published: no capture of one is public. The layout is that of senders known to work.",
    .verified = "source code reported to work; test vectors; no capture",
    .messages = sofar::messages,
    .clues = sofar::clues,
};

} // namespace gtx::dialect
