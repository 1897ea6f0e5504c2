// SPDX-License-Identifier: MIT
#include <algorithm>
#include <tuple>

#include "link/explain_impl.hpp"

namespace gtx::link {

namespace {

bool before(const Fault& a, const Fault& b) {
    return std::tie(a.kind, a.pack, a.other) < std::tie(b.kind, b.pack, b.other);
}
bool before_story(const Story& a, const Story& b) {
    if (a.faults != b.faults) return std::ranges::lexicographical_compare(a.faults, b.faults, before);
    return a.order < b.order;
}

} // namespace

Search::Search(const Picture& picture) : picture_(picture), used_(picture.members.size()) {}

std::vector<Story> Search::run(std::size_t most) {
    if (picture_.members.size() > searched_max) return {};
    most_ = most;
    // A break at each joint, each pack the wrong way round, and a ring: nothing needs more faults than that.
    const auto worst = 2 * picture_.members.size() + 2;
    for (limit_ = 0; limit_ <= worst && stories_.empty(); ++limit_) search();
    std::ranges::sort(stories_, before_story);
    stories_.erase(std::unique(stories_.begin(), stories_.end()), stories_.end());
    return std::move(stories_);
}

void Search::search() {
    using Kind = End::Kind;
    const End plug{Kind::bench, picture_.bench};
    switch (picture_.root) {
    case Picture::Root::bench:
        begin(plug, {}, {});
        begin(plug, {.in_first = false}, {Fault{FaultKind::adapter_in_out, {}, {}}});
        ring_only_ = true; // a ring has no room for the plug: then the adapter taps it
        begin({}, {}, {});
        ring_only_ = false;
        break;
    case Picture::Root::tap:
        begin({}, {}, {});
        break;
    case Picture::Root::master:
        used_[0] = true;
        begin({Kind::out, picture_.members[0]}, {}, {});
        used_[0] = false;
        break;
    }
}

void Search::begin(End end, Way way, Explanation base) {
    faults_ = std::move(base);
    row_.clear();
    matched_ = 0;
    grow(end, way);
    faults_.clear();
}

void Search::grow(End end, Way way) {
    if (too_many()) return;
    bool any = false;
    for (std::size_t n = 0; n < used_.size(); ++n) {
        if (used_[n]) continue;
        any = true;
        place(n, way.in_first, end, way);
        place(n, !way.in_first, end, way);
    }
    if (!any) finish();
    if (any && picture_.root == Picture::Root::master && !way.left) turn_left();
}

void Search::place(std::size_t node, bool in_first, End end, Way way) {
    const auto member = picture_.members[node];
    const auto faults = faults_.size();
    const auto matched = matched_;
    used_[node] = true;
    row_.push_back({member, in_first, way.left});
    joint(end, member, in_first);
    if (in_first != way.in_first) faults_.push_back({FaultKind::swapped, member, {}});
    grow({in_first ? End::Kind::out : End::Kind::in, member}, way);
    row_.pop_back();
    used_[node] = false;
    faults_.resize(faults);
    matched_ = matched;
}

/// R-LINK-2: something is in the master's Port In. Packs there look towards it, or the chain begins before
/// it.
void Search::turn_left() {
    const End end{End::Kind::in, picture_.members[0]};
    faults_.push_back({FaultKind::wrong_port, picture_.members[0], {}});
    grow(end, {.in_first = true, .left = true});
    grow(end, {.in_first = false, .left = true});
    faults_.pop_back();
}

void Search::joint(End end, std::size_t member, bool in_first) {
    using Kind = End::Kind;
    const bool away = in_first && (end.kind == Kind::out || end.kind == Kind::bench);
    const bool back = !in_first && (end.kind == Kind::in || end.kind == Kind::bench);
    if (!away && !back) return;
    const auto from = away ? end.member : member;
    const auto to = away ? member : end.member;
    const auto vague = [&](std::size_t m) { return m != picture_.bench && picture_.vague[m]; };
    if (vague(from) || vague(to)) return;
    if (seen(from, to)) {
        ++matched_;
        return;
    }
    const auto named = [&](std::size_t m) {
        return m == picture_.bench ? std::nullopt : std::optional<std::size_t>(m);
    };
    faults_.push_back({FaultKind::coding_broken, named(from), named(to)});
}

bool Search::seen(std::size_t from, std::size_t to) const {
    return std::ranges::find(picture_.edges, std::pair(from, to)) != picture_.edges.end();
}

void Search::finish() {
    if (too_many()) return;
    finish_ring();
    if (!ring_only_ && matched_ == picture_.edges.size()) add_story(named_by_cables());
}

/// The last Out is in the first In.
void Search::finish_ring() {
    const bool master = picture_.root == Picture::Root::master;
    if (faults_.size() >= limit_ || matched_ + 1 != picture_.edges.size()) return;
    const bool left = std::ranges::any_of(row_, &Placed::left);
    if (left || (picture_.root == Picture::Root::bench && !ring_only_) || (row_.empty() && !master)) return;
    if (!row_.empty() && !row_.back().in_first) return;
    if (!master && !row_.front().in_first) return;
    const auto first = master ? picture_.members[0] : row_.front().member;
    const auto last = row_.empty() ? first : row_.back().member;
    if (!seen(last, first)) return;
    auto faults = faults_;
    if (first == last)
        faults.push_back({FaultKind::own_loop, first, {}});
    else if (master)
        faults.push_back({FaultKind::loop, last, first});
    else
        faults.push_back({FaultKind::loop, {}, {}}); // where a ring begins, a tap cannot tell
    add_story(std::move(faults));
}

void Search::add_story(Explanation faults) {
    Story story;
    std::ranges::sort(faults, before);
    story.faults = std::move(faults);
    if (picture_.root == Picture::Root::master) story.order.push_back(picture_.members[0]);
    for (const auto& p : row_)
        if (!p.left) story.order.push_back(p.member);
    for (const auto& p : row_)
        if (p.left) story.order.push_back(p.member);
    stories_.push_back(std::move(story));
}

/// A pack with one cable has nothing to swap: that one is in the wrong port.
Explanation Search::named_by_cables() const {
    auto faults = faults_;
    const bool alone = row_.size() == 1 && picture_.root != Picture::Root::master;
    for (std::size_t i = 0; i < row_.size(); ++i) {
        const Fault swapped{FaultKind::swapped, row_[i].member, {}};
        const auto at = std::ranges::find(faults, swapped);
        if (at == faults.end()) continue;
        if (alone)
            *at = {FaultKind::adapter_in_out, {}, {}};
        else if (one_cable(i))
            at->kind = FaultKind::wrong_port;
    }
    return faults;
}

bool Search::one_cable(std::size_t at) const {
    if (at == 0 && picture_.root == Picture::Root::tap) return true;
    return at + 1 == row_.size() || row_[at + 1].left != row_[at].left;
}

} // namespace gtx::link
