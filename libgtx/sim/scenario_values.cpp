// SPDX-License-Identifier: MIT
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/base/time_text.hpp"
#include "gtx/pack/pack.hpp"
#include "sim/scenario_impl.hpp"

namespace gtx::sim::scenario {
namespace {

/// A unit by one of its spellings; a value in it times 10^exponent is a value in the base unit.
struct UnitName {
    std::string_view name;
    int exponent = 0;
};
using Units = std::span<const UnitName>;

constexpr UnitName watts[] = {{"W"}, {"w"}, {"kW", 3}, {"kw", 3}, {"KW", 3}};
constexpr UnitName amps[] = {{"A"}, {"a"}};
constexpr UnitName degrees[] = {{""}, {"C"}, {"c"}, {"degC"}, {"degc"}, {"°C"}, {"°c"}};
constexpr UnitName percent[] = {{""}, {"%"}, {"pct"}};
constexpr UnitName percent_as_fraction[] = {{"", -2}, {"%", -2}, {"pct", -2}};
constexpr UnitName volts[] = {{"V"}, {"v"}};
constexpr UnitName ohms[] = {{"ohm"}, {"Ohm"}, {"Ω"}, {"mohm", -3}, {"mOhm", -3}, {"mΩ", -3}};

/// What a number may be, in its base unit.
struct Measure {
    Units units;
    double low;
    double high;
};
// Bounds of ours: what no bench and no house exceeds.
constexpr Measure power{watts, 0, 1e6};
constexpr Measure current{amps, 0, 1e4};
constexpr Measure temperature{degrees, coldest.value(), hottest.value()};
constexpr Measure soc{percent, 0, 100};
constexpr Measure voltage{volts, 0, 100};
constexpr Measure fraction{percent_as_fraction, 0, 1};
constexpr Measure resistance{ohms, 1e-6, 1e6};
constexpr std::int64_t longest_press = 3600 * second;

constexpr std::string_view number_letters = "0123456789.-";

/// `digits` · 10^exponent, rounded once. Plain decimals only.
std::optional<double> scaled(std::string_view digits, int exponent) {
    if (digits.find_first_not_of(number_letters) != std::string_view::npos) return {};
    return text::parse_number(fmt::format("{}e{}", digits, exponent));
}

/// `500W`, or `500 W` in two words. How many words it takes; 0: it is none.
std::size_t read_measure(Words words, const Measure& measure, double& out) {
    const auto find = [&](std::string_view s) {
        return std::ranges::find(measure.units, s, &UnitName::name);
    };
    const auto none = measure.units.end();
    const auto digits = std::min(words[0].find_first_not_of(number_letters), words[0].size());
    const bool apart = digits == words[0].size() && words.size() > 1 && find(words[1]) != none;
    const auto unit = find(apart ? words[1] : words[0].substr(digits));
    if (unit == none) return 0;
    const auto value = scaled(words[0].substr(0, digits), unit->exponent);
    if (!value || *value < measure.low || *value > measure.high) return 0;
    out = *value + 0.0; // no negative zero
    return apart ? 2 : 1;
}

template <const Measure& measure>
std::size_t read_number(Words words, Captures& c) {
    double value = 0;
    const auto taken = read_measure(words, measure, value);
    if (taken != 0) c.add(value);
    return taken;
}

std::size_t add_time(std::optional<std::int64_t> ns, std::int64_t least, std::int64_t most, Captures& c) {
    if (!ns || *ns < least || *ns > most) return 0;
    c.add(static_cast<double>(*ns) / 1e9);
    return 1;
}
std::size_t read_hold(Words words, Captures& c) {
    return add_time(text::parse_duration(words[0]), 1, longest_press, c);
}
std::size_t read_span(Words words, Captures& c) {
    return add_time(text::parse_duration(words[0]), 1, latest, c);
}
std::size_t read_clock(Words words, Captures& c) {
    return add_time(parse_clock(words[0]), 0, day, c);
}

/// A number from 1 to `most` as an index from 0.
bool read_index(std::string_view word, std::size_t most, std::size_t& out) {
    const auto number = text::parse_integer(word);
    if (!number || *number < 1 || *number > static_cast<std::int64_t>(most)) return false;
    out = static_cast<std::size_t>(*number) - 1;
    return true;
}
std::size_t read_pack(Words words, Captures& c) {
    return read_index(words[0], most_packs, c.pack) ? 1 : 0;
}
std::size_t read_pack_or_all(Words words, Captures& c) {
    if (words[0] != "all") return read_pack(words, c);
    c.pack = all_packs;
    return 1;
}
std::size_t read_other(Words words, Captures& c) {
    return read_index(words[0], most_packs, c.index) ? 1 : 0;
}
std::size_t read_cell_or_sensor(Words words, Captures& c) {
    return read_index(words[0], pack::Pack::most_cells, c.index) ? 1 : 0;
}

/// `2-3`: the cable between neighbours is that of the first.
std::size_t read_joint(Words words, Captures& c) {
    const auto dash = words[0].find('-');
    std::size_t next = 0;
    if (dash == std::string_view::npos || !read_index(words[0].substr(0, dash), most_packs, c.pack)) return 0;
    return read_index(words[0].substr(dash + 1), most_packs, next) && next == c.pack + 1 ? 1 : 0;
}

constexpr std::string_view open_or_closed = "open|closed";
std::size_t read_open_or_closed(Words words, Captures& c) {
    const auto closed = find_choice(open_or_closed, words[0]);
    if (closed) c.add(*closed == 0 ? 0 : 1);
    return closed ? 1 : 0;
}

template <bool amps_too>
std::size_t read_flow(Words words, Captures& c) {
    return read_amount(words, amps_too, c.amount);
}

std::size_t read_seed(Words words, Captures& c) {
    const auto number = text::parse_integer(words[0]);
    if (!number || *number < 0) return 0;
    c.index = static_cast<std::size_t>(*number);
    return 1;
}

std::size_t read_file_name(Words words, Captures& c) {
    c.file = words[0];
    return 1;
}

/// The shortest plain decimals that read as the same double.
std::string plain(double value) {
    char digits[400];
    return {digits, std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed).ptr};
}

/// Plain decimals times a hundred, by moving the point: 0.6 gives 60, and reads back as exactly the same.
std::string as_percent(std::string digits) {
    auto point = std::min(digits.find('.'), digits.size());
    if (point < digits.size()) digits.erase(point, 1);
    point += 2;
    if (digits.size() < point) digits.resize(point, '0');
    if (digits.size() > point) digits.insert(point, 1, '.');
    while (digits.size() > 1 && digits[0] == '0' && digits[1] != '.') digits.erase(0, 1);
    return digits;
}

void write_celsius(std::string& out, const Captures& c, std::size_t& number) {
    (out += plain(c.numbers[number++])) += 'C';
}
void write_soc(std::string& out, const Captures& c, std::size_t& number) {
    (out += plain(c.numbers[number++])) += '%';
}
void write_volts(std::string& out, const Captures& c, std::size_t& number) {
    (out += plain(c.numbers[number++])) += 'V';
}
void write_seed(std::string& out, const Captures& c, std::size_t&) {
    out += std::to_string(c.index);
}
void write_fraction(std::string& out, const Captures& c, std::size_t& number) {
    (out += as_percent(plain(c.numbers[number++]))) += '%';
}
void write_ohms(std::string& out, const Captures& c, std::size_t& number) {
    (out += plain(c.numbers[number++])) += "ohm";
}
void write_duration(std::string& out, const Captures& c, std::size_t& number) {
    text::append_duration(out, nanoseconds(Seconds(c.numbers[number++])));
}
void write_clock(std::string& out, const Captures& c, std::size_t& number) {
    append_clock(out, nanoseconds(Seconds(c.numbers[number++])));
}
void write_open_or_closed(std::string& out, const Captures& c, std::size_t& number) {
    out += choice(open_or_closed, c.numbers[number++] != 0 ? 1 : 0);
}
void write_pack(std::string& out, const Captures& c, std::size_t&) {
    out += c.pack == all_packs ? "all" : std::to_string(c.pack + 1);
}
void write_index(std::string& out, const Captures& c, std::size_t&) {
    out += std::to_string(c.index + 1);
}
void write_joint(std::string& out, const Captures& c, std::size_t&) {
    out += fmt::format("{}-{}", c.pack + 1, c.pack + 2);
}
void write_file_name(std::string& out, const Captures& c, std::size_t&) {
    out += c.file;
}
void write_flow(std::string& out, const Captures& c, std::size_t&) {
    if (const auto* a = std::get_if<Amps>(&c.amount.value)) {
        (out += plain(a->value())) += 'A';
        return;
    }
    const auto w = std::get<Watts>(c.amount.value).value();
    out += w == 0 ? "off" : plain(w) + 'W';
}

constexpr Slot slots[] = {
    {"POWER|CURRENT|off", "a power up to 1000kW or a current up to 10000A such as 500W or 10A, or off",
     read_flow<true>, write_flow},
    {"POWER|off", "a power up to 1000kW such as 500W, or off", read_flow<false>, write_flow},
    {"TEMPERATURE", "a temperature from -60C to 120C", read_number<temperature>, write_celsius},
    {"HOLD", "a duration up to 1h such as 4s", read_hold, write_duration},
    {"DURATION", "a duration such as 10s, 1h30m or 30d", read_span, write_duration},
    {"HH:MM", "a time of day such as 03:00", read_clock, write_clock},
    {"SOC", "a state of charge from 0% to 100%", read_number<soc>, write_soc},
    {"SHARE", "a percentage from 0% to 100%", read_number<soc>, write_soc},
    {"VOLTAGE", "a voltage up to 100V such as 54V", read_number<voltage>, write_volts},
    {"SEED", "a whole number from 0", read_seed, write_seed},
    {"PACK", "the number of a pack from 1 to 8", read_pack, write_pack},
    {"PACK|all", "the number of a pack from 1 to 8, or all", read_pack_or_all, write_pack},
    {"CELL", "the number of a cell from 1 to 32", read_cell_or_sensor, write_index},
    {"SENSOR", "the number of a sensor from 1 to 32", read_cell_or_sensor, write_index},
    {"JOINT", "two packs in a row such as 2-3", read_joint, write_joint},
    {"OTHER", "the number of a pack from 1 to 8", read_other, write_index},
    {"FILE", "the name of a file", read_file_name, write_file_name},
    {"PERCENT", "a percentage from 0% to 100%", read_number<fraction>, write_fraction, true},
    {"RESISTANCE", "a resistance such as 50mohm or 2ohm", read_number<resistance>, write_ohms, true},
    {open_or_closed, "open or closed", read_open_or_closed, write_open_or_closed, true},
};

} // namespace

const Slot* find_slot(std::string_view usage_word) {
    const auto* found = std::ranges::find(slots, usage_word, &Slot::name);
    return found == std::end(slots) ? nullptr : found;
}

std::size_t read_amount(Words words, bool amps_too, Amount& out) {
    if (words[0] == "off") {
        out = Amount{};
        return 1;
    }
    double value = 0;
    if (const auto taken = read_measure(words, power, value)) {
        out.value = Watts(value);
        return taken;
    }
    const auto taken = amps_too ? read_measure(words, current, value) : 0;
    if (taken != 0) out.value = Amps(value);
    return taken;
}

} // namespace gtx::sim::scenario
