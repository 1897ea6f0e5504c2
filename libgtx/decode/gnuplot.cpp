// SPDX-License-Identifier: MIT
// What goes into a picture: each state, by its time.
#include "decode/gnuplot_impl.hpp"

#include <algorithm>
#include <cmath>

#include "decode/gnuplot_script_impl.hpp"
#include "gtx/state/keys.hpp"

namespace gtx::decode {

namespace {

constexpr std::array<state::Key, lane_count> keys = {
    state::Key::soc,
    state::Key::voltage,
    state::Key::charge_voltage_limit,
    state::Key::discharge_voltage_limit,
    state::Key::current,
    state::Key::charge_current_limit,
    state::Key::discharge_current_limit,
    state::Key::temperature,
};

/// In thousandths, which hold what any dialect sends.
std::int32_t thousandths(double v) {
    constexpr double most = 2e9;
    return static_cast<std::int32_t>(std::lround(std::clamp(v * 1000, -most, most)));
}

std::uint64_t requests_of(const state::Values& v) {
    std::uint64_t bits = v.mode ? std::uint64_t{1} << static_cast<unsigned>(*v.mode) : 0;
    const auto set = [&](Request r, bool yes) {
        if (yes) bits |= std::uint64_t{1} << static_cast<unsigned>(r);
    };
    set(Request::charge_forbidden, !v.charge_enabled.value_or(true));
    set(Request::discharge_forbidden, !v.discharge_enabled.value_or(true));
    set(Request::force_charge, v.force_charge.value_or(false));
    set(Request::full_charge, v.full_charge_request.value_or(false));
    return bits;
}

void note_all(History& history, std::int64_t at, const state::Values& v) {
    for (std::size_t lane = 0; lane < keys.size(); ++lane)
        if (const auto value = state::find(keys[lane])->get(v); value && std::isfinite(*value))
            history.note(at, lane, thousandths(*value));
    for (std::size_t i = 0; i < state::severity_count; ++i)
        history.note_flags(at, i, v.conditions[i].value_or(state::Conditions{}).bits());
    history.note_flags(at, requests_set, requests_of(v));
}

bool has_something(const state::Values& v) {
    return std::ranges::any_of(keys, [&](auto key) { return state::find(key)->get(v).has_value(); }) ||
           std::ranges::any_of(v.conditions, [](const auto& c) { return c && c->any(); }) ||
           requests_of(v) != 0;
}

} // namespace

Portrait* Picture::find(std::size_t number, const state::Snapshot& state) {
    const auto at = std::ranges::find(portraits_, number, &Portrait::number);
    if (at != portraits_.end()) return &*at;
    if (portraits_.size() < most_batteries)
        return &portraits_.emplace_back(
            Portrait{number, state.source, state.dialect, History(lane_count, flag_sets, most_columns)});
    if (number >= left_out_.size()) left_out_.resize(number + 1);
    left_out_[number] = true;
    return nullptr;
}

bool Picture::take(std::size_t number, const state::Snapshot& state, bool changed) {
    if (axis_ == Axis::undecided) axis_ = state.time.known() ? Axis::time : Axis::order;
    if (axis_ == Axis::order) latest_ns_ = taken_++ << History::narrowest_bits;
    if (axis_ == Axis::time && state.time.known()) latest_ns_ = state.time.ns();
    const auto known = std::ranges::find(portraits_, number, &Portrait::number);
    if (!changed && known != portraits_.end() && known->history.is_in_newest(latest_ns_)) return true;
    if (!has_something(state)) return false;
    auto* portrait = find(number, state);
    if (portrait == nullptr) return true;
    portrait->dialect = state.dialect;
    note_all(portrait->history, latest_ns_, state);
    return true;
}

void Picture::append(std::string& out) const {
    const auto left_out = static_cast<std::size_t>(std::ranges::count(left_out_, true));
    append_gnuplot(out, portraits_, left_out, axis_ == Axis::time);
}

} // namespace gtx::decode
