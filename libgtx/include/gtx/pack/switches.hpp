// SPDX-License-Identifier: MIT
/// \file
/// The two switches between the cells of a pack and its terminals.
#pragma once

namespace gtx::pack {

/// True is closed. Each switch blocks one direction only: with `discharge` open a charge current still flows,
/// through its body diode (0.7 V), and the other way round. With both open nothing flows (R-TERM-4).
struct Switches {
    bool charge = false;
    bool discharge = false;

    friend constexpr bool operator==(Switches, Switches) = default;
};

} // namespace gtx::pack
