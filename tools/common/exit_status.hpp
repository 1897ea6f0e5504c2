// SPDX-License-Identifier: MIT
/// \file
/// What a tool's exit status says: the same for every tool, its words here once.
#pragma once

#include <array>
#include <string_view>

namespace gtx::cli {

enum class ExitStatus : int {
    yes = 0,   ///< done, and the answer is yes
    no = 1,    ///< done, and the answer is no
    usage = 2, ///< wrong usage; nothing was touched
    world = 3, ///< a device, a file, a permission or a full disk was in the way
};

/// The status of a tool that a signal ended, after it wrote what it had.
constexpr ExitStatus by_signal(int number) {
    return static_cast<ExitStatus>(128 + number);
}

/// One line of the list in the manual pages.
struct ExitMeaning {
    std::string_view status;
    std::string_view words; ///< a sentence in mdoc; empty where each tool has its own
};

inline constexpr std::array<ExitMeaning, 5> exit_meanings = {{
    {"0", "The work is done, and the answer is yes."},
    {"1", ""},
    {"2", "The tool was called wrongly; nothing was touched."},
    {"3", "Something outside failed: a device, a file, a permission, a full disk."},
    {"128+n", "Signal n ended the tool, after it wrote what it had."},
}};

} // namespace gtx::cli
