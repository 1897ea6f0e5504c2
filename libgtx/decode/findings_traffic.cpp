// SPDX-License-Identifier: MIT
#include "decode/findings_traffic_impl.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "gtx/diag/keeping.hpp"

namespace gtx::decode {

using dialect::Flow;
using Kind = LogFinding;

namespace {

constexpr Ns battery_allowed = static_cast<Ns>(diag::limit::silence_s) * second;
constexpr Ns inverter_allowed = static_cast<Ns>(diag::limit::keep_alive_s) * second;
constexpr Ns least_silence = 2 * second; // less is nobody's
constexpr Ns periods_allowed = 5;        // as those of the battery in diag::limit::silence_s
constexpr Ns least_allowed = 3;          // nobody allows less
constexpr std::size_t least_periods = 3;
// Static messages of a BYD came every 60 s once (victronenergy/venus #469): twice that, where the rhythm of a
// message is not known yet.
constexpr Ns periods_of_strangers = 120;

/// Rows that make frames of one identifier differ by what they are about.
bool is_of_many(const wire::Table& table) {
    return std::ranges::any_of(table.rows, [](const wire::Row& row) {
        return row.selects || row.when != -1 || dialect::is_address(row);
    });
}

bool measures_stack(const dialect::Message& message, can::Id id) {
    if (message.id.pack(id).value_or(0) != 0) return false;
    return std::ranges::any_of(message.table->rows, [](const wire::Row& row) {
        const auto key = dialect::meaning(row.target).key;
        return key == state::Key::current || key == state::Key::voltage;
    });
}

void extend(Episode& episode, Ns to) {
    episode.to = std::max(episode.to, to);
    episode.count = std::max<std::uint64_t>(episode.count, 1);
}

} // namespace

Ns Watch::allowed() const {
    if (const auto given = allowed_silence(*dialect, *message)) return *given;
    const auto period = period_of(*message);
    if (known < least_periods) return periods_of_strangers * period;
    return periods_allowed * std::max(period, std::min(mean(), quiet * 60));
}

void Watch::add(Ns period) {
    period = std::min(period, quiet * 60); // so that sums stay in bounds
    sum += period - periods[next];
    periods[next] = period;
    next = (next + 1) % window;
    known = std::min(known + 1, window);
}

/// A few long pauses are not a slow rhythm: none counts more than what stops a message.
bool Watch::is_slow(Ns period) const {
    Ns capped = 0;
    for (const auto p : periods) capped += std::min(p, periods_allowed * period);
    return capped > 2 * period * static_cast<Ns>(window);
}

Watch& Traffic::watch(const Slot& slot) {
    if (slot.number >= watches_.size()) watches_.resize(slot.number + std::size_t{1});
    auto& watch = watches_[slot.number];
    if (watch && watch->message == slot.message) return *watch;
    // Another reading of the same identifier keeps its rhythm.
    if (!watch || watch->dialect != slot.dialect) watch = std::make_unique<Watch>();
    watch->dialect = slot.dialect;
    watch->message = slot.message;
    watch->id = slot.id;
    watch->of_many = is_of_many(*slot.message->table);
    watch->measures = measures_stack(*slot.message, slot.id);
    return *watch;
}

void Traffic::begin(const dialect::Dialect* dialect, std::string_view version) {
    dialect_ = dialect;
    version_ = version;
    battery_ = {};
    inverter_ = {};
    watches_.clear();
    keys_said_ = 0;
    doubled_until_ = forbids_since_ = silent_since_ = no_time;
}

void Traffic::interrupt() {
    for (auto* sender : {&battery_, &inverter_}) {
        sender->last = no_time;
        ++sender->stretch;
    }
    doubled_until_ = forbids_since_ = silent_since_ = no_time;
}

// --- who is heard ---

void Traffic::hear(Watch& watch, const Slot& slot, Ns now) {
    if (now == no_time) return;
    auto& sender = sender_of(*watch.message);
    const auto others = hear_sender(sender, *watch.message, now);
    if (watch.message->period_ms == 0) return;
    judge(watch, sender, others, now);
    watch.last = now;
    watch.stretch = sender.stretch;
    if (watch.message->flow == Flow::to_inverter && !watch.of_many && slot.decoded)
        watch_turns(watch, slot, now);
}

/// True for a message that shows that its sender is there. Where a battery needs one of the inverter's, only
/// that one does.
bool Traffic::counts(const dialect::Message& message) const {
    const auto needed = dialect_->cadence.needs;
    return message.flow == Flow::to_inverter || needed == 0 || message.id.value == needed;
}

/// Returns when the sender was heard last before.
Ns Traffic::hear_sender(Sender& sender, const dialect::Message& message, Ns now) {
    const auto before = sender.last;
    if (!counts(message)) return before;
    const auto gap = between(before, now);
    if (before == no_time) {
        sender.begun = now;
        if (sender.first == no_time) sender.first = now;
    } else if (sender.periodic && gap > least_silence && gap > std::min(allowed(sender), battery_allowed)) {
        // Also where it is allowed, nobody of the sender went on meanwhile.
        if (gap > allowed(sender)) tell_silence(sender, before, now, false);
        sender.begun = now;
        ++sender.stretch;
    } else {
        sender.heard += gap;
    }
    sender.last = now;
    sender.periodic = sender.periodic || message.period_ms != 0;
    return before;
}

Ns Traffic::allowed(const Sender& sender) const {
    if (&sender == &battery_) return battery_allowed;
    for (const auto& message : dialect_->messages)
        if (message.flow == Flow::to_battery && message.period_ms != 0)
            if (const auto given = allowed_silence(*dialect_, message)) return *given;
    return inverter_allowed;
}

void Traffic::tell_silence(const Sender& sender, Ns from, Ns to, bool lasting) {
    const bool battery = &sender == &battery_;
    auto& episode =
        episodes_.once({.kind = battery ? Kind::battery_silent : Kind::keep_alive_lost}, from, to);
    episode.key = "silence_s";
    worsen(episode, seconds(between(from, to)));
    episode.limit = seconds(allowed(sender));
    episode.lasting = lasting;
    if (battery)
        silent_since_ = from;
    else
        episode.note = reaction(from, to);
}

/// What the battery did while the inverter was silent.
std::string Traffic::reaction(Ns from, Ns to) const {
    if (battery_.first == no_time) return {};
    if (forbids_since_ != no_time && forbids_since_ >= from)
        return fmt::format("the battery allowed no current from {:.1f} s on",
                           seconds(between(from, forbids_since_)));
    if (battery_.last != no_time && between(battery_.last, to) > battery_allowed)
        return fmt::format("the battery fell silent after {:.1f} s", seconds(between(from, battery_.last)));
    if (silent_since_ != no_time && silent_since_ >= from)
        return fmt::format("the battery fell silent after {:.1f} s", seconds(between(from, silent_since_)));
    return "the battery went on";
}

void Traffic::forbids(bool all, Ns now) {
    if (all && !std::exchange(forbids_, all)) forbids_since_ = now;
    forbids_ = all;
}

// --- one message ---

/// `others`: when its sender was heard last before this.
void Traffic::judge(Watch& watch, const Sender& sender, Ns others, Ns now) {
    const bool same = watch.stretch == sender.stretch && watch.last != no_time;
    if (watch.last != no_time &&
        !(same && between(watch.last, now) <= least_allowed * period_of(*watch.message))) {
        const auto since = same ? watch.last : sender.begun;
        const auto allowed = watch.allowed();
        if (between(since, now) > allowed && between(since, others) > allowed) {
            tell_stopped(watch, now, false);
            watch.off = 0;
            watch.run = 0;
            return;
        }
    }
    if (!same) {
        watch.off = 0;
        watch.run = 0;
        return;
    }
    watch.add(between(watch.last, now));
    ++watch.run;
    judge_period(watch, now);
}

void Traffic::tell_stopped(const Watch& watch, Ns to, bool lasting) {
    auto& episode = episodes_.once(watch.subject(Kind::message_stopped), watch.last, to);
    episode.key = "silence_s";
    worsen(episode, seconds(between(watch.last, to)));
    episode.limit = seconds(watch.allowed());
    episode.lasting = lasting;
}

void Traffic::judge_period(Watch& watch, Ns now) {
    if (watch.run < Watch::window) return;
    const auto period = period_of(*watch.message);
    const auto shortest = shortest_period(*watch.dialect, *watch.message);
    const bool doubled = watch.message->flow == Flow::to_inverter && now <= doubled_until_;
    int off = 0;
    if (watch.sum > 2 * period * static_cast<Ns>(Watch::window) && watch.is_slow(period)) off = 1;
    if (!watch.of_many && !doubled && watch.sum < shortest * static_cast<Ns>(Watch::window)) off = -1;
    watch.off = off;
    if (off == 0) return;
    auto& episode = episodes_.open(watch.subject(Kind::period_off), now - watch.sum);
    const double mean = seconds(watch.mean());
    const bool worse = !episode.worst || (off > 0 ? mean > *episode.worst : mean < *episode.worst);
    if (worse) episode.worst = mean;
    episode.key = "period_s";
    episode.limit = seconds(off > 0 ? 2 * period : shortest);
    extend(episode, now);
}

// --- two batteries ---

namespace {

// As gtx-probe: so many turns, with so many messages.
constexpr std::uint32_t turns_to_tell = 5;
constexpr int messages_to_tell = 2;

double distance(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        sum += std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    return sum;
}

} // namespace

std::uint32_t Turns::take(const Slot& slot, Ns now, Ns period) {
    std::rotate(last_.begin(), last_.end() - 1, last_.end());
    last_[0].values.assign(slot.raw.begin(), slot.raw.end());
    for (std::size_t i = 0; i < last_[0].values.size(); ++i)
        if ((slot.present >> i & 1) == 0) last_[0].values[i] = 0;
    last_[0].time = now;
    // Two within one period, with a quarter for jitter.
    const bool often = last_[2].time != no_time && between(last_[2].time, now) <= period + period / 4;
    const bool turned =
        4 * distance(last_[0].values, last_[2].values) < distance(last_[0].values, last_[1].values);
    if (!often || !turned) {
        run_ = 0;
    } else if (run_++ == 0) {
        since_ = last_[2].time;
    }
    return run_;
}

void Traffic::watch_turns(Watch& watch, const Slot& slot, Ns now) {
    // Only a message that comes too soon is looked at: of two in a row, one takes at most half of two periods
    // that fit into one and a quarter.
    const auto period = period_of(*watch.message);
    if (std::min(watch.period(1), watch.period(2)) > period * 5 / 8) {
        watch.turns = nullptr;
        return;
    }
    if (!watch.turns) watch.turns = std::make_unique<Turns>();
    if (watch.turns->take(slot, now, period) < turns_to_tell) return;
    Ns since = watch.turns->since();
    int told = 0;
    for (const auto& other : watches_) {
        if (!other || !other->turns || other->turns->run() < turns_to_tell) continue;
        ++told;
        since = std::min(since, other->turns->since());
    }
    if (told < messages_to_tell) return;
    doubled_until_ = now + battery_allowed;
    auto& episode = episodes_.open({.kind = Kind::doubled_senders}, since);
    extend(episode, now);
}

// --- what never came ---

namespace {

enum Need : std::uint32_t {
    charge_voltage = 1,
    charge_current = 2,
    discharge_current = 4,
    soc = 8,
    voltage = 16,
    current = 32,
    conditions = 64,
};

/// What an inverter needs of a row.
std::uint32_t need(const wire::Row& row) {
    const auto meaning = dialect::meaning(row.target);
    if (meaning.kind == dialect::Meaning::Kind::condition) return conditions;
    if (meaning.kind != dialect::Meaning::Kind::value) return 0;
    switch (meaning.key) {
    case state::Key::charge_voltage_limit:
        return charge_voltage;
    case state::Key::charge_current_limit:
        return charge_current;
    case state::Key::discharge_current_limit:
        return discharge_current;
    case state::Key::soc:
        return soc;
    case state::Key::voltage:
        return voltage;
    case state::Key::current:
        return current;
    default:
        return 0;
    }
}

std::uint32_t needs(const dialect::Message& message) {
    std::uint32_t all = 0;
    for (const auto& row : message.table->rows) all |= need(row);
    return all;
}

} // namespace

void Traffic::said(Watch& watch, Ns now) {
    if (watch.said) return;
    watch.said = true;
    if (watch.message->flow != Flow::to_inverter) return;
    if (now != no_time && is_needed(*watch.message)) tell_missing(*watch.message, now, false);
    keys_said_ |= needs(*watch.message);
}

bool Traffic::is_of_version(const dialect::Message& message) const {
    if (message.versions == 0) return true;
    for (std::size_t i = 0; i < dialect_->versions.size(); ++i)
        if (dialect_->versions[i].name == version_) return (message.versions >> i & 1) != 0;
    return false;
}

/// True if the battery was heard long enough for a message, and nobody says what is in it.
bool Traffic::is_needed(const dialect::Message& message) const {
    if (message.flow != Flow::to_inverter || message.period_ms == 0 || !is_of_version(message)) return false;
    return battery_.heard >= static_cast<Ns>(Watch::window) * period_of(message) &&
           (needs(message) & ~keys_said_) != 0;
}

void Traffic::tell_missing(const dialect::Message& message, Ns to, bool lasting) {
    auto& episode = episodes_.once(
        {.kind = Kind::message_missing, .message = &message, .id = message.id.id()}, battery_.first, to);
    episode.lasting = lasting;
}

// --- the end ---

void Traffic::finish(Ns end) {
    if (dialect_ == nullptr || end == no_time) return;
    finish_senders(end);
    finish_watches(end);
    finish_missing(end);
}

void Traffic::finish_senders(Ns end) {
    for (const auto* sender : {&battery_, &inverter_})
        if (sender->periodic && sender->last != no_time && between(sender->last, end) > allowed(*sender))
            tell_silence(*sender, sender->last, end, true);
    if (dialect_->cadence.needs == 0 || inverter_.first != no_time || battery_.heard < inverter_allowed)
        return;
    auto& episode = episodes_.once({.kind = Kind::keep_alive_missing}, battery_.first, end);
    episode.lasting = true;
}

void Traffic::finish_watches(Ns end) {
    for (const auto& watch : watches_) {
        if (!watch || watch->last == no_time) continue;
        const auto& sender = sender_of(*watch->message);
        const bool same = watch->stretch == sender.stretch;
        const auto since = same ? watch->last : sender.begun;
        if (sender.last != no_time && between(since, sender.last) > watch->allowed()) {
            tell_stopped(*watch, end, true);
        } else if (auto* off = episodes_.find(watch->subject(Kind::period_off));
                   watch->off != 0 && off != nullptr) {
            off->lasting = same && sender.last != no_time;
            if (off->lasting) off->to = end;
        }
    }
    auto* doubled = episodes_.find({.kind = Kind::doubled_senders});
    if (doubled == nullptr || doubled_until_ == no_time || end > doubled_until_) return;
    doubled->lasting = true;
    doubled->to = end;
}

void Traffic::finish_missing(Ns end) {
    for (std::size_t i = 0; i < dialect_->messages.size(); ++i) {
        const auto& message = dialect_->messages[i];
        if (!is_needed(message)) continue;
        tell_missing(message, end, true);
        keys_said_ |= needs(message); // another reading of the identifier would tell the same
    }
}

} // namespace gtx::decode
