// SPDX-License-Identifier: MIT
/// \file
/// The keys of a state, each said once: name, unit, decimals, and the member it stands for.
///
/// The text of a key is its name and its unit, the unit being that of the member's type.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/base/units.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::state {

/// Every value of a state that a message can carry. The numbers may change between versions.
enum class Key : std::uint16_t {
    none,
    // numbers and yes/no, in the order of gtx-formats(5)
    packs,
    soc,
    soh,
    voltage,
    current,
    temperature,
    charge_voltage_limit,
    charge_current_limit,
    discharge_current_limit,
    discharge_voltage_limit,
    charge_enabled,
    discharge_enabled,
    force_charge,
    full_charge_request,
    contact_prohibit_charge,
    contact_prohibit_discharge,
    remaining,
    capacity,
    cycles,
    cell_min,
    cell_max,
    cell_temp_min,
    cell_temp_max,
    mode,
    // texts and lists
    name,
    serial,
    address,
    cell_voltage,
    cell_temperature,
};

/// How a value is written.
enum class Form : std::uint8_t { number, integer, flag, mode };

/// One key of a state that has one value.
struct KeyRow {
    Key key{};
    std::string_view name;
    Unit unit = Unit::none;
    Form form = Form::number;
    std::uint8_t min_decimals = 0;
    std::uint8_t max_decimals = 0;
    std::string_view doc;
    /// The value, without value if not known. Modes and flags come as their number.
    std::optional<double> (*get)(const Values&) = nullptr;
    /// Sets it, or makes it unknown.
    void (*set)(Values&, std::optional<double>) = nullptr;
};

/// The rows of all keys in Values, in the order in which they are written.
GTX_API std::span<const KeyRow> key_rows() noexcept;
/// The row of a key; null for keys that have none (packs, texts and lists).
GTX_API const KeyRow* find(Key key) noexcept;
/// "soc_pct".
GTX_API std::string key_text(const KeyRow& row);

} // namespace gtx::state
