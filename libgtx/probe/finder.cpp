// SPDX-License-Identifier: MIT
#include "probe/finder_impl.hpp"

#include <algorithm>
#include <utility>

namespace gtx::probe {

namespace {

constexpr int points_to_change = 3;     // a dialect once taken is left only for one that is clearly better
constexpr std::uint64_t asks_every = 8; // clues, while nothing new is heard: a verdict costs more than a clue

bool has_message(const dialect::Dialect& dialect, can::Id id) {
    return std::ranges::any_of(dialect.messages, [&](const auto& m) { return m.id.matches(id); });
}

} // namespace

bool DialectFinder::hear(const can::Frame& frame, Timestamp time, bool new_id) {
    const bool clue = frame.kind == can::Kind::data && dialect::Recogniser::is_clue(frame.id);
    if (given_ != nullptr) {
        if (clue) recogniser_.see(frame);
        return false;
    }
    if (verdict_.dialect == nullptr) return listen(frame, time, clue);
    if (!clue) return false;
    return reconsider(frame, new_id) || listen_again(frame);
}

bool DialectFinder::listen(const can::Frame& frame, Timestamp time, bool clue) {
    keep(frame, time);
    if (!clue) return false;
    recogniser_.see(frame);
    ++clues_;
    // The first cycles are judged frame by frame: whoever waits for a state shall not wait longer than
    // needed.
    if (clues_ > most_kept && clues_ % asks_every != 0) return false;
    return recogniser_.ripe() && settle();
}

void DialectFinder::keep(const can::Frame& frame, Timestamp time) {
    kept_.push_back({frame, time});
    const auto too_old = [&](Timestamp then) {
        // Halves: times of recordings may be as far apart as numbers go.
        return time.known() && then.known() && time.ns() / 2 - then.ns() / 2 > longest_ns / 2;
    };
    while (kept_.size() > most_kept || too_old(kept_.front().time)) kept_.pop_front();
}

bool DialectFinder::settle() {
    return given_ == nullptr && verdict_.dialect == nullptr && take(recogniser_.verdict());
}

bool DialectFinder::take(dialect::Verdict verdict) {
    if (verdict.dialect == nullptr || verdict.dialect == verdict_.dialect) return false;
    verdict_ = std::move(verdict);
    return true;
}

/// Something new on a bus that is recognised: it may be another dialect after all.
bool DialectFinder::reconsider(const can::Frame& frame, bool new_id) {
    if (!new_id) return false;
    if (!has_message(*verdict_.dialect, frame.id)) second_.emplace();
    recogniser_.see(frame);
    auto verdict = recogniser_.verdict();
    if (verdict.dialect == nullptr) return false;
    if (verdict.dialect != verdict_.dialect)
        return verdict.points >= verdict_.points + points_to_change && take(std::move(verdict));
    verdict_ = std::move(verdict);
    return false;
}

/// The battery may have been set to another protocol: what counts is what is heard from now on.
bool DialectFinder::listen_again(const can::Frame& frame) {
    if (!second_) return false;
    second_->see(frame);
    if (!second_->ripe()) return false;
    auto verdict = second_->verdict();
    const auto heard = std::exchange(second_, std::nullopt);
    if (!take(std::move(verdict))) return false;
    recogniser_ = *heard;
    return true;
}

std::deque<Heard> DialectFinder::release() {
    return std::exchange(kept_, {});
}

dialect::Verdict DialectFinder::verdict() const {
    if (verdict_.dialect != nullptr && given_ == nullptr) return verdict_;
    auto heard = recogniser_.verdict();
    if (given_ == nullptr || heard.dialect == given_) return heard;
    auto verdict = verdict_;
    verdict.inverter = heard.inverter;
    return verdict;
}

} // namespace gtx::probe
