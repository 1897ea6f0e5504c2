// SPDX-License-Identifier: MIT
// Daly, 29-bit identifiers: the maker's paper "Daly CAN Communications Protocol V1.0" (2019-06-11), and the
// programs that read real ones (dbus-serialbattery, maland16/daly-bms-uart, whose payloads are the same). Big
// endian, 250 kbit/s, only when asked.
#include "gtx/dialect/dialect.hpp"

#include <array>

#include "dialect/common/clues_impl.hpp"
#include "dialect/daly/errors_impl.hpp"

namespace gtx::dialect {

namespace daly {

using wire::Table;

constexpr std::string_view paper = "Daly CAN V1.0, 2019-06-11";

constexpr wire::Row number(std::string_view name, wire::Bits bits, std::string_view doc) {
    return {.name = name, .bits = bits, .doc = doc};
}
constexpr wire::Row said(std::string_view name, wire::Bits bits, wire::Scale scale, Unit unit,
                         wire::Target target, std::string_view doc) {
    return {.name = name, .bits = bits, .scale = scale, .unit = unit, .target = target, .doc = doc};
}

constexpr wire::Row measurement_rows[] = {
    said("voltage", wire::u16_be(0), {.den = 10}, Unit::volt, to(Key::voltage), "Sum of the cell voltages."),
    said("gathered_voltage", wire::u16_be(2), {.den = 10}, Unit::volt, {},
         "Voltage measured at the battery; 0 where it is not."),
    by(Evidence::source,
       said("current", wire::u16_be(4), {.num = -1, .den = 10, .bias = 30000}, Unit::amp, to(Key::current),
            "Current into the battery. The paper does not say which way it counts, and programs disagree: "
            "taken "
            "as dbus-serialbattery has it, more than 30000 is a discharge.")),
    [] {
        auto row = said("soc", wire::u16_be(6), {.den = 10}, Unit::percent, to(Key::soc), "State of charge.");
        row.range = {0, 100};
        return row;
    }()};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 8,
                             .rows = measurement_rows,
                             .doc = "Voltage, current and state of charge."};

constexpr wire::Row cell_volts(std::string_view name, unsigned byte, wire::Target target,
                               std::string_view doc) {
    auto row = said(name, wire::u16_be(byte), {.den = 1000}, Unit::volt, target, doc);
    row.range = {0, 6};
    return row;
}
constexpr wire::Row voltage_rows[] = {
    cell_volts("cell_max", 0, to(Key::cell_max), "Highest cell voltage."),
    number("cell_max_number", wire::u8(2), "Number of the highest cell."),
    cell_volts("cell_min", 3, to(Key::cell_min), "Lowest cell voltage."),
    number("cell_min_number", wire::u8(5), "Number of the lowest cell."),
};
constexpr Table voltages{.name = "cell_voltage_extremes",
                         .length = 8,
                         .min_length = 6,
                         .rows = voltage_rows,
                         .doc = "The highest and the lowest cell."};

constexpr wire::Row degrees(std::string_view name, unsigned byte, wire::Target target, std::string_view doc) {
    return said(name, wire::u8(byte), {.bias = -40}, Unit::celsius, target, doc);
}
constexpr wire::Row temperature_rows[] = {
    degrees("cell_temp_max", 0, to(Key::cell_temp_max), "Highest temperature."),
    number("cell_temp_max_number", wire::u8(1), "Number of the hottest sensor."),
    degrees("cell_temp_min", 2, to(Key::cell_temp_min), "Lowest temperature."),
    number("cell_temp_min_number", wire::u8(3), "Number of the coldest sensor."),
};
constexpr Table temperatures{.name = "temperature_extremes",
                             .length = 8,
                             .min_length = 4,
                             .rows = temperature_rows,
                             .doc = "The hottest and the coldest sensor."};

constexpr wire::Label modes[] = {{0, "stationary", to(state::Mode::standby)},
                                 {1, "charging", to(state::Mode::charging)},
                                 {2, "discharging", to(state::Mode::discharging)}};
constexpr wire::Row closed(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name, .bits = wire::bit(byte, 0), .kind = Kind::flag, .target = to(key), .doc = doc};
}
constexpr wire::Row switch_rows[] = {
    {.name = "mode",
     .bits = wire::u8(0),
     .kind = Kind::choice,
     .labels = modes,
     .doc = "What the battery is doing."},
    closed("charge_switch", 1, Key::charge_enabled,
           "The switch for charging is closed; that this allows charging is inferred."),
    closed("discharge_switch", 2, Key::discharge_enabled,
           "The switch for discharging is closed; that this allows discharging is inferred."),
    number("life", wire::u8(3), "Counts from 0 to 255 and again."),
    said("remaining", wire::u32_be(4), {.den = 1000}, Unit::amp_hour, to(Key::remaining), "Charge left."),
};
constexpr Table switches{.name = "switches",
                         .length = 8,
                         .min_length = 8,
                         .rows = switch_rows,
                         .doc = "What the battery is doing, its switches, and the charge left."};

