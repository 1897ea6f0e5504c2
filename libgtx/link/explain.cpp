// SPDX-License-Identifier: MIT
#include "gtx/link/explain.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "link/explain_impl.hpp"

namespace gtx::link {

namespace {

using Kind = FaultKind;

/// What one source says about the bus as a whole: fewer than these are chance. Proposal.
constexpr std::uint64_t least_broken = 3;
constexpr std::uint64_t one_in = 20;

class Judge {
public:
    Judge(const Observation& seen, std::optional<unsigned> expected) : seen_(seen), expected_(expected) {}

    Verdict judge() {
        Verdict verdict;
        if (seen_.ending == Ending::running || seen_.ending == Ending::cancelled) return verdict;
        draw();
        look_at_all();
        if (const auto whole = whole_bus())
            stories_ = {{*whole, {}}};
        else
            explain_cables();
        number_faults();
        verdict.right = right();
        if (!verdict.right) collect(verdict);
        return verdict;
    }

private:
    [[nodiscard]] std::size_t bench() const { return seen_.members.size(); }
    [[nodiscard]] bool noisy() const {
        const auto& q = seen_.quality;
        const auto wrong = q.broken + q.lost + q.noise;
        return wrong >= least_broken && wrong * one_in > q.requests;
    }
    [[nodiscard]] bool first_of_serial(std::size_t m) const {
        const auto serial = seen_.members[m].identity.serial;
        const auto same = [&](const Member& other) { return other.identity.serial == serial; };
        return std::find_if(seen_.members.begin(), seen_.members.end(), same) - seen_.members.begin() ==
               static_cast<std::ptrdiff_t>(m);
    }
    [[nodiscard]] bool knows_chain() const { return seen_.surveyed || !seen_.chain.empty(); }

    void draw();
    void draw_edge(const Edge& edge);
    void look_at_all();
    [[nodiscard]] std::optional<Explanation> whole_bus() const;
    void explain_cables();
    [[nodiscard]] std::optional<Explanation> shorted_coding() const;
    [[nodiscard]] Explanation by_symptoms() const;
    [[nodiscard]] bool ends_right() const;
    void number_faults();
    [[nodiscard]] bool right() const;
    [[nodiscard]] bool numbers_follow(const std::vector<std::size_t>& order) const;
    void collect(Verdict& verdict) const;
    [[nodiscard]] std::uint64_t packs() const { return picture_.members.size() + seen_.unlisted; }

