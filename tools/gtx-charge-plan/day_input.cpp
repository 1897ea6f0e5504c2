// SPDX-License-Identifier: MIT
#include "tools/gtx-charge-plan/day_input.hpp"

#include <algorithm>

#include "tools/common/message.hpp"
#include "tools/gtx-charge-plan/files.hpp"

namespace gtx::charge_plan_tool {

namespace {

using MaybeSeries = std::optional<plan::Series>;

/// An empty series where no file is named.
Result<MaybeSeries> power_table(const std::string& path, std::vector<std::string> columns) {
    if (path.empty()) return MaybeSeries(plan::Series());
    return read_table(path, {.kind = plan::SeriesKind::power, .columns = std::move(columns)});
}

/// True if the first line that is no comment has letters, and a column to sell among them.
bool has_sell_column(std::string_view text) {
    while (text.starts_with('#')) text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    const auto heading = text.substr(0, text.find('\n'));
    return heading.find("sell") != heading.npos || heading.find("export") != heading.npos;
}

struct Tables {
    plan::Series buy, sell, load, pv;
};

Result<std::optional<Tables>> read_tables(const Options& o) {
    GTX_TRY(const auto prices, read_all(o.prices));
    auto buy = table_in(prices, o.prices, {.kind = plan::SeriesKind::price, .columns = {"buy", "price"}});
    MaybeSeries sell = plan::Series();
    if (has_sell_column(prices))
        sell = table_in(prices, o.prices, {.kind = plan::SeriesKind::price, .columns = {"sell", "export"}});
    GTX_TRY(auto load, power_table(o.load, {}));
    GTX_TRY(auto pv, power_table(o.pv, {}));
    if (!buy || !sell || !load || !pv) return std::optional<Tables>();
    return std::optional(Tables{std::move(*buy), std::move(*sell), std::move(*load), std::move(*pv)});
}

Result<bool> take_slots(const Given& given, plan::DayWish& wish) {
    GTX_TRY(const auto tables, read_tables(given.options));
    if (!tables) return false;
    plan::SlotSources sources{
        .buy = tables->buy, .sell = tables->sell, .load = tables->load, .pv = tables->pv};
    const auto& o = given.options;
    sources.files = {name_of(o.prices), name_of(o.prices), name_of(o.load), name_of(o.pv)};
    // A state that was known within the prices is where the plan begins: at the slot it lies in.
    if (const auto t = given.state.time; t.known() && !tables->buy.empty() && t < tables->buy.back().end)
        sources.from = std::max(t, tables->buy.front().begin);
    auto slots = plan::slots_of(sources);
    if (!slots) cli::error("{}", slots.error().message());
    if (slots) wish.slots = *std::move(slots);
    return slots.has_value();
}

Result<bool> take_decided(const Options& o, plan::DayWish& wish) {
    if (o.replan.empty()) return true;
    GTX_TRY(const auto earlier,
            read_table(o.replan, {.kind = plan::SeriesKind::price, .columns = {"soc_end"}}));
    if (!earlier) return false;
    for (const auto& row : *earlier) wish.decided.push_back({row.end, Percent(row.value)});
    return true;
}

void take_options(const Given& given, plan::DayWish& wish) {
    const auto& o = given.options;
    const auto packs = given.packs();
    wish.battery = plan::battery_of(packs, given.temperature());
    if (o.efficiency)
        wish.battery.charge_efficiency = wish.battery.discharge_efficiency = fraction(o.efficiency->value);
    wish.soc = plan::soc_of(packs);
    if (o.reserve) wish.reserve = o.reserve->value;
    wish.wear = o.wear.value_or(0);
    wish.end_value = o.end_value;
    wish.import_max = o.grid;
    wish.export_max = o.export_max;
    wish.charge_from_grid = wish.sell_from_battery = !o.keep;
    for (const auto t : o.full_by) wish.full_by.push_back({t, pack::full_soc, {}});
    wish.last_full = o.last_full;
}

} // namespace

Result<std::optional<plan::DayWish>> day_wish(const Given& given) {
    plan::DayWish wish;
    take_options(given, wish);
    GTX_TRY(const bool slots, take_slots(given, wish));
    if (!slots) return std::optional<plan::DayWish>();
    GTX_TRY(const bool decided, take_decided(given.options, wish));
    if (!decided) return std::optional<plan::DayWish>();
    return std::optional(std::move(wish));
}

} // namespace gtx::charge_plan_tool
