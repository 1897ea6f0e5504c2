// SPDX-License-Identifier: MIT
#include "dialect/pylontech_console/high_voltage_impl.hpp"

#include <algorithm>
#include <charconv>

namespace gtx::dialect::console {

namespace {

/// `240V/74AH`: the voltage, 0 if it is none.
unsigned nominal_voltage(std::string_view specification) {
    unsigned volts = 0;
    std::from_chars(specification.data(), specification.data() + specification.size(), volts);
    return volts;
}

bool has_word(std::string_view line, std::string_view word) {
    const auto at = line.find(word);
    if (at == line.npos) return false;
    const bool begins = at == 0 || line[at - 1] == ' ';
    const auto end = at + word.size();
    return begins && (end == line.size() || line[end] == ' ');
}

} // namespace

bool is_high_voltage(const serial::ConsoleAnswer& answer) {
    constexpr std::string_view commands[] = {"unit", "sysinfo", "bmuinfo"};
    constexpr std::string_view headings[] = {"BVlow", "UVlow", "AH(mAH)", "CoulombAH"};
    constexpr unsigned most_volts = 60; // what counts as low voltage
    const auto command = std::string_view(answer.command).substr(0, answer.command.find(' '));
    if (answer.says == serial::ConsoleSays::completed || !answer.lines.empty())
        if (std::ranges::find(commands, command) != std::end(commands)) return true;
    return std::ranges::any_of(answer.lines, [&](const std::string& line) {
        const auto entry = serial::key_value(line);
        if (entry && (entry->first == "HistData Items" || entry->first == "EvenData Items")) return true;
        if (entry && entry->first == "Specification") return nominal_voltage(entry->second) > most_volts;
        return std::ranges::any_of(headings, [&](auto word) { return has_word(line, word); });
    });
}

} // namespace gtx::dialect::console
