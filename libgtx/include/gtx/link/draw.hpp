// SPDX-License-Identifier: MIT
/// \file
/// An installation as a drawing of characters, right or wrong: what is plugged in where.
///
/// The PCS stands above the packs, the ground below. Link and CAN cables run on the left, power and earth on
/// the right. Two cables at one pole meet in a corner; where a line runs on behind another, they only cross.
/// Dry contacts and single wires are not drawn.
#pragma once

#include <span>
#include <string>

#include "gtx/base/export.hpp"
#include "gtx/link/judge.hpp"

namespace gtx::link {

struct DrawOptions {
    bool unicode = false;    ///< lines of Unicode in UTF-8; else ASCII
    std::size_t width = 100; ///< columns: beyond it cables are drawn closer to each other
};

/// Lines with LF, a line of explanation last. A cable of a finding is drawn with #, and bears the finding's
/// number, from 1, in the order of `findings` (10 is a, 11 is b, …).
GTX_API std::string draw(const Wiring& wiring, std::span<const WiringFinding> findings,
                         const DrawOptions& options = {});

} // namespace gtx::link
