// SPDX-License-Identifier: MIT
/// \file
/// The order in which a search asks: a binary search over places, with collisions as information.
///
/// A prefix whose answers collided is halved. If the lower half is silent, the upper one holds what collided
/// and is halved at once, unless that was concluded and not heard: so a collision that was noise costs three
/// requests, not 32. A prefix that gave a clean answer is asked again once that pack is muted, since the
/// stronger of two answers may have won (capture). At the end all is asked as one, until it is silent so
/// often as wanted.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "gtx/link/frame.hpp"
#include "link/asker_impl.hpp"

namespace gtx::link {

class Search {
public:
    struct Query {
        std::uint32_t prefix = 0;
        std::uint8_t bits = 0;
        std::uint8_t salt = 0;
    };

    /// What to ask now; none: it is over. `silences`: how often in a row all must be silent at the end.
    std::optional<Query> next(unsigned silences);
    /// What came of it. A clean one was muted meanwhile.
    void told(Outcome::Kind kind);

private:
    struct Node {
        std::uint32_t prefix = 0;
        std::uint8_t bits = 0;
        bool collided = false; ///< known without asking
        bool lower = false;    ///< its upper sister is the node below it
    };
    void halve(const Node& node, bool heard);
    void take_silence(const Node& node);

    unsigned silent_ = 0; ///< times in a row that all were silent
    std::uint8_t salt_ = 0;
    std::vector<Node> stack_;
    Node asked_;
};

} // namespace gtx::link
