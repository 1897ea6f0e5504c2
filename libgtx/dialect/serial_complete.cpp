// SPDX-License-Identifier: MIT
// What a stack is, worked out of its packs.
#include <algorithm>
#include <optional>

#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::dialect {

namespace {

using state::Pack;
using state::Snapshot;
using state::Values;

template <class T>
using Member = std::optional<T> Values::*;

/// The values of those packs that say theirs.
template <class T>
std::vector<T> said(const std::vector<Pack>& packs, Member<T> member) {
    std::vector<T> all;
    for (const auto& p : packs)
        if (p.*member) all.push_back(*(p.*member));
    return all;
}

template <class T>
double sum(const std::vector<T>& all) {
    double total = 0;
    for (const auto& v : all) total += v.value();
    return total;
}

template <class T>
void mean(Snapshot& s, Member<T> member) {
    const auto all = said(s.pack, member);
    if (!(s.*member) && !all.empty()) s.*member = T(sum(all) / static_cast<double>(all.size()));
}

/// Only if all packs say theirs: a part of a sum is no sum.
template <class T>
void total(Snapshot& s, Member<T> member) {
    const auto all = said(s.pack, member);
    if (!(s.*member) && !all.empty() && all.size() == s.pack.size()) s.*member = T(sum(all));
}

template <class T>
void least(Snapshot& s, Member<T> member) {
    const auto all = said(s.pack, member);
    if (!(s.*member) && !all.empty()) s.*member = *std::ranges::min_element(all);
}

template <class T>
void most(Snapshot& s, Member<T> member) {
    const auto all = said(s.pack, member);
    if (!(s.*member) && !all.empty()) s.*member = *std::ranges::max_element(all);
}

void any(Snapshot& s, Member<bool> member) {
    const auto all = said(s.pack, member);
    if (!(s.*member) && !all.empty()) s.*member = std::ranges::find(all, true) != all.end();
}

void unite_conditions(Snapshot& s) {
    for (std::size_t i = 0; i < state::severity_count; ++i) {
        if (s.conditions[i]) continue;
        for (const auto& p : s.pack)
            if (p.conditions[i])
                s.conditions[i] = s.conditions[i].value_or(state::Conditions{}) | *p.conditions[i];
    }
}

std::optional<Percent> soc_by_charge(const Values& v) {
    if (!v.remaining || !v.capacity || v.capacity->value() <= 0) return std::nullopt;
    return Percent(std::clamp(100 * v.remaining->value() / v.capacity->value(), 0.0, 100.0));
}

/// The mean of a percentage over the packs that say theirs, by their capacity if all of those say it.
void mean_by_capacity(Snapshot& s, Member<Percent> member) {
    if (s.*member) return;
    double weighed = 0;
    double weight = 0;
    for (const auto& p : s.pack) {
        if (!(p.*member)) continue;
        if (!p.capacity || p.capacity->value() <= 0) {
            mean(s, member);
            return;
        }
        weighed += (p.*member)->value() * p.capacity->value();
        weight += p.capacity->value();
    }
    if (weight > 0) s.*member = Percent(weighed / weight);
}

/// The least and the greatest of a list, where they are not said.
template <class T>
void extremes(const std::vector<std::optional<T>>& list, std::optional<T>& low, std::optional<T>& high) {
    std::optional<T> least_known;
    std::optional<T> most_known;
    for (const auto& v : list) {
        if (!v) continue;
        if (!least_known || *v < *least_known) least_known = v;
        if (!most_known || *v > *most_known) most_known = v;
    }
    if (!low) low = least_known;
    if (!high) high = most_known;
}

/// A pack's temperature is the mean of its cells'.
void mean_temperature(Pack& p) {
    std::vector<Celsius> known;
    for (const auto& t : p.temperatures)
        if (t) known.push_back(*t);
    if (!p.temperature && !known.empty())
        p.temperature = Celsius(sum(known) / static_cast<double>(known.size()));
}

void complete_pack(Pack& p) {
    if (!p.soc) p.soc = soc_by_charge(p);
    extremes(p.cells, p.cell_min, p.cell_max);
    extremes(p.temperatures, p.cell_temp_min, p.cell_temp_max);
    mean_temperature(p);
}

/// One mode of all packs, if they agree.
void common_mode(Snapshot& s) {
    const auto all = said(s.pack, &Values::mode);
    if (s.mode || all.size() != s.pack.size() || all.empty()) return;
    if (std::ranges::all_of(all, [&](auto mode) { return mode == all.front(); })) s.mode = all.front();
}

void complete_limits(Snapshot& s) {
    least(s, &Values::charge_voltage_limit);
    most(s, &Values::discharge_voltage_limit);
    total(s, &Values::charge_current_limit);
    total(s, &Values::discharge_current_limit);
    any(s, &Values::charge_enabled);
    any(s, &Values::discharge_enabled);
    any(s, &Values::force_charge);
    any(s, &Values::full_charge_request);
    any(s, &Values::contact_prohibit_charge);
    any(s, &Values::contact_prohibit_discharge);
}

void complete_measurements(Snapshot& s) {
    mean(s, &Values::voltage);
    total(s, &Values::current);
    mean(s, &Values::temperature);
    total(s, &Values::remaining);
    total(s, &Values::capacity);
    if (!s.soc) s.soc = soc_by_charge(s);
    mean_by_capacity(s, &Values::soc);
    mean_by_capacity(s, &Values::soh);
    most(s, &Values::cycles);
    least(s, &Values::cell_min);
    most(s, &Values::cell_max);
    least(s, &Values::cell_temp_min);
    most(s, &Values::cell_temp_max);
}

} // namespace

void complete(state::Snapshot& state) {
    for (auto& p : state.pack) complete_pack(p);
    if (!state.packs && !state.pack.empty()) state.packs = static_cast<std::int64_t>(state.pack.size());
    complete_measurements(state);
    complete_limits(state);
    unite_conditions(state);
    common_mode(state);
}

} // namespace gtx::dialect
