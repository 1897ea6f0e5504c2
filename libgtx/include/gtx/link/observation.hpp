// SPDX-License-Identifier: MIT
/// \file
/// What can be seen of a stack of packs from its link bus: who is electrically there, and whose coding line
/// reaches whom.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"

namespace gtx::link {

inline constexpr unsigned packs_max = 4;      ///< R-LINK-5: a fifth is reported, never numbered
inline constexpr unsigned serial_bits = 40;   ///< serial numbers are 0 … 2^40 - 1
inline constexpr std::size_t listed_max = 16; ///< packs that discovery lists; more are only counted

/// What a pack says of itself.
struct Identity {
    std::uint64_t serial = 0;   ///< 0 … 2^40 - 1
    std::uint16_t firmware = 0; ///< two bytes: 0x0102 is V1.2
    friend bool operator==(const Identity&, const Identity&) = default;
};

/// A pack that answered.
struct Member {
    Identity identity;
    unsigned copies = 1; ///< more than 1: so many packs, at least, have this serial number; each is a member
    std::optional<unsigned> number; ///< 1 … 4, by the coding
    bool in_raised_at_rest = false; ///< it sees its In raised though no Out is: a foreign driver, a short
};

/// Whose Out is raised. Who coordinates is `coordinator`; else an index of Observation::members.
using Source = std::size_t;
inline constexpr Source coordinator = static_cast<Source>(-1);

/// One coding line that reaches someone: with only the Out of `from` raised, `to` sees its In raised.
struct Edge {
    Source from = coordinator;
    Source to = coordinator; ///< coordinator: it sees its own In (CTS) raised
    friend bool operator==(const Edge&, const Edge&) = default;
};

/// How well the bus carried what was said.
struct Quality {
    std::uint64_t requests = 0;
    std::uint64_t answers = 0;    ///< whole and right
    std::uint64_t collisions = 0; ///< garbled answers where several may answer: expected while searching
    std::uint64_t broken =
        0;                  ///< garbled answers where only one can answer: noise, a bad cable, no termination
    std::uint64_t lost = 0; ///< requests to one pack that were not answered at first
    std::uint64_t noise = 0;   ///< bytes that came while nobody had been asked
    std::uint64_t echoes = 0;  ///< own bytes heard again: the adapter hears itself; they are dropped
    std::uint64_t foreign = 0; ///< requests of somebody else: a second master
};

/// How the coding ended.
enum class Ending : std::uint8_t {
    running,   ///< it did not end yet
    complete,  ///< the chain ended by silence or with pack 4
    fifth,     ///< pack 4's Out reached a fifth
    several,   ///< an Out was seen by more than one pack
    loop,      ///< an Out came back to one that has a number already, or to the master's In
    silent,    ///< nobody ever answered
    disturbed, ///< too much noise, or a bus that carries nothing back
    rival,     ///< another master is at work: nothing was numbered
    cancelled  ///< stopped from outside
};
/// "running", … "cancelled". Never fails.
GTX_API std::string_view name(Ending ending) noexcept;

/// All that one run learned.
struct Observation {
    Ending ending = Ending::running;
    /// The master itself where it is a pack: it has number 1 and is members[0]. Else a bench stands before
    /// the first pack, and members begin with whoever was found first.
    bool master_is_pack = false;
    /// The numbers of the chain are in force: packs keep them. Only where the coding ended right; else nobody
    /// is left with a number, and Member::number is what the coding had in mind.
    bool numbered = false;
    /// The coordinator sees its own In raised though no Out is: a foreign driver, a short (R-LINK-2).
    bool in_raised_at_rest = false;
    bool drives_line =
        true; ///< the coordinator has a coding line of its own (RTS, or levels in bench frames)
    std::vector<Member> members;
    std::uint64_t unlisted = 0;     ///< packs beyond listed_max
    std::vector<std::size_t> chain; ///< members in the order of the coding
    bool discovered = false;        ///< members are all who are electrically there
    bool surveyed = false;          ///< edges are all that there are among coordinator and members: each
                                    ///< member said of each raised Out whether it sees it
    std::vector<Edge> edges;        ///< found by the coding, or by the survey if it was made
    Quality quality;
};

} // namespace gtx::link
