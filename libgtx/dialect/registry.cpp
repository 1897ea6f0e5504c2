// SPDX-License-Identifier: MIT
// The list of dialects: each is declared, and has its place in the list.
#include "gtx/dialect/dialect.hpp"

#include <algorithm>

namespace gtx::dialect {

extern const Dialect sofar_dialect;
extern const Dialect sofar_extended_dialect;
extern const Dialect pylontech_dialect;
extern const Dialect victron_dialect;
extern const Dialect sma_dialect;
extern const Dialect dyness_dialect;
extern const Dialect growatt_dialect;
extern const Dialect daly_dialect;
extern const Dialect deye_dialect;
extern const Dialect discover_dialect;
extern const Dialect goodwe_dialect;
extern const Dialect luxpower_dialect;
extern const Dialect pytes_dialect;
extern const Dialect schneider_dialect;
extern const Dialect seplos_can_dialect;
extern const Dialect sol_ark_dialect;
extern const Dialect goodwe_hv_stranger;
extern const Dialect high_voltage_stranger;
extern const Dialect widened_stranger;
extern const Dialect nmea_stranger;

std::span<const Dialect* const> all() noexcept {
    // Where clues leave two equal, the earlier one is taken.
    static constexpr const Dialect* dialects[] = {
        &pylontech_dialect,      &victron_dialect,       &sma_dialect,        &sofar_dialect,
        &sofar_extended_dialect, &dyness_dialect,        &growatt_dialect,    &goodwe_dialect,
        &luxpower_dialect,       &sol_ark_dialect,       &seplos_can_dialect, &discover_dialect,
        &deye_dialect,           &pytes_dialect,         &schneider_dialect,  &daly_dialect,
        &goodwe_hv_stranger,     &high_voltage_stranger, &widened_stranger,   &nmea_stranger,
    };
    return dialects;
}

const Dialect* find(std::string_view name) noexcept {
    const auto found =
        std::ranges::find_if(all(), [&](const Dialect* d) { return d->decodable() && d->name == name; });
    return found == all().end() ? nullptr : *found;
}

} // namespace gtx::dialect
