// SPDX-License-Identifier: MIT
/// \file
/// What can be wrong with a battery: one list of names for all dialects.
///
/// The same condition may be an alarm (still operating, R-TERM-5), a protection (charging or discharging
/// stopped, R-TERM-6) or a fault (to be replaced, R-TERM-7).
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string_view>

#include "gtx/base/export.hpp"

namespace gtx::state {

enum class Condition : std::uint8_t {
    general,
    overvoltage, ///< of a cell or of the pack: the dialect does not say
    undervoltage,
    cell_overvoltage,
    cell_undervoltage,
    pack_overvoltage,
    pack_undervoltage,
    overtemperature, ///< charging or discharging: the dialect does not say
    undertemperature,
    charge_overtemperature,
    charge_undertemperature,
    discharge_overtemperature,
    discharge_undertemperature,
    mosfet_overtemperature,
    environment_overtemperature,
    environment_undertemperature,
    charge_overcurrent,
    discharge_overcurrent,
    short_circuit,
    imbalance,             ///< cell voltages too far apart
    temperature_imbalance, ///< cell temperatures too far apart
    internal,              ///< the BMS itself
    communication,         ///< between the packs or inside the BMS
    contactor,             ///< contactor or switch
    precharge,
    soft_start,
    sensor,
    reverse_polarity,
    charge_lockout,
    discharge_lockout,
    soc_low,
    shutdown_soon,
    cell_failure,
};
inline constexpr std::size_t condition_count = 33;

/// How much a condition matters.
enum class Severity : std::uint8_t { alarm, protection, fault };
inline constexpr std::size_t severity_count = 3;

/// "cell_overvoltage". Never fails.
GTX_API std::string_view name(Condition condition) noexcept;
/// "alarm", "protection", "fault". Never fails.
GTX_API std::string_view name(Severity severity) noexcept;
/// The condition of that name. Empty if there is none.
GTX_API std::optional<Condition> find_condition(std::string_view name) noexcept;

/// A set of conditions, in the order of the list.
class Conditions {
public:
    constexpr Conditions() = default;
    constexpr explicit Conditions(std::uint64_t bits) : bits_(bits) {}

    static constexpr Conditions of(Condition c) {
        return Conditions(std::uint64_t{1} << static_cast<unsigned>(c));
    }
    [[nodiscard]] constexpr bool has(Condition c) const { return (*this & of(c)).any(); }
    [[nodiscard]] constexpr bool any() const { return bits_ != 0; }
    [[nodiscard]] constexpr int count() const { return std::popcount(bits_); }
    [[nodiscard]] constexpr std::uint64_t bits() const { return bits_; }

    friend constexpr bool operator==(Conditions, Conditions) = default;
    friend constexpr Conditions operator|(Conditions a, Conditions b) {
        return Conditions(a.bits_ | b.bits_);
    }
    friend constexpr Conditions operator&(Conditions a, Conditions b) {
        return Conditions(a.bits_ & b.bits_);
    }
    /// What is in `a` and not in `b`.
    friend constexpr Conditions operator-(Conditions a, Conditions b) {
        return Conditions(a.bits_ & ~b.bits_);
    }

    /// Calls `visit(Condition)` for each, in the order of the list.
    template <class Visit>
    void each(Visit&& visit) const {
        for (auto rest = bits_; rest != 0; rest &= rest - 1)
            visit(static_cast<Condition>(std::countr_zero(rest)));
    }

private:
    std::uint64_t bits_ = 0;
};

} // namespace gtx::state
