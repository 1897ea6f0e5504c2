// SPDX-License-Identifier: MIT
/// \file
/// Is an installation wired as the manual wants it, and if not: what is wrong, and what to change
/// (R-LINK-2 … R-LINK-5, R-WIRE-1 … R-WIRE-5, R-DATA-7).
///
/// Packs are known by their numbers in the description, which say nothing of their order: the master is whose
/// Port In is open, the last slave whose Port Out is. Of several ways to explain what is wrong, the one with
/// the fewest faults is told; what only follows from a fault is not told beside it. So: mend, and judge
/// again.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/link/wiring.hpp"

namespace gtx::link {

/// How bad it is.
enum class Gravity : std::uint8_t {
    wrong, ///< it will not work, or not as the manual wants it
    danger ///< current flows where it must not, or will once something is switched on: fire, burns
};
/// "wrong", "danger". Never fails.
GTX_API std::string_view name(Gravity gravity) noexcept;

/// One kind of fault.
struct WiringRule {
    std::string_view code; ///< snake_case and stable: "in_series"
    std::string_view rule; ///< "R-WIRE-2"
    Gravity gravity{};
    std::string_view what; ///< a sentence
    std::string_view mend; ///< a sentence: what to do in general
};
/// All kinds, the worst first. Findings come in this order.
GTX_API std::span<const WiringRule> wiring_rules() noexcept;

/// One fault of an installation.
struct WiringFinding {
    const WiringRule* row = nullptr; ///< never null
    std::string says;                ///< a sentence with packs, ports and lines
    std::vector<std::string> next;   ///< what to do, in this order
    std::vector<std::size_t>
        cables;                  ///< indices in Wiring::cables of those that are wrong; empty: one is missing
    std::vector<unsigned> packs; ///< that it is about, from 1
};

/// What is wrong, the worst first, then in the order of the description. None: right.
GTX_API std::vector<WiringFinding> judge(const Wiring& wiring);

} // namespace gtx::link