constexpr wire::Row status_rows[] = {
    number("cells", wire::u8(0), "Cells in series."),
    number("sensors", wire::u8(1), "Temperature sensors."),
    closed("charger_connected", 2, Key::none, "A charger is connected."),
    closed("load_connected", 3, Key::none, "A load is connected."),
    number("inputs", wire::bit(4, 0, 4), "Digital inputs 1 to 4, a bit each."),
    number("outputs", wire::bit(4, 4, 4), "Digital outputs 1 to 4, a bit each."),
    by(Evidence::source, said("cycles", wire::u16_be(5), {}, Unit::none, to(Key::cycles),
                              "Charge cycles so far. Reserved in the paper; real ones fill it.")),
};
constexpr Table status{.name = "status",
                       .length = 8,
                       .min_length = 5,
                       .rows = status_rows,
                       .doc = "How many cells and sensors there are, and what is connected."};

// The paper counts frames from 0. The programs that read real ones count from 1.
constexpr wire::Row first_page = [] {
    auto row = by(Evidence::source, number("frame", wire::u8(0),
                                           "Number of the frame, from 1. The paper has it "
                                           "from 0; then its first frame is not read."));
    row.fill = 1;
    row.selects = true;
    return row;
}();
constexpr unsigned cells_a_frame = 3;
constexpr unsigned most_cells_sent = 48;
constexpr auto cell_rows = [] {
    std::array<wire::Row, 1 + most_cells_sent> rows{};
    rows[0] = first_page;
    for (unsigned i = 0; i < most_cells_sent; ++i) {
        auto row = cell_volts("cell", 1 + 2 * (i % cells_a_frame), to(Key::cell_voltage, i),
                              "Voltage of a cell; 0 where there is none.");
        row.index = static_cast<int>(i + 1);
        row.range = {0.001, 6};
        row.invalid = 0;
        row.when = i / cells_a_frame + 1;
        rows[i + 1] = row;
    }
    return rows;
}();
constexpr Table cells{.name = "cells",
                      .length = 8,
                      .min_length = 7,
                      .rows = cell_rows,
                      .doc = "Three cell voltages in each of up to 16 frames."};

constexpr unsigned sensors_a_frame = 7;
constexpr unsigned most_sensors = 21;
constexpr auto sensor_rows = [] {
    std::array<wire::Row, 1 + most_sensors> rows{};
    rows[0] = first_page;
    for (unsigned i = 0; i < most_sensors; ++i) {
        auto row = degrees("temperature", 1 + i % sensors_a_frame, to(Key::cell_temperature, i),
                           "Temperature of a sensor; raw 0 where there is none.");
        row.index = static_cast<int>(i + 1);
        row.invalid = 0;
        row.when = i / sensors_a_frame + 1;
        rows[i + 1] = row;
    }
    return rows;
}();
constexpr Table sensors{.name = "temperatures",
                        .length = 8,
                        .min_length = 2,
                        .rows = sensor_rows,
                        .doc = "Seven temperatures in each of up to 3 frames."};

