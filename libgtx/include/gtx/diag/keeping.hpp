// SPDX-License-Identifier: MIT
/// \file
/// When an inverter keeps what it was told, and when a bus is too quiet: said once, for findings about what
/// is seen now and about what was recorded.
#pragma once

#include "gtx/base/export.hpp"
#include "gtx/base/units.hpp"

namespace gtx::diag {

namespace limit {

inline constexpr double over_share = 0.10; ///< of a current limit; proposal: meters of both sides differ
inline constexpr Amps over_current{1};     ///< and at least so much; also what counts as no current; proposal
inline constexpr Volts over_voltage{0.5};  ///< above the charge voltage limit; proposal
inline constexpr double silence_s = 5;     ///< five periods of the usual second; proposal
inline constexpr double keep_alive_s = 10; ///< field: senders stop after 10 to 30 s without; proposal

} // namespace limit

/// How far `flows` is above `allowed`, both magnitudes in one direction, if by more than 10 % and 1 A; else
/// 0.
GTX_API Amps beyond(Amps flows, Amps allowed) noexcept;
/// True for a voltage above the charge voltage limit by more than 0.5 V.
GTX_API bool is_beyond(Volts voltage, Volts charge_voltage_limit) noexcept;
/// True for a magnitude of current that is more than none.
GTX_API bool is_current(Amps flows) noexcept;

} // namespace gtx::diag
