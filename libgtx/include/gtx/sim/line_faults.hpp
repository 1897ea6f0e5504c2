// SPDX-License-Identifier: MIT
/// \file
/// What goes wrong on a serial line. A scenario turns it on and off; SerialPack does it.
#pragma once

namespace gtx::sim {

/// What is wrong on the line. Fractions are 0 … 1; a seed decides which.
struct LineFaults {
    double lost = 0;      ///< fraction of replies that do not come
    double noise = 0;     ///< fraction of replies with bytes of noise before them
    double broken = 0;    ///< fraction of replies with a wrong character
    double cut = 0;       ///< fraction of replies that end early
    double glued = 0;     ///< fraction of replies that come together with the one after
    bool echo = false;    ///< the adapter hears itself: requests come back
    bool doubled = false; ///< a second pack has the same address
    bool silent = false;
    bool babble = false;        ///< noise without end, as from a line without termination
    bool second_master = false; ///< someone else asks, too
    bool wrong_speed = false;   ///< every byte is garbled as at another speed
};

} // namespace gtx::sim
