// SPDX-License-Identifier: MIT
// What a console prints as keys and values, with the keys and widths of the recordings
// (PLCHome/ioBroker.pylontech, data/us). What a simulated pack does not know is left out: that has happened
// in the field with every change of firmware.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "gtx/base/version.hpp"
#include "gtx/pack/ratings.hpp"
#include "sim/console_text_impl.hpp"
#include "sim/console_words_impl.hpp"

namespace gtx::sim::console {

namespace {

constexpr std::string_view rule = " ----------------------------";
constexpr auto one_key = " {:<16}: {:<12}{}";
constexpr auto one_word = " {:<16}: {:<8}";

const state::Pack& pack_of(const Asked& asked) {
    return asked.state.pack[asked.pack - 1];
}

void print_pack(const Asked& asked, Text& text) {
    const auto& p = pack_of(asked);
    const auto value = [&](std::string_view key, const std::string& v, std::string_view unit) {
        text.lines.push_back(fmt::format(one_key, key, v, unit));
    };
    const auto word = [&](std::string_view key, std::string_view v) {
        text.lines.push_back(fmt::format(one_word, key, v));
    };
    text.lines = {std::string(rule), fmt::format(" Power  {}", asked.pack), ""};
    value("Voltage", thousandths(p.voltage), "mV");
    value("Current", thousandths(p.current), "mA");
    value("Temperature", thousandths(p.temperature), "mC");
    value("Coulomb", whole(p.soc), "%");
    value("Total Coulomb", thousandths(p.capacity), "mAH");
    value("Max Voltage", thousandths(std::optional(pack::charge_voltage_max)), "mV");
    value("Charge Times", p.cycles ? std::to_string(*p.cycles) : std::string(unknown), "");
    word("Basic Status", base_state(p));
    word("Volt Status", voltage_state(p));
    word("Current Status", current_state(p));
    word("Tmpr. Status", temperature_state(p));
    word("Coul. Status", "Normal");
    word("Soh. Status", "Normal");
    word("Heater Status", "OFF");
    value("Bat Events", "0x0", "");
    value("Power Events", "0x0", "");
    value("System Fault", p.mode == state::Mode::fault ? "0x1" : "0x0", "");
    text.lines.emplace_back(rule);
}

void print_power(const Asked& asked, Text& text) {
    if (!asked.named) return print_packs(asked, text);
    print_pack(asked, text);
}

void print_help(const Asked&, Text& text);

// A pack that is not named is pack 1, where the console is.
constexpr Command commands[] = {
    {"bat", "bat [pack]", "cells of a pack", print_cells},
    {"help", "help", "this list", print_help},
    {"info", "info [pack]", "what a pack is", print_info},
    {"pwr", "pwr [pack]", "all packs in a table, or one as a list", print_power},
    {"soh", "soh [pack]", "health of the cells of a pack", print_health},
    {"stat", "stat [pack]", "counters of a pack", print_counters},
    {"time", "time", "the clock", print_time},
};

void print_help(const Asked&, Text& text) {
    text.paged = true;
    text.lines.emplace_back("Local command:");
    for (const auto& c : commands) text.lines.push_back(fmt::format("{:<10}{} - {}", c.name, c.doc, c.usage));
    for (const auto* line :
         {"", "pack      a number from 1 on, 1 is the master", "", "Units:", "Volt      mV",
          "Curr      mA, positive while charging", "Tempr     thousandths of a degree Celsius",
          "Coulomb   % or mAH", "-         not known", "Absent    no pack", "",
          "What changes the pack is not there."})
        text.lines.emplace_back(line);
}

} // namespace

void print_info(const Asked& asked, Text& text) {
    const auto& p = pack_of(asked);
    const auto add = [&](std::string_view key, std::string_view value) {
        text.lines.push_back(fmt::format("{:<20}: {}", key, value));
    };
    text.line_end = "\r\n\r";
    add("Device address", std::to_string(asked.pack));
    add("Manufacturer", asked.state.name);
    add("Device name", "GTX2500");
    add("Main Soft version", "gtx " GTX_VERSION);
    add("Barcode", p.serial);
    text.lines.emplace_back();
    add("Specification",
        fmt::format("{}V/{}AH", pack::nominal_voltage.value(), pack::nominal_capacity.value()));
    add("Cell Number", std::to_string(p.cells.size()));
    add("Max Dischg Curr", thousandths(std::optional(-pack::discharge_current_max)) + "mA");
    add("Max Charge Curr", thousandths(std::optional(pack::charge_current_max)) + "mA");
}

void print_counters(const Asked& asked, Text& text) {
    const auto& p = pack_of(asked);
    const auto add = [&](std::string_view key, const std::string& value) {
        text.lines.push_back(fmt::format("{:<16}:{:>9}", key, value));
    };
    text.lines.push_back(fmt::format("{:<16} {:>9}", "Device address", asked.pack));
    add("CYCLE Times", p.cycles ? std::to_string(*p.cycles) : std::string(unknown));
    add("SOH", whole(p.soh));
    add("Pwr Percent", whole(p.soc));
    add("Pwr Coulomb",
        p.remaining ? fmt::format("{:.0f}", p.remaining->value() * 3.6e6) : std::string(unknown));
}

void print_time(const Asked& asked, Text& text) {
    text.lines.push_back("Ds3231 " + date(asked.state.time));
}

const Command* find_command(std::string_view name) noexcept {
    const auto* found = std::ranges::find(commands, name, &Command::name);
    return found == std::end(commands) ? nullptr : found;
}

} // namespace gtx::sim::console
