// SPDX-License-Identifier: MIT
#include "decode/findings_bus_impl.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "gtx/dialect/assemble.hpp"

namespace gtx::decode {

using dialect::Flow;
using Kind = LogFinding;

// --- trouble ---

namespace {

// Classes: bits of the identifier (linux/can/error.h).
constexpr std::uint32_t arbitration_lost = 0x002;
constexpr std::uint32_t controller_problem = 0x004; // details in byte 1
constexpr std::uint32_t nobody_acknowledged = 0x020;
constexpr std::uint32_t went_off = 0x040;
constexpr std::uint32_t was_restarted = 0x100;
constexpr std::uint32_t has_counters = 0x200;
// Details of a controller's problem.
constexpr std::uint8_t overflow = 0x01 | 0x02; // of the receive or transmit queue
constexpr std::uint8_t passive = 0x10 | 0x20;  // 128 errors
constexpr std::uint8_t active_again = 0x40;

constexpr Ns answer_within = second; // our choice

} // namespace

void Trouble::error(const can::Frame& frame, Ns now) {
    const auto classes = frame.id.value;
    const auto details =
        (classes & controller_problem) != 0 && frame.length > 1 ? frame.data[1] : std::uint8_t{0};
    if ((details & passive) != 0) episodes_.rise({.kind = Kind::error_passive}, now);
    if ((details & active_again) != 0 || (classes & was_restarted) != 0) {
        episodes_.fall({.kind = Kind::error_passive}, now);
        restarted(now);
    }
    if ((classes & went_off) != 0) {
        episodes_.fall({.kind = Kind::error_passive}, now);
        episodes_.rise({.kind = Kind::bus_off}, now);
        off_ = true;
    }
    if ((classes & nobody_acknowledged) != 0) episodes_.once({.kind = Kind::no_ack}, now, now);
    constexpr auto told =
        arbitration_lost | controller_problem | nobody_acknowledged | went_off | was_restarted | has_counters;
    if ((classes & ~told) != 0 || (details & overflow) != 0)
        episodes_.once({.kind = Kind::error_frames}, now, now);
}

void Trouble::restarted(Ns now) {
    off_ = false;
    episodes_.fall({.kind = Kind::bus_off}, now);
}

void Trouble::remote(const can::Frame& frame, Ns now) {
    if (now == no_time || asked_.size() >= most_asked) return;
    if (std::ranges::find(asked_, frame.id, &Asked::id) == asked_.end()) asked_.push_back({frame.id, now});
}

void Trouble::answer(can::Id id, Ns now) {
    const auto asked = std::ranges::find(asked_, id, &Asked::id);
    if (asked == asked_.end()) return;
    if (between(asked->at, now) > answer_within)
        episodes_.once({.kind = Kind::unanswered_remote, .id = id}, asked->at, asked->at);
    asked_.erase(asked);
}

void Trouble::settle(Ns now) {
    std::erase_if(asked_, [&](const Asked& asked) {
        const bool late = between(asked.at, now) > answer_within;
        if (late) episodes_.once({.kind = Kind::unanswered_remote, .id = asked.id}, asked.at, asked.at);
        return late;
    });
}

// --- the bus ---

namespace {

constexpr Ns settled_in = 20 * second; // twice the longest period of a dialect: until then a version is found

/// True for an identifier between the lowest and the highest of the battery's own, families left out.
bool is_among(const dialect::Dialect& dialect, can::Id id) {
    std::uint32_t low = ~std::uint32_t{0};
    std::uint32_t high = 0;
    for (const auto& m : dialect.messages) {
        if (m.flow != Flow::to_inverter || m.id.pack_width != 0 || m.id.extended != id.extended) continue;
        low = std::min(low, m.id.value);
        high = std::max(high, m.id.value);
    }
    return low <= id.value && id.value <= high;
}

} // namespace

void Bus::recognised(const dialect::Verdict& verdict) {
    next_dialect_ = verdict.dialect;
    next_version_ = verdict.version;
    news_ = true;
}

/// What was recognised holds from this frame on.
void Bus::become(Ns now) {
    news_ = false;
    if (next_dialect_ == dialect_) {
        if (next_version_ != version_ && between(known_since_, now) > settled_in) {
            auto& episode = episodes_.once({.kind = Kind::version_changed}, now, now);
            episode.note = fmt::format("{} {} after {}", dialect_->name, next_version_, version_);
        }
        version_ = next_version_;
        traffic_.set_version(version_);
        return;
    }
    if (dialect_ != nullptr) leave(now);
    dialect_ = next_dialect_;
    version_ = next_version_;
    known_since_ = now;
    traffic_.begin(dialect_, version_);
}

/// The dialect of before is over; soon after it was recognised it was a mistake, and so was what it made of
/// the bytes.
void Bus::leave(Ns now) {
    if (between(known_since_, now) <= settled_in) {
        episodes_.forget_before(Kind::bus_off);
        keeping_ = Keeping(episodes_);
        flags_ = Flags(episodes_);
        strangers_.clear();
        stranger_of_.clear();
        return;
    }
    traffic_.finish(last_);
    finish_unknown();
    keeping_.interrupt(last_);
    flags_.forget(last_);
    episodes_.end_all(last_);
    auto& episode = episodes_.once({.kind = Kind::dialect_changed}, now, now);
    episode.note = fmt::format("{} after {}", next_dialect_->name, dialect_->name);
}

bool Bus::wants_again(const Slot& slot) {
    if (slot.message == nullptr || slot.dialect != dialect_) return slot.message != nullptr;
    const auto& watch = traffic_.watch(slot);
    return !watch.said || watch.stale;
}

void Bus::skip(const Slot& slot) {
    if (slot.message != nullptr && slot.dialect == dialect_) traffic_.watch(slot).stale = true;
}

void Bus::take(const log::Entry& entry, const Slot& slot, bool changed, const state::Snapshot* state,
               Ns now) {
    if (!news_ && slot.dialect != dialect_ && slot.dialect != nullptr) { // given from outside
        next_dialect_ = slot.dialect;
        next_version_.clear();
        news_ = true;
    }
    if (news_) become(now);
    if (slot.kind == can::Kind::error) trouble_.error(entry.frame, now);
    if (slot.kind == can::Kind::remote) trouble_.remote(entry.frame, now);
    if (slot.kind == can::Kind::data) {
        trouble_.data(slot.id, now);
        if (slot.message != nullptr)
            message(entry, slot, changed, state, now);
        else if (slot.dialect != nullptr)
            unknown(slot, now);
    }
    if (now != no_time) last_ = now;
    heard_ = true;
}

void Bus::message(const log::Entry& entry, const Slot& slot, bool changed, const state::Snapshot* state,
                  Ns now) {
    auto& watch = traffic_.watch(slot);
    const auto silences = traffic_.battery().stretch;
    const auto heard = traffic_.battery().last;
    traffic_.hear(watch, slot, now);
    if (traffic_.battery().stretch != silences) keeping_.interrupt(heard);
    watch.stale = false;
    look_at_length(watch, slot, now);
    if (!slot.decoded) return;
    traffic_.said(watch, now);
    if (changed) look_at_range(entry, slot, now);
    if (state != nullptr) see_state(watch, *state, changed, now);
}

void Bus::look_at_length(Watch& watch, const Slot& slot, Ns now) {
    constexpr std::uint8_t enough = 10; // in a row: it is the usual one now; our choice
    if (!slot.decoded) {
        auto& episode = episodes_.once(watch.subject(Kind::too_short), now, now);
        episode.key = "length";
        episode.decimals = 0;
        episode.worst = std::min<double>(episode.worst.value_or(8), slot.length);
        episode.limit = wire::least_length(*slot.message->table);
        return;
    }
    if (watch.length == 0) watch.length = slot.length;
    if (watch.length == slot.length) {
        watch.lengths = 0;
        return;
    }
    if (++watch.lengths >= enough) {
        watch.length = slot.length;
        watch.lengths = 0;
    }
    auto& episode = episodes_.once(watch.subject(Kind::length_changed), now, now);
    episode.key = "length";
    episode.decimals = 0;
    episode.worst = slot.length;
    if (!episode.limit) episode.limit = watch.length;
}

void Bus::look_at_range(const log::Entry& entry, const Slot& slot, Ns now) {
    const auto reading = slot.reading(entry);
    for (auto outside = dialect::out_of_range(reading); outside != 0; outside &= outside - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(outside));
        const auto& row = slot.message->table->rows[i];
        auto& episode = episodes_.once(
            {.kind = Kind::out_of_range, .message = slot.message, .id = slot.id, .row = &row}, now, now);
        const double value = wire::value(row, slot.raw[i]);
        const auto limits = wire::raw_limits(row);
        const double a = wire::value(row, limits.low);
        const double b = wire::value(row, limits.high);
        const double limit = value > std::max(a, b) ? std::max(a, b) : std::min(a, b);
        const bool worse =
            !episode.worst || std::abs(value - limit) > std::abs(*episode.worst - *episode.limit);
        if (!worse) continue;
        episode.worst = value;
        episode.limit = limit;
        episode.decimals = wire::decimals(row.scale);
    }
}

