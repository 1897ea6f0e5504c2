// SPDX-License-Identifier: MIT
/// \file
/// How packs may be cabled so that just what was seen is to be seen, with the fewest faults.
///
/// A pack has two sockets of the link, so packs that share a bus lie in a row or in a ring. Of each joint in
/// the row one sees something only if an Out faces an In and the coding wire is whole. So the search puts the
/// packs in all orders, each either way round, and drops what contradicts an edge that was seen; a joint that
/// should be seen and is not costs a broken coding wire.
#pragma once

#include <utility>
#include <vector>

#include "gtx/link/explain.hpp"

namespace gtx::link {

/// What was seen, as the search wants it.
struct Picture {
    enum class Root : std::uint8_t {
        bench,  ///< the adapter's plug is at one end
        master, ///< members[0] coordinates, wherever it lies
        tap     ///< the adapter is on the pair alone
    };
    Root root = Root::bench;
    std::vector<std::size_t> members;                       ///< indices in Observation::members
    std::size_t bench = 0;                                  ///< stands for the adapter in edges
    std::vector<std::pair<std::size_t, std::size_t>> edges; ///< each once, from and to as members, or bench
    std::vector<bool> vague;                                ///< by member: its edges say nothing (a stuck In)
};

/// Faults in a row, and which pack is last in it.
struct Story {
    Explanation faults;
    std::vector<std::size_t> order; ///< members as they lie, the first next to the root
    friend bool operator==(const Story&, const Story&) = default;
};

/// More packs than this are not searched.
inline constexpr std::size_t searched_max = 6;

class Search {
public:
    explicit Search(const Picture& picture);
    /// All stories with the fewest faults, at most `most`; empty: none fits.
    std::vector<Story> run(std::size_t most);

private:
    /// The socket at which the next pack is joined.
    struct End {
        enum class Kind : std::uint8_t { none, in, out, bench } kind = Kind::none;
        std::size_t member = 0;
    };
    struct Placed {
        std::size_t member = 0;
        bool in_first = true; ///< its In is on the side of the root
        bool left = false;    ///< in the branch at the master's In
    };
    /// What a branch should look like: In on the side of the root, or Out.
    struct Way {
        bool in_first = true;
        bool left = false;
    };

    void search();
    void begin(End end, Way way, Explanation base);
    void grow(End end, Way way);
    void place(std::size_t node, bool in_first, End end, Way way);
    void turn_left();
    void joint(End end, std::size_t member, bool in_first);
    [[nodiscard]] bool seen(std::size_t from, std::size_t to) const;
    [[nodiscard]] bool too_many() const { return faults_.size() > limit_ || stories_.size() >= most_; }
    void finish();
    void finish_ring();
    void add_story(Explanation faults);
    [[nodiscard]] Explanation named_by_cables() const;
    [[nodiscard]] bool one_cable(std::size_t at) const;

    const Picture& picture_;
    std::size_t most_ = 0;
    std::size_t limit_ = 0;
    std::vector<bool> used_;
    std::vector<Placed> row_;
    Explanation faults_;
    std::size_t matched_ = 0; ///< edges that the row explains
    bool ring_only_ = false;
    std::vector<Story> stories_;
};

} // namespace gtx::link