constexpr wire::Row balance_rows[] = {
    number("balancing", {0, 48}, "A bit for each cell that is being balanced, the lowest cell 1.")};
constexpr Table balance{.name = "balance",
                        .length = 8,
                        .min_length = 6,
                        .rows = balance_rows,
                        .doc = "Which cells are being balanced."};

constexpr Table errors{.name = "errors",
                       .length = 8,
                       .min_length = 8,
                       .rows = error_rows,
                       .doc = "What is wrong: of two levels the first is an alarm, the second a protection."};

constexpr Table query{.name = "query", .length = 8, .doc = "Somebody asks; eight zeros."};

/// What BMS 1 answers to an "upper computer", and what that asks.
constexpr IdPattern answer(std::uint32_t data) {
    return {.value = 0x18004001 | data << 16, .extended = true};
}
constexpr IdPattern asked(std::uint32_t data) {
    return {.value = 0x18000140 | data << 16, .extended = true};
}
constexpr Message ask(std::uint32_t data) {
    auto m = message<query>({.flow = Flow::to_battery, .source = paper});
    m.id = asked(data);
    return m;
}
constexpr Message messages[] = {
    message<measurements>({.id = answer(0x90), .source = paper}),
    message<voltages>({.id = answer(0x91), .source = paper}),
    message<temperatures>({.id = answer(0x92), .source = paper}),
    message<switches>({.id = answer(0x93), .source = paper}),
    message<status>({.id = answer(0x94), .source = paper}),
    message<cells>({.id = answer(0x95), .source = paper}),
    message<sensors>({.id = answer(0x96), .source = paper}),
    message<balance>({.id = answer(0x97), .source = paper}),
    message<errors>({.id = answer(0x98), .source = paper}),
    ask(0x90),
    ask(0x91),
    ask(0x92),
    ask(0x93),
    ask(0x94),
    ask(0x95),
    ask(0x96),
    ask(0x97),
    ask(0x98),
};

bool measurements_90(Bytes b) {
    if (b.size() != 8 || word_be(b, 0) < 100 || word_be(b, 0) > 1000) return false;
    return word_be(b, 4) >= 20000 && word_be(b, 4) <= 40000 && word_be(b, 6) <= 1000;
}
bool voltages_91(Bytes b) {
    return b.size() >= 6 && word_be(b, 3) >= 1500 && word_be(b, 0) >= word_be(b, 3) && word_be(b, 0) <= 4500;
}

constexpr Clue clues[] = {
    {answer(0x90), measurements_90, 6, "0x18904001 holds voltage, current and SOC"},
    {answer(0x91), voltages_91, 4, "0x18914001 holds the extremes of the cells"},
    {answer(0x93), nullptr, 2, "0x18934001 is there"},
    {answer(0x95), nullptr, 2, "0x18954001 is there"},
    {answer(0x98), nullptr, 2, "0x18984001 is there"},
    {asked(0x90), nullptr, 0, "0x18900140 asks a Daly BMS", true},
};

} // namespace daly

extern const Dialect daly_dialect;
const Dialect daly_dialect{
    .name = "daly",
    .title = "Daly (29-bit)",
    .doc = "What a Daly BMS with address 1 answers when it is asked; others on the same bus are not read. It "
           "sends "
           "nothing by itself, so a simulated one is silent.",
    .verified =
        "paper and source code that disagree on frame numbers and on the sign of the current; no capture",
    .messages = daly::messages,
    .clues = daly::clues,
    .cadence = {.spacing_ms = 0, .source = "the paper: nothing is sent that was not asked for"},
    .bit_rate = 250000,
};

} // namespace gtx::dialect
