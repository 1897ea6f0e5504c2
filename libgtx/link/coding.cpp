// SPDX-License-Identifier: MIT
// Coding: who sees the one raised Out takes the next number and raises its own (R-LINK-3, R-LINK-6).
#include <algorithm>

#include "link/coordinator_impl.hpp"

namespace gtx::link {

namespace {

constexpr unsigned silences = 2;      ///< offers in a row that nobody answers: the chain ends here
constexpr unsigned silences_more = 9; ///< at most so many more where frames were lost or broken
constexpr unsigned garbled_most = 6;  ///< offers in a row: several answer, or a noisy bus
constexpr unsigned back_most = 3;     ///< offers in a row that one with a number answers: a loop

} // namespace

void Coordinator::Impl::after_listening(const Outcome&) {
    if (!options_.discover_only) return begin_attempt();
    part_ = Part::discovery;
    session_ = looking;
    start_discovery({});
}

/// Twice: one may be lost. The first waits for an answer, for another master answers with a reset of its own.
void Coordinator::Impl::after_reset(const Outcome&) {
    if (++resets_ == 1) return pause(some(60 * millisecond), &Impl::after_reset);
    if (resets_ == 2) return tell(request(Command::reset), &Impl::after_reset);
    if (!seen_.drives_line) return start_discovery({});
    ask_at_rest({});
}

void Coordinator::Impl::ask_at_rest(const Outcome&) {
    ask_all(offer_of(0, first_sight), &Impl::on_rest);
}

/// No Out is raised: nobody may see its In raised.
void Coordinator::Impl::on_rest(const Outcome& o) {
    seen_.in_raised_at_rest = in_;
    if (o.silent()) {
        if (in_ && options_.self) return end_coding(Ending::disturbed);
        return start_coding();
    }
    // An Out that missed both resets is still raised; after the third it is not.
    if (++rest_tries_ < 4) return tell(request(Command::reset), &Impl::ask_at_rest);
    if (o.clean()) seen_.members[known_of(o.answer).member].in_raised_at_rest = true;
    end_coding(Ending::disturbed);
}

std::uint64_t Coordinator::Impl::odd() const {
    const auto& q = seen_.quality;
    return q.lost + q.broken + unexplained_ - odd_before_;
}

/// Where frames are lost a silence may be a request that was not heard.
unsigned Coordinator::Impl::silences_wanted(unsigned where_all_is_heard) const {
    return where_all_is_heard + static_cast<unsigned>(std::min<std::uint64_t>(odd(), silences_more));
}

void Coordinator::Impl::start_coding() {
    source_ = coordinator;
    out_ = true;
    silent_ = garbled_ = back_ = 0;
    pause(timing_.settle(), &Impl::offer);
}

Message Coordinator::Impl::offer_of(std::size_t number, std::size_t sight) const {
    auto message = request(Command::offer, static_cast<std::uint8_t>(number));
    message.sight = static_cast<std::uint8_t>(sight);
    return message;
}

/// Offers the next number, or none when four are given (R-LINK-5). All remember how their In is while this
/// Out is raised.
void Coordinator::Impl::offer(const Outcome&) {
    if (came_back()) return end_coding(Ending::loop);
    const auto next = seen_.chain.size() + 1;
    ask_all(offer_of(next <= packs_max ? next : 0, first_sight + 1 + chain_.size()), &Impl::on_claim);
}

/// The raised Out comes to the own In.
bool Coordinator::Impl::came_back() {
    if (!in_ || seen_.in_raised_at_rest) return false;
    add_edge(source_, coordinator);
    return true;
}

void Coordinator::Impl::on_claim(const Outcome& o) {
    if (came_back()) return end_coding(Ending::loop);
    if (o.clean()) return take_claim(o.answer);
    silent_ = o.silent() ? silent_ + 1 : 0;
    garbled_ = o.garbled() ? garbled_ + 1 : 0;
    unexplained_ += o.garbled();
    if (silent_ >= silences_wanted(silences)) return end_coding(Ending::complete);
    if (garbled_ >= garbled_most) return end_coding(Ending::several);
    offer({});
}

void Coordinator::Impl::take_claim(const Message& claim) {
    silent_ = garbled_ = 0;
    if (const auto* known = find_known(claim.nonce)) return take_claim_of_numbered(*known);
    back_ = 0;
    if (seen_.chain.size() >= packs_max) {
        known_of(claim);
        add_edge(source_, known_.size() - 1);
        return end_coding(Ending::fifth);
    }
    claim_ = claim;
    grant();
}

/// An Out that should have dropped may not have: all but the one are told once more.
void Coordinator::Impl::raise_again(Then then) {
    if (source_ == coordinator) return tell(request(Command::out), then);
    auto again = request(Command::out, 0, known_[source_].nonce);
    again.levels = level::out;
    ask_one(again, then);
}

/// Who claimed may have been the louder of two: then the other one remembers that it saw the same Out.
void Coordinator::Impl::grant() {
    auto grant = request(Command::grant, static_cast<std::uint8_t>(seen_.chain.size() + 1), claim_.nonce);
    grant.serial = claim_.serial;
    ask_one(grant, &Impl::on_granted);
}

/// A loop, unless an Out that should have dropped has not.
void Coordinator::Impl::take_claim_of_numbered(const Known& known) {
    if (++back_ < back_most) return raise_again(&Impl::offer);
    add_edge(source_, index_of(known));
    end_coding(Ending::loop);
}

/// It holds the number, and its Out is the one that is raised.
void Coordinator::Impl::on_granted(const Outcome& o) {
    const auto number = static_cast<unsigned>(seen_.chain.size() + 1);
    if (!o.clean() || o.answer.adr != number) return attempt_failed();
    auto& known = known_of(claim_);
    known.number = number;
    seen_.members[known.member].number = number;
    add_edge(source_, index_of(known));
    source_ = index_of(known);
    chain_.push_back(source_);
    seen_.chain.push_back(known.member);
    out_ = false;
    back_ = silent_ = 0;
    pause(timing_.settle(), &Impl::offer);
}

void Coordinator::Impl::end_coding(Ending ending) {
    seen_.ending = ending;
    // Where anything was odd the survey has the last word.
    fault_ = fault_ || ending != Ending::complete || odd() > 0;
    out_ = false;
    tell(request(Command::out), &Impl::start_discovery);
}

} // namespace gtx::link
