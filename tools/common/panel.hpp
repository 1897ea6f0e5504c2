// SPDX-License-Identifier: MIT
/// \file
/// A stack as the display of a pack shows it: LEDs, mode, voltages, currents, temperatures, limits, alarms,
/// dry contacts. At most 79 characters wide, for a terminal over SSH as for a file.
#pragma once

#include <optional>
#include <string>

#include "gtx/base/units.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::cli {

struct PanelOptions {
    bool redraw = false; ///< over the one before, on a terminal
    std::optional<Celsius> ambient;
};

/// Appends the panel. Flashing LEDs are drawn as they are at the time of the state, patterns beginning at
/// full seconds of 4 (R-LED: the longest pattern).
void append_panel(std::string& out, const state::Snapshot& snapshot, const PanelOptions& options);

/// "2026-01-01 00:00:00" of a time stamp in UTC.
std::string date_text(Timestamp t);

} // namespace gtx::cli
