// SPDX-License-Identifier: MIT
/// \file
/// The bench frame: the level of a coding line where the line has no modem lines (a pseudo-terminal).
///
/// It is no part of the link protocol and never travels on a real pair: on a real adapter the coding line is
/// RTS and CTS. Each side sends the level of its Out when it changes; the other takes it as its In. The form
/// is that of serial/ascii.hpp with VER B0, ADR 00, CID1 4C, no INFO, and CID2 01 (raised) or 00 (not).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::link {

/// The 18 bytes, `~` and CR included.
GTX_API std::string level_frame(bool raised);

/// A level that came among other bytes.
struct LevelSeen {
    std::size_t at = 0; ///< so many bytes of what passed stand before it
    bool raised = false;
    friend bool operator==(const LevelSeen&, const LevelSeen&) = default;
};

/// Takes level frames out of bytes in blocks of any size. All else passes unchanged, and at once: a byte is
/// held back only while it can still be part of a level frame (of other frames only their `~`).
class GTX_API LevelFilter {
public:
    /// Appends what passes to `passed`, and the levels to `levels`, `at` counted in `passed`.
    void read(serial::Bytes bytes, std::string& passed, std::vector<LevelSeen>& levels);
    /// Nothing more comes: what is held passes.
    void finish(std::string& passed);

private:
    std::string held_; ///< the beginning of a level frame
};

} // namespace gtx::link
