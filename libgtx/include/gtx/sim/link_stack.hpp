// SPDX-License-Identifier: MIT
/// \file
/// The link bus of a simulated stack: its cables and what is wrong with them, and the automatic coding that
/// runs over it when the master is started (R-LINK-1 … R-LINK-6, R-BTN-2).
///
/// The coding is that of room link, byte by byte in a time of its own: what it numbers and how long it takes
/// is what the stack then lives with.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/link/bus.hpp"
#include "gtx/link/explain.hpp"
#include "gtx/sim/scenario.hpp"

namespace gtx::sim {

/// What is wrong with the link. Bits are of packs from 0; of a cable, of the pack before it.
struct LinkFaults {
    std::uint32_t swapped = 0;    ///< In and Out
    std::uint32_t cut = 0;        ///< the cable is not there
    std::uint32_t coding_cut = 0; ///< its coding line is not
    std::uint32_t wrong_port = 0; ///< the plug of its Port In is in a port that is none of the link
    std::uint32_t stuck = 0;      ///< Port In is raised by something else
    std::array<std::optional<std::size_t>, most_packs> serial_as{}; ///< says the serial number of that pack
    bool loop = false;                                              ///< the last Out is in the first In
    bool split = false;                                             ///< coding lines touch
    bool shorted = false;                                           ///< the pair
    bool babble = false;                                            ///< no termination
    bool second_master = false;                                     ///< somebody else numbers, too
    bool adapter_out = false; ///< the bench adapter is in the last Port Out
    double noise = 0;         ///< fraction of bytes
    double lost = 0;          ///< fraction of messages
    friend bool operator==(const LinkFaults&, const LinkFaults&) = default;
};

/// Breaks or mends what `fault` names. False: it is none of the link.
GTX_API bool take_link(const command::Fault& fault, LinkFaults& faults);

/// The bus of `packs` packs, 1 … most_packs. `bench`: an adapter is plugged in. With a second master there is
/// one pack more, the last.
GTX_API link::BusOptions link_bus(std::size_t packs, const LinkFaults& faults, bool bench,
                                  std::uint64_t seed);

/// Packs that share the pair with the first: bit n is pack n.
GTX_API std::uint32_t link_reached(std::size_t packs, const LinkFaults& faults);

/// How an automatic coding ended.
struct LinkReport {
    std::uint64_t codings = 0;      ///< so many until now; 0: there was none yet
    std::uint32_t numbered = 0;     ///< bit n: pack n has a number
    bool right = false;             ///< all as it should be
    Seconds duration{};             ///< from the beginning to its end, all retries in it
    std::vector<std::string> words; ///< if not right: each explanation, its sentences in a row
    std::vector<std::string> kinds; ///< of each explanation: "swapped", "coding_broken + missing"
};

/// The first pack is started and numbers the others. `seed` decides the chance in it.
GTX_API LinkReport run_coding(std::size_t packs, const LinkFaults& faults, std::uint64_t seed);

} // namespace gtx::sim
