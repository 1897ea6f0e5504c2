// SPDX-License-Identifier: MIT
// Slots of a day out of series whose rows begin at different times.
#include <algorithm>
#include <array>

#include "gtx/plan/series.hpp"

namespace gtx::plan {
namespace {

/// The row that holds at `t`; null if none does.
const Row* row_at(std::span<const Row> rows, Timestamp t) {
    const auto after = std::ranges::upper_bound(rows, t, {}, &Row::begin);
    if (after == rows.begin()) return nullptr;
    const auto& row = *(after - 1);
    return t < row.end ? &row : nullptr;
}

std::vector<Timestamp> edges_of(const SlotSources& s, Timestamp from, Timestamp to) {
    std::vector<Timestamp> edges = {from, to};
    for (const auto& rows : {s.buy, s.sell, s.load, s.pv})
        for (const auto& row : rows)
            for (const auto edge : {row.begin, row.end}) // where a series ends early, a slot has no value
                if (edge > from && edge < to) edges.push_back(edge);
    std::ranges::sort(edges);
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
}

/// A series with the words for it.
struct Source {
    std::span<const Row> rows;
    std::string_view what;
    std::string_view file;
};

/// The gap at `at` is behind a row, or before the first.
Error missing(const Source& s, Timestamp at) {
    const auto after = std::ranges::upper_bound(s.rows, at, {}, &Row::begin);
    const bool before_all = after == s.rows.begin();
    const auto& beside = before_all ? *after : *(after - 1);
    std::string context;
    if (!s.file.empty()) context = std::string(s.file) + ":" + std::to_string(beside.line) + ": ";
    ((context += "expected a row for ") += s.what) += " at ";
    append_date(context, at, beside.utc_offset);
    context += before_all ? "; this is the first" : "; this one ends ";
    if (!before_all && beside.end == at) context += "there";
    if (!before_all && beside.end != at) append_date(context, beside.end, beside.utc_offset);
    return {Errc::missing_value, std::move(context)};
}

Result<double> value_at(const Source& s, Timestamp t) {
    if (s.rows.empty()) return 0.0;
    const auto* row = row_at(s.rows, t);
    if (row == nullptr) return missing(s, t);
    return row->value;
}

} // namespace

Result<std::vector<DaySlot>> slots_of(const SlotSources& s) {
    if (s.buy.empty()) return Error{Errc::missing_value, "there are no prices to buy"};
    const auto from = s.from.known() ? s.from : s.buy.front().begin;
    const auto to = s.to.known() ? s.to : s.buy.back().end;
    if (!(from < to)) return Error{Errc::out_of_range, "the time to plan ends before it begins"};
    const auto edges = edges_of(s, from, to);
    std::vector<DaySlot> slots;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        DaySlot slot;
        slot.begin = edges[i];
        slot.width = Seconds(seconds_between(edges[i], edges[i + 1]));
        const auto* buy = row_at(s.buy, slot.begin);
        if (buy == nullptr) return missing({s.buy, "the price to buy", s.files.buy}, slot.begin);
        slot.buy = buy->value;
        slot.utc_offset = buy->utc_offset;
        GTX_TRY(slot.sell, value_at({s.sell, "the price to sell", s.files.sell}, slot.begin));
        GTX_TRY(const double load, value_at({s.load, "the load", s.files.load}, slot.begin));
        GTX_TRY(const double pv, value_at({s.pv, "the sun", s.files.pv}, slot.begin));
        slot.load = Watts(load);
        slot.pv = Watts(pv);
        slots.push_back(slot);
    }
    return slots;
}

} // namespace gtx::plan
