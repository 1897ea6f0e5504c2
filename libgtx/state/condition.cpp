// SPDX-License-Identifier: MIT
#include "gtx/state/condition.hpp"

#include <algorithm>
#include <iterator>

namespace gtx::state {

namespace {
constexpr std::string_view condition_names[] = {
    "general",
    "overvoltage",
    "undervoltage",
    "cell_overvoltage",
    "cell_undervoltage",
    "pack_overvoltage",
    "pack_undervoltage",
    "overtemperature",
    "undertemperature",
    "charge_overtemperature",
    "charge_undertemperature",
    "discharge_overtemperature",
    "discharge_undertemperature",
    "mosfet_overtemperature",
    "environment_overtemperature",
    "environment_undertemperature",
    "charge_overcurrent",
    "discharge_overcurrent",
    "short_circuit",
    "imbalance",
    "temperature_imbalance",
    "internal",
    "communication",
    "contactor",
    "precharge",
    "soft_start",
    "sensor",
    "reverse_polarity",
    "charge_lockout",
    "discharge_lockout",
    "soc_low",
    "shutdown_soon",
    "cell_failure",
};
static_assert(std::size(condition_names) == condition_count);
static_assert(static_cast<std::size_t>(Condition::cell_failure) + 1 == condition_count);
} // namespace

std::string_view name(Condition condition) noexcept {
    return condition_names[static_cast<std::size_t>(condition)];
}

std::string_view name(Severity severity) noexcept {
    constexpr std::string_view names[] = {"alarm", "protection", "fault"};
    return names[static_cast<std::size_t>(severity)];
}

std::optional<Condition> find_condition(std::string_view name) noexcept {
    const auto found = std::ranges::find(condition_names, name);
    if (found == std::end(condition_names)) return std::nullopt;
    return static_cast<Condition>(found - std::begin(condition_names));
}

} // namespace gtx::state
