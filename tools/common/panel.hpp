// SPDX-License-Identifier: MIT
/// \file
/// A stack as the display of a pack shows it: LEDs, mode, voltages, currents, temperatures, limits, alarms,
/// dry contacts, and cells if wanted. At most 79 characters wide, for a terminal over SSH as for a file.
#pragma once

#include <optional>
#include <string>

#include "gtx/base/units.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::cli {

struct PanelOptions {
    bool redraw = false; ///< over the one before, on a terminal
    std::optional<Celsius> ambient;
    bool cells = false; ///< each cell and sensor: the highest with ^ behind it, the lowest with v
    /// Of a battery that was asked: where and in which dialect, and no line of which nothing is known.
    bool known_only = false;
    unsigned rows = 0; ///< of the terminal: what does not fit is cut, and told; 0: no end
};

/// The rows of the terminal behind `fd`; 0 if it is none.
unsigned terminal_rows(int fd);

/// Appends the panel. Flashing LEDs are drawn as they are at the time of the state, patterns beginning at
/// full seconds of 4 (R-LED: the longest pattern).
void append_panel(std::string& out, const state::Snapshot& snapshot, const PanelOptions& options);

/// "2026-01-01 00:00:00" of a time stamp in UTC.
std::string date_text(Timestamp t);

} // namespace gtx::cli
