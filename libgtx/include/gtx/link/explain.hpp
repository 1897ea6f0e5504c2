// SPDX-License-Identifier: MIT
/// \file
/// What is wrong with a stack, from what was observed of it: the fewest faults that explain all that was seen
/// (R-LINK-2 … R-LINK-5). Where two explanations fit equally, both are given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/link/observation.hpp"

namespace gtx::link {

enum class FaultKind : std::uint8_t {
    swapped,       ///< In and Out are swapped at `pack` (R-LINK-3)
    coding_broken, ///< the cable from `pack` to `other` carries the bus, and not the coding line
    not_connected, ///< `pack` is on the bus and nobody's Out reaches it: its cable is in a wrong port, or
                   ///< broken
    missing,     ///< fewer packs than expected: a cable behind `pack` is missing or broken, or a pack is off
    loop,        ///< the last Out is joined with the first In: there is no master (R-LINK-2)
    own_loop,    ///< the Out of `pack` is plugged into its own In
    two_masters, ///< another master sends on this bus, or two chains share it
    split,       ///< the Out of `pack` reaches several packs: the coding wires are shorted
    stuck,       ///< the In of `pack` is raised though no Out is
    wrong_port,  ///< a cable is in a port of `pack` where it does not belong
    duplicate_serial,
    fifth_pack,    ///< more than four packs (R-LINK-5)
    bus_dead,      ///< nothing comes back: shorted, broken, A and B swapped, other speed, all off
    bus_noisy,     ///< garbled answers: no termination, a bad contact, a long stub
    adapter_in_out ///< the bench adapter is in a Port Out instead of the first pack's Port In
};
/// "swapped", … Never fails.
GTX_API std::string_view name(FaultKind kind) noexcept;
/// The rule it breaks: "R-LINK-3"; empty if none.
GTX_API std::string_view rule(FaultKind kind) noexcept;

struct Fault {
    FaultKind kind{};
    std::optional<std::size_t> pack;  ///< index in Observation::members
    std::optional<std::size_t> other; ///< the second pack it is about
    friend bool operator==(const Fault&, const Fault&) = default;
};
/// One sentence with what was seen and one with what to do: "In and Out are swapped at pack 00A1…: …".
GTX_API std::string sentence(const Fault& fault, const Observation& seen);

/// Faults that together explain what was seen.
using Explanation = std::vector<Fault>;

struct Verdict {
    /// Every pack on the bus has its number, in the order of the chain, nothing odd was seen, and as many as
    /// expected.
    bool right = false;
    /// The explanations with the fewest faults; more than one: they cannot be told apart. Empty if right.
    std::vector<Explanation> explanations;
    bool more = false; ///< there are more explanations than explanations_max: only the first are given
};

/// So many explanations are given at most.
inline constexpr std::size_t explanations_max = 24;

/// `expected`: how many packs there should be; empty: nobody knows.
GTX_API Verdict explain(const Observation& seen, std::optional<unsigned> expected = {});

} // namespace gtx::link