void Bus::see_state(const Watch& watch, const state::Snapshot& state, bool changed, Ns now) {
    const Shown by{watch.message, watch.id};
    traffic_.forbids(Keeping::forbids_all(state), now);
    if (changed || watch.measures) keeping_.see(state, watch.measures, by, now);
    if (changed) flags_.see(state, by, now);
}

void Bus::unknown(const Slot& slot, Ns now) {
    if (slot.number >= stranger_of_.size()) stranger_of_.resize(slot.number + std::size_t{1}, not_looked);
    auto& which = stranger_of_[slot.number];
    if (which == not_looked) {
        which = nobody;
        if (strangers_.size() < most_strangers && is_among(*slot.dialect, slot.id)) {
            which = static_cast<std::uint8_t>(strangers_.size());
            strangers_.push_back({slot.id, now, now, 0});
        }
    }
    if (which == nobody) return;
    ++strangers_[which].frames;
    strangers_[which].last = now;
}

void Bus::interrupt(Ns last, bool long_ago) {
    if (!std::exchange(heard_, false)) return;
    traffic_.interrupt();
    keeping_.interrupt(last);
    trouble_.interrupt();
    if (!long_ago) return;
    flags_.forget(last);
    episodes_.end_all(last);
}

void Bus::finish(Ns end) {
    if (news_) become(end);
    if (end != no_time) trouble_.settle(end);
    const auto& battery = traffic_.battery();
    const auto heard = battery.last;
    const auto silent = heard != no_time && between(heard, end) > Allowed::grace;
    traffic_.finish(end);
    if (silent || heard == no_time) keeping_.interrupt(heard == no_time ? last_ : heard);
    finish_unknown();
    episodes_.finish(end);
}

void Bus::finish_unknown() {
    for (const auto& s : strangers_) {
        auto& episode = episodes_.once({.kind = Kind::unknown_id, .id = s.id}, s.first, s.last);
        episode.count = s.frames;
    }
    strangers_.clear();
    stranger_of_.clear();
}

} // namespace gtx::decode
