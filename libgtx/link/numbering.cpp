// SPDX-License-Identifier: MIT
// Numbering: what was found decides whether the numbers that packs hold come into force. Only then is a
// number a number, so nobody has one while it is still open who else is there.
#include <algorithm>

#include "link/coordinator_impl.hpp"

namespace gtx::link {

std::vector<Source> Coordinator::Impl::reached_from(Source from) const {
    std::vector<Source> to;
    for (const auto& edge : seen_.edges)
        if (edge.from == from) to.push_back(edge.to);
    return to;
}

namespace {

constexpr unsigned alone_rounds = 4;
constexpr std::int64_t alone_pause = 300 * millisecond;

bool several_reached(const std::vector<Edge>& edges) {
    for (const auto& a : edges)
        for (const auto& b : edges)
            if (a.from == b.from && a.to != b.to) return true;
    return false;
}

} // namespace

/// The survey may show that the coding ended for another reason than it seemed.
void Coordinator::Impl::judge_survey() {
    if (!seen_.drives_line) return judge_order();
    if (!seen_.surveyed) {
        if (seen_.ending == Ending::complete) seen_.ending = Ending::disturbed;
        return judge();
    }
    if (several_reached(seen_.edges)) {
        seen_.ending = Ending::several;
        return judge();
    }
    if (seen_.ending != Ending::complete && seen_.ending != Ending::several) return judge();
    // One after the other from the coordinator: that must be the chain.
    std::vector<std::size_t> walk;
    if (options_.self) walk.push_back(0);
    for (auto from = coordinator;;) {
        const auto to = reached_from(from);
        if (to.empty()) break;
        if (to[0] == coordinator || std::ranges::find(walk, to[0]) != walk.end()) {
            seen_.ending = Ending::loop;
            return judge();
        }
        walk.push_back(to[0]);
        from = to[0];
    }
    if (walk != seen_.chain) return attempt_failed();
    judge();
}

bool Coordinator::Impl::right() const {
    const auto odd = [](const Member& m) { return m.copies > 1 || m.in_raised_at_rest; };
    return seen_.ending == Ending::complete && seen_.discovered && !seen_.chain.empty() &&
           chain_.size() == known_.size() && seen_.unlisted == 0 &&
           !(seen_.in_raised_at_rest && options_.self) && std::ranges::none_of(seen_.members, odd);
}

void Coordinator::Impl::judge() {
    if (!right()) return end_without_numbers();
    if (!chain_.empty() && !seen_.surveyed) return prove();
    put_in_force();
}

/// Each pack is asked what it saw while each Out was raised. That the chain is as it seemed rests on what
/// all of them say of all Outs, and on nobody's silence: else the survey asks one by one (R-LINK-4).
void Coordinator::Impl::prove() {
    part_ = Part::survey;
    spent_ = 0;
    at_ = 0;
    ask_witness({});
}

void Coordinator::Impl::ask_witness(const Outcome&) {
    if (at_ < chain_.size())
        return ask_one(request(Command::witness, 0, known_[chain_[at_]].nonce), &Impl::on_witness);
    seen_.surveyed = true;
    put_in_force();
}

void Coordinator::Impl::on_witness(const Outcome& o) {
    if (!o.clean() || !saw_the_chain(o.answer)) {
        fault_ = true;
        return start_survey();
    }
    ++at_;
    ask_witness({});
}

/// Its In was raised with the Out before it, and with no other; and it heard of each.
bool Coordinator::Impl::saw_the_chain(const Message& answer) const {
    unsigned low = 0;
    for (auto s = first_sight; s <= first_sight + 1 + chain_.size(); ++s)
        low |= sight_bit(static_cast<unsigned>(s));
    const unsigned high = sight_bit(static_cast<unsigned>(first_sight + 1 + at_));
    return answer.high == high && answer.low == (low & ~high);
}

void Coordinator::Impl::put_in_force() {
    part_ = Part::coding;
    spent_ = 0;
    at_ = 0;
    if (chain_.empty()) return begin_alone();
    tell(request(Command::out), &Impl::commit_next);
}

/// A master without slaves may be in step with another: both talk, and nobody listens. So it asks a few
/// times more, at times that chance decides; a master that runs objects to a reset.
void Coordinator::Impl::begin_alone() {
    alone_ = 0;
    pause(some(alone_pause), &Impl::ask_if_alone);
}

void Coordinator::Impl::ask_if_alone(const Outcome&) {
    ask_all(request(Command::reset), &Impl::on_alone_still);
}

void Coordinator::Impl::on_alone_still(const Outcome&) {
    if (++alone_ >= alone_rounds) return check_next({});
    pause(some(alone_pause), &Impl::ask_if_alone);
}

/// Without a coding line of its own: the first is the one that nobody reaches.
void Coordinator::Impl::judge_order() {
    number_by_edges();
    if (!right()) return end_without_numbers();
    part_ = Part::coding;
    spent_ = 0;
    at_ = 0;
    tell(request(Command::out), &Impl::grant_next);
}

void Coordinator::Impl::number_by_edges() {
    if (known_.empty() || !seen_.surveyed) {
        seen_.ending = known_.empty() ? Ending::silent : Ending::disturbed;
        return;
    }
    const auto reached = [this](std::size_t i) {
        return std::ranges::any_of(seen_.edges, [&](const Edge& e) { return e.to == known_[i].member; });
    };
    std::vector<std::size_t> heads;
    for (std::size_t i = 0; i < known_.size(); ++i)
        if (!reached(i)) heads.push_back(i);
    seen_.ending = several_reached(seen_.edges) ? Ending::several
                   : heads.empty()              ? Ending::loop
                                                : Ending::complete;
    if (seen_.ending != Ending::complete || heads.size() != 1) return;
    for (auto member = known_[heads[0]].member;;) {
        seen_.chain.push_back(member);
        const auto at = std::ranges::find(known_, member, &Known::member);
        chain_.push_back(static_cast<std::size_t>(at - known_.begin()));
        const auto to = reached_from(member);
        if (to.empty() || to[0] == coordinator || seen_.chain.size() > known_.size()) break;
        member = to[0];
    }
    if (chain_.size() > packs_max) {
        seen_.ending = Ending::fifth;
        seen_.chain.resize(packs_max);
        chain_.resize(packs_max);
    }
}

void Coordinator::Impl::grant_next(const Outcome&) {
    if (at_ == chain_.size()) {
        at_ = 0;
        return commit_next({});
    }
    const auto& known = known_[chain_[at_]];
    auto grant = request(Command::grant, static_cast<std::uint8_t>(at_ + 1), known.nonce);
    grant.serial = known.identity.serial;
    ask_one(grant, &Impl::on_order_granted);
}

void Coordinator::Impl::on_order_granted(const Outcome& o) {
    const auto number = static_cast<unsigned>(at_ + 1);
    if (!o.clean() || o.answer.adr != number) return attempt_failed();
    auto& known = known_[chain_[at_++]];
    known.number = number;
    seen_.members[known.member].number = number;
    grant_next({});
}

void Coordinator::Impl::commit_next(const Outcome&) {
    if (at_ == chain_.size()) {
        at_ = 0;
        return check_next({});
    }
    const auto& known = known_[chain_[at_]];
    ask_one(request(Command::commit, static_cast<std::uint8_t>(known.number), known.nonce),
            &Impl::on_committed);
}

void Coordinator::Impl::on_committed(const Outcome& o) {
    if (!o.clean() || o.answer.adr != known_[chain_[at_]].number) return attempt_failed();
    ++at_;
    commit_next({});
}

/// One that started anew since has no number any more.
void Coordinator::Impl::check_next(const Outcome&) {
    if (at_ == chain_.size()) {
        // Frames were lost since the search: it is made once more, with more patience, and the survey, too.
        if (odd() > 0 && !std::exchange(fault_, true)) return start_discovery({});
        seen_.numbered = true;
        if (options_.self) seen_.members[0].number = 1;
        return finish({});
    }
    ask_one(request(Command::levels, 0, known_[chain_[at_]].nonce), &Impl::on_checked);
}

void Coordinator::Impl::on_checked(const Outcome& o) {
    const bool kept = o.clean() && o.answer.adr == known_[chain_[at_]].number &&
                      (o.answer.levels & level::numbered) != 0 && (o.answer.levels & level::out) == 0;
    if (!kept) return attempt_failed();
    ++at_;
    check_next({});
}

} // namespace gtx::link
