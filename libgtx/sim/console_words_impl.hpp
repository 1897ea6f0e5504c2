// SPDX-License-Identifier: MIT
/// \file
/// Values of a state as a console writes them: whole mV, mA and thousandths of a degree, a word for a state,
/// `-` for what is not known.
#pragma once

#include <cmath>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/time.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::sim::console {

inline constexpr std::string_view unknown = "-";

/// A value times 1000, as a whole number.
template <class T>
std::string thousandths(const std::optional<T>& value) {
    return value ? std::to_string(std::llround(value->value() * 1000)) : std::string(unknown);
}
template <class T>
std::string whole(const std::optional<T>& value) {
    return value ? std::to_string(std::llround(value->value())) : std::string(unknown);
}

/// "Charge", "Dischg", "Idle".
std::string_view base_state(const state::Values& v);
/// "Normal"; "High" and "Low" for alarms, "OV", "UV" and their like for protections. The recordings show
/// Normal only; the others are a proposal, after the letters of their list "Protect ENA".
std::string_view voltage_state(const state::Values& v);
std::string_view current_state(const state::Values& v);
std::string_view temperature_state(const state::Values& v);
/// "2026-01-01 00:00:00".
std::string date(Timestamp time);

} // namespace gtx::sim::console
