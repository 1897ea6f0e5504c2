// SPDX-License-Identifier: MIT
#include <algorithm>
#include <utility>

#include "decode/findings_impl.hpp"

namespace gtx::decode {

Episode* Episodes::find(const Subject& subject) {
    const auto found = std::ranges::find(open_, subject, &Episode::subject);
    return found == open_.end() ? nullptr : &*found;
}

Episode& Episodes::open(const Subject& subject, Ns from) {
    if (auto* known = find(subject)) {
        if (known->up || between(known->to, from) <= quiet) return *known;
        done_(*known);
        *known = {.subject = subject, .from = from, .to = from};
        return *known;
    }
    make_room();
    return open_.emplace_back(Episode{.subject = subject, .from = from, .to = from});
}

void Episodes::make_room() {
    if (open_.size() < most) return;
    auto oldest = std::ranges::find(open_, false, &Episode::up);
    if (oldest == open_.end()) oldest = open_.begin();
    done_(*oldest);
    open_.erase(oldest);
}

Episode& Episodes::once(const Subject& subject, Ns from, Ns to) {
    auto& episode = open(subject, from);
    ++episode.count;
    episode.to = std::max(episode.to, to);
    return episode;
}

Episode& Episodes::rise(const Subject& subject, Ns from, const Shown& by) {
    auto& episode = open(subject, from);
    if (!std::exchange(episode.up, true)) ++episode.count;
    if (episode.count == 1) {
        episode.shown_by = by.message;
        episode.shown_by_id = by.id;
    }
    return episode;
}

void Episodes::fall(const Subject& subject, Ns at) {
    auto* episode = find(subject);
    if (episode == nullptr || !episode->up) return;
    episode->up = false;
    episode->to = std::max(episode->to, at);
}

void Episodes::settle(Ns now) {
    const auto over = [&](const Episode& e) { return !e.up && between(e.to, now) > quiet; };
    if (std::ranges::none_of(open_, over)) return;
    for (const auto& episode : open_)
        if (over(episode)) done_(episode);
    std::erase_if(open_, over);
}

void Episodes::end_all(Ns at) {
    for (auto& episode : open_)
        if (std::exchange(episode.up, false)) episode.to = std::max(episode.to, at);
    hand_out_all();
}

void Episodes::forget_before(LogFinding kind) {
    std::erase_if(open_, [&](const Episode& e) { return e.subject.kind < kind; });
}

void Episodes::finish(Ns end) {
    for (auto& episode : open_) {
        if (!std::exchange(episode.up, false)) continue;
        episode.to = std::max(episode.to, end);
        episode.lasting = true;
    }
    hand_out_all();
}

void Episodes::hand_out_all() {
    std::ranges::stable_sort(open_, {}, &Episode::from);
    for (const auto& episode : open_) done_(episode);
    open_.clear();
}

} // namespace gtx::decode
