// SPDX-License-Identifier: MIT
/// \file
/// What the parts of the judge share: each looks at one kind of cables.
#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "gtx/link/judge.hpp"

namespace gtx::link {

/// Sets of things that are joined.
class Together {
public:
    explicit Together(std::size_t things);
    void join(std::size_t a, std::size_t b) { of_[root(a)] = root(b); }
    [[nodiscard]] std::size_t root(std::size_t thing) const;
    [[nodiscard]] bool same(std::size_t a, std::size_t b) const { return root(a) == root(b); }

private:
    std::vector<std::size_t> of_;
};

/// Packs, from 1, in groups that hang together, by the sets of the first `packs` things (from 0). The main
/// group, the largest one, comes first; then by their lowest numbers.
std::vector<std::vector<unsigned>> groups(const Together& joined, unsigned packs);

/// "pack 3", "packs 1 and 2", "packs 1, 2 and 4".
std::string pack_words(const std::vector<unsigned>& packs);

/// Things that are one way round or the other, and cables between them that say which.
struct Turned {
    std::size_t a;
    std::size_t b;
    bool crossed;      ///< as plugged, it asks for one of both to be turned round
    std::size_t cable; ///< index in Wiring::cables
};
/// Which of `things` (at most 7) to turn round so that the fewest faults are left: those turned, and cables
/// that are crossed still. Bit n is thing n. Of equal ones the one with the fewest turned.
unsigned fewest_turned(const std::vector<Turned>& cables, std::size_t things);
/// If a cable is crossed with those turned.
bool crossed_still(const Turned& cable, unsigned turned);

/// The work of a judge: what he looks at, and what he has found.
struct Bench {
    const Wiring& wiring;
    std::vector<WiringFinding> findings{};
    /// Packs that may be the master and the last slave, by the link cables; empty: any may be.
    std::vector<unsigned> masters{};
    std::vector<unsigned> lasts{};

    /// A finding of the kind `code`, with the first step to mend it given by the table. An index of a cable
    /// adds its text and line to the sentence.
    WiringFinding& find(std::string_view code, std::string says, std::vector<std::size_t> cables = {},
                        std::vector<unsigned> packs = {});
    [[nodiscard]] bool found(std::size_t cable) const;
};

/// The end of the cable that is of a pack, else of the PCS, and the other one.
std::pair<const End*, const End*> pack_first(const Connection& cable);

void judge_link(Bench& bench); ///< first: it finds who is the master
void judge_power(Bench& bench);
void judge_pe(Bench& bench);
void judge_can(Bench& bench);
void judge_contacts(Bench& bench);
void judge_pins(Bench& bench);

} // namespace gtx::link
