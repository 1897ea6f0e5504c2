// SPDX-License-Identifier: MIT
/// \file
/// What cables amount to: who shares a pair, and whose Out reaches whose In (R-LINK-1).
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "gtx/link/bus.hpp"

namespace gtx::link {

/// Packs are nodes 0, 1, …; the adapter is the node behind the last of them. A set of nodes is a word of
/// bits.
using Nodes = std::uint32_t;
constexpr Nodes node(std::size_t index) {
    return Nodes{1} << index;
}

class Joined {
public:
    /// *Errors:* bad_value: a socket used twice, a pack that is not there.
    static Result<Joined> make(std::size_t packs, std::span<const Cable> cables);

    /// Which pair a node is on: nodes of one channel hear each other. Channels are numbered from 0.
    [[nodiscard]] std::size_t channel(std::size_t of) const { return channel_[of]; }
    [[nodiscard]] std::size_t channels() const { return channels_; }
    /// Whose In (CTS of the adapter) is raised, of those whose Out (RTS) is `raised`. `shorted`: all coding
    /// wires are one.
    [[nodiscard]] Nodes reached(Nodes raised, bool shorted) const;

private:
    explicit Joined(std::size_t packs);
    void join(const Cable& cable);
    void lead(const Socket& from, const Socket& to);
    void number_channels();
    [[nodiscard]] std::size_t root(std::size_t n) const;
    [[nodiscard]] std::size_t index(const Socket& s) const {
        return s.pack == Socket::bench ? parent_.size() - 1 : s.pack;
    }

    std::vector<std::size_t> parent_; ///< of the forest that joins nodes
    std::vector<std::size_t> channel_;
    std::size_t channels_ = 0;
    std::vector<std::pair<Nodes, Nodes>> leads_; ///< from Out to In
};

} // namespace gtx::link