    const Observation& seen_;
    std::optional<unsigned> expected_;
    Picture picture_;
    Explanation always_; ///< faults that every explanation has
    std::vector<Story> stories_;
};

void Judge::draw() {
    picture_.root = seen_.master_is_pack ? Picture::Root::master
                    : seen_.drives_line  ? Picture::Root::bench
                                         : Picture::Root::tap;
    picture_.bench = bench();
    picture_.vague.resize(seen_.members.size());
    for (std::size_t m = 0; m < seen_.members.size(); ++m) {
        const auto& member = seen_.members[m];
        picture_.vague[m] = member.in_raised_at_rest;
        picture_.members.push_back(m);
    }
    for (const auto& edge : seen_.edges) draw_edge(edge);
}

void Judge::draw_edge(const Edge& edge) {
    const auto self = seen_.master_is_pack ? 0 : bench();
    const auto from = edge.from == coordinator ? self : edge.from;
    const auto to = edge.to == coordinator ? self : edge.to;
    const auto no_use = [&](std::size_t m) {
        if (m == bench()) return picture_.root != Picture::Root::bench;
        return m > bench() || picture_.vague[m];
    };
    if (no_use(from) || no_use(to)) return;
    if (edge.to == coordinator && seen_.in_raised_at_rest) return;
    const std::pair drawn(from, to);
    if (std::ranges::find(picture_.edges, drawn) == picture_.edges.end()) picture_.edges.push_back(drawn);
}

/// What has nothing to do with which cable is where.
void Judge::look_at_all() {
    for (std::size_t m = 0; m < seen_.members.size(); ++m) {
        if (seen_.members[m].copies > 1 && first_of_serial(m))
            always_.push_back({Kind::duplicate_serial, m, {}});
        if (seen_.members[m].in_raised_at_rest) always_.push_back({Kind::stuck, m, {}});
    }
    if (seen_.in_raised_at_rest && seen_.drives_line) {
        std::optional<std::size_t> self;
        if (seen_.master_is_pack) self = 0;
        always_.push_back({Kind::stuck, self, {}});
    }
    const bool too_many = expected_ && packs() > *expected_;
    const bool rival = seen_.quality.foreign > 0 && seen_.ending != Ending::rival;
    if (rival || (too_many && packs() <= packs_max)) always_.push_back({Kind::two_masters, {}, {}});
    const bool alone = seen_.ending != Ending::rival && !rival; // two who ask at once are noise enough
    if (noisy() && alone && seen_.ending != Ending::disturbed) always_.push_back({Kind::bus_noisy, {}, {}});
}

/// Symptoms beside which cables cannot be judged.
std::optional<Explanation> Judge::whole_bus() const {
    if (seen_.ending == Ending::rival) return Explanation{{Kind::two_masters, {}, {}}};
    if (seen_.ending == Ending::disturbed && !seen_.surveyed) {
        const auto& q = seen_.quality;
        const bool something = q.answers + q.broken + q.noise > 0 || !seen_.members.empty();
        return Explanation{{something ? Kind::bus_noisy : Kind::bus_dead, {}, {}}};
    }
    if (seen_.members.empty()) return Explanation{{Kind::bus_dead, {}, {}}};
    return {};
}

void Judge::explain_cables() {
    if (const auto shorted = shorted_coding()) {
        stories_ = {{*shorted, {}}};
        return;
    }
    const bool alone = seen_.master_is_pack && seen_.members.size() == 1;
    const bool known = seen_.surveyed || alone || (seen_.ending == Ending::complete && knows_chain());
    if (known) stories_ = Search(picture_).run(explanations_max * 4);
    if (stories_.empty()) stories_ = {{by_symptoms(), {}}};
}

/// A wire from one Out that ends in several Ins.
std::optional<Explanation> Judge::shorted_coding() const {
    std::map<std::size_t, int> from;
    std::map<std::size_t, int> to;
    for (const auto& [f, t] : picture_.edges) {
        ++from[f];
        ++to[t];
    }
    const auto several = [](const auto& entry) { return entry.second > 1; };
    const bool ends = std::ranges::any_of(to, several);
    if (!ends && std::ranges::none_of(from, several)) return {};
    if (from.contains(bench()) && (from[bench()] > 1 || ends)) return Explanation{{Kind::split, {}, {}}};
    auto source = std::ranges::find_if(from, several);
    if (source == from.end()) source = from.begin();
    return Explanation{{Kind::split, source->first, {}}};
}

/// What was seen fits no row of packs, or not enough was seen: each symptom for itself.
Explanation Judge::by_symptoms() const {
    Explanation faults;
    std::vector<bool> reached(bench() + 1);
    if (!seen_.chain.empty()) reached[seen_.chain.front()] = true;
    if (seen_.master_is_pack) reached[0] = true;
    for (const auto& [from, to] : picture_.edges) {
        reached[to] = true;
        if (from == to)
            faults.push_back({Kind::own_loop, from, {}});
        else if (to == (seen_.master_is_pack ? 0 : bench()))
            faults.push_back({seen_.master_is_pack ? Kind::loop : Kind::adapter_in_out, from, {}});
    }
    if (seen_.ending == Ending::loop && faults.empty()) faults.push_back({Kind::loop, {}, {}});
    if (seen_.ending == Ending::several) faults.push_back({Kind::split, {}, {}});
    if (!knows_chain() && seen_.ending == Ending::complete) return faults; // only a list was wanted
    const bool enough = packs() <= packs_max;
    for (std::size_t m = 0; m < seen_.members.size() && enough; ++m)
        if (!reached[m] && !picture_.vague[m]) faults.push_back({Kind::not_connected, m, {}});
    return faults;
}

/// R-LINK-5, and packs that are not there at all.
void Judge::number_faults() {
    const auto whole = whole_bus().has_value();
    const bool fifth = packs() > packs_max;
    const bool missing = expected_ && packs() < *expected_ && !whole;
    for (auto& story : stories_) {
        std::optional<std::size_t> last;
        if (!story.order.empty()) last = story.order.back();
        if (missing) story.faults.push_back({Kind::missing, last, {}});
        if (!fifth) continue;
        const bool in_order = story.faults.empty() && story.order.size() > packs_max;
        std::optional<std::size_t> which;
        if (in_order) which = story.order[packs_max];
        story.faults.push_back({Kind::fifth_pack, which, {}});
    }
}

bool Judge::numbers_follow(const std::vector<std::size_t>& order) const {
    for (std::size_t i = 0; i < order.size(); ++i)
        if (seen_.members[order[i]].number != i + 1) return false;
    return order.size() == seen_.members.size();
}

bool Judge::ends_right() const {
    if (!seen_.discovered || !always_.empty()) return false;
    if (picture_.root == Picture::Root::tap) return seen_.surveyed;
    const bool alone = seen_.master_is_pack && seen_.members.size() == 1; // it has nobody to ask
    return seen_.ending == Ending::complete && seen_.numbered && (seen_.surveyed || alone);
}

bool Judge::right() const {
    const bool clean = ends_right() && !stories_.empty() && stories_.front().faults.empty();
    if (!clean) return false;
    return picture_.root == Picture::Root::tap || numbers_follow(stories_.front().order);
}

void Judge::collect(Verdict& verdict) const {
    const bool listed = !knows_chain() && seen_.ending == Ending::complete;
    for (const auto& story : stories_) {
        auto faults = story.faults;
        faults.insert(faults.end(), always_.begin(), always_.end());
        // The wires are right and the numbers are not: what was said did not arrive.
        if (faults.empty() && !listed) faults.push_back({Kind::bus_noisy, {}, {}});
        const auto less = [](const Fault& a, const Fault& b) {
            return std::tie(a.kind, a.pack, a.other) < std::tie(b.kind, b.pack, b.other);
        };
        std::ranges::sort(faults, less);
        faults.erase(std::unique(faults.begin(), faults.end()), faults.end());
        if (faults.empty() || std::ranges::find(verdict.explanations, faults) != verdict.explanations.end())
            continue;
        verdict.more = verdict.more || verdict.explanations.size() == explanations_max;
        if (!verdict.more) verdict.explanations.push_back(std::move(faults));
    }
}

} // namespace

Verdict explain(const Observation& seen, std::optional<unsigned> expected) {
    return Judge(seen, expected).judge();
}

} // namespace gtx::link
