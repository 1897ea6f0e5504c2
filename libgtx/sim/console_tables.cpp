// SPDX-License-Identifier: MIT
// The tables of a console, each made of its columns. Headings, order and widths are those of the recordings
// of a stack of US5000, US2000C and US2KBPL (PLCHome/ioBroker.pylontech, data/us).
#include <array>
#include <span>

#include <fmt/format.h>

#include "sim/console_text_impl.hpp"
#include "sim/console_words_impl.hpp"
#include "sim/speaker_impl.hpp"

namespace gtx::sim::console {

namespace {

constexpr std::size_t rows_of_packs = 16;

/// A row: a pack, and a cell of it or of all.
struct Row {
    const state::Snapshot& state;
    const state::Pack& pack;
    std::size_t number = 0; ///< of the pack from 1, of the cell from 0
};

/// A column. Firmware gives some cells another width than their heading.
struct Column {
    std::string_view heading;
    int width;
    std::string (*cell)(const Row& row);
    int cell_width = 0; ///< 0: as the heading
};

std::string number(const Row& row) {
    return std::to_string(row.number);
}
std::string nothing(const Row&) {
    return std::string(unknown);
}
std::string normal(const Row&) {
    return "Normal";
}
template <auto member>
std::string thousandth(const Row& row) {
    return thousandths(row.pack.*member);
}
template <auto word>
std::string word_of_pack(const Row& row) {
    return std::string(word(row.pack));
}

using state::Values;

constexpr Column pack_columns[] = {
    {"Power", 6, number},
    {"Volt", 7, thousandth<&Values::voltage>},
    {"Curr", 7, thousandth<&Values::current>},
    {"Tempr", 7, thousandth<&Values::temperature>},
    {"Tlow", 7, thousandth<&Values::cell_temp_min>},
    {"Thigh", 7, thousandth<&Values::cell_temp_max>},
    {"Vlow", 7, thousandth<&Values::cell_min>},
    {"Vhigh", 7, thousandth<&Values::cell_max>},
    {"Base.St", 9, word_of_pack<base_state>},
    {"Volt.St", 9, word_of_pack<voltage_state>},
    {"Curr.St", 9, word_of_pack<current_state>},
    {"Temp.St", 9, word_of_pack<temperature_state>},
    {"Coulomb", 9, [](const Row& row) { return whole(row.pack.soc) + "%"; }},
    {"Time", 21, [](const Row& row) { return date(row.state.time); }},
    {"B.V.St", 9, word_of_pack<voltage_state>},
    {"B.T.St", 9, word_of_pack<temperature_state>},
    {"MosTempr", 9, nothing}, // not part of a state
    {"M.T.St", 8, nothing},
};

/// The temperature sensor of a cell: each stands for as many cells, in their order.
std::optional<Celsius> temperature_of(const Row& row) {
    const auto& sensors = row.pack.temperatures;
    if (sensors.empty() || row.pack.cells.empty()) return row.pack.temperature;
    return sensors[row.number * sensors.size() / row.pack.cells.size()];
}

std::string charge_of(const Row& row) {
    return thousandths(row.pack.remaining) + " mAH";
}

constexpr Column cell_columns[] = {
    {"Battery", 9, number},
    {"Volt", 9, [](const Row& row) { return thousandths(row.pack.cells[row.number]); }},
    {"Curr", 9, thousandth<&Values::current>},
    {"Tempr", 9, [](const Row& row) { return thousandths(temperature_of(row)); }},
    {"Base State", 13, word_of_pack<base_state>},
    {"Volt. State", 13, word_of_pack<voltage_state>},
    {"Curr. State", 13, word_of_pack<current_state>},
    {"Temp. State", 13, word_of_pack<temperature_state>},
    {"SOC", 13, [](const Row& row) { return whole(row.pack.soc) + "%"; }, 12},
    {"Coulomb", 13, charge_of, 15},
    {"BAL", 12, [](const Row&) { return std::string("N"); }, 1},
};

constexpr Column health_columns[] = {
    {"Battery", 11, number},
    {"Voltage", 11, [](const Row& row) { return thousandths(row.pack.cells[row.number]); }},
    {"SOHCount", 11, [](const Row&) { return std::string("0"); }},
    {"SOHStatus", 10, normal},
};

std::string heading(std::span<const Column> columns) {
    std::string line;
    for (const auto& c : columns) line += fmt::format("{:<{}}", c.heading, c.width);
    return line;
}

std::string line_of(std::span<const Column> columns, const Row& row) {
    std::string line;
    for (const auto& c : columns)
        line += fmt::format("{:<{}}", c.cell(row), c.cell_width != 0 ? c.cell_width : c.width);
    return line;
}

/// A place without pack: dashes up to B.T.St, and `Absent` as its state.
std::string absent(std::size_t number) {
    constexpr std::size_t shown = 16;
    std::string line = fmt::format("{:<{}}", number, pack_columns[0].width);
    for (const auto& c : std::span(pack_columns).first(shown).subspan(1))
        line += fmt::format("{:<{}}", c.heading == "Base.St" ? "Absent" : unknown, c.width);
    line.pop_back(); // the last is a blank shorter
    return line;
}

void print_rows(std::span<const Column> columns, const Asked& asked, Text& text) {
    const auto& pack = asked.state.pack[asked.pack - 1];
    text.lines.push_back(heading(columns));
    for (std::size_t i = 0; i < pack.cells.size(); ++i)
        text.lines.push_back(line_of(columns, {asked.state, pack, i}));
}

} // namespace

void print_packs(const Asked& asked, Text& text) {
    text.lines.push_back(heading(pack_columns));
    const auto& packs = asked.state.pack;
    for (std::size_t i = 0; i < rows_of_packs; ++i)
        text.lines.push_back(i < packs.size() && answers(packs[i])
                                 ? line_of(pack_columns, {asked.state, packs[i], i + 1})
                                 : absent(i + 1));
}

void print_cells(const Asked& asked, Text& text) {
    print_rows(cell_columns, asked, text);
}

void print_health(const Asked& asked, Text& text) {
    text.lines.push_back(fmt::format("Power   {}", asked.pack));
    print_rows(health_columns, asked, text);
}

} // namespace gtx::sim::console
