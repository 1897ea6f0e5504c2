// SPDX-License-Identifier: MIT
#include "decode/statistics_impl.hpp"

#include "gtx/state/keys.hpp"

namespace gtx::decode {

void SlotStatistics::take(const log::Entry& entry, const Slot& now, bool changed, Throughput& through) {
    ++frames;
    take_time(entry.time);
    shortest = std::min(shortest, entry.frame.length);
    longest = std::max(longest, entry.frame.length);
    if (now.message == nullptr) return;
    if (!now.decoded) {
        ++refused;
        return;
    }
    if (changed || held_frames == 0) {
        fold(through);
        if (message != now.message) set_message(now);
        take_values(entry, now);
    }
    ++held_frames;
}

void SlotStatistics::take_time(Timestamp t) {
    if (!t.known()) return;
    if (!first.known()) {
        first = last = t;
        return;
    }
    const auto since = t.ns() - last.ns();
    periods.add(since);
    if (since > 0 && since <= longest_hold_ns) held_ns += since;
    last = t;
}

void SlotStatistics::set_message(const Slot& now) {
    message = now.message;
    const auto rows = message->table->rows;
    signals.assign(rows.size(), {});
    const auto is_text = [](const wire::Row& row) { return row.kind == wire::Kind::text; };
    texts.assign(std::ranges::any_of(rows, is_text) ? rows.size() : 0, {});
    raw.assign(rows.size(), 0);
    voltage_row = current_row = -1;
    // What a single pack says is part of what the stack says.
    if (message->id.pack(now.id).value_or(0) != 0) return;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto m = dialect::meaning(rows[i].target);
        if (m.kind != dialect::Meaning::Kind::value) continue;
        if (m.key == state::Key::voltage) voltage_row = static_cast<int>(i);
        if (m.key == state::Key::current) current_row = static_cast<int>(i);
    }
}

void SlotStatistics::take_values(const log::Entry& entry, const Slot& now) {
    const auto reading = now.reading(entry);
    present = now.present;
    bad = dialect::out_of_range(reading);
    const auto rows = message->table->rows;
    for (auto rest = present; rest != 0; rest &= rest - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(rest));
        raw[i] = now.raw[i];
        if (rows[i].kind == wire::Kind::text) texts[i] = wire::text(rows[i], reading.bytes);
    }
}

void SlotStatistics::fold(Throughput& through) {
    const auto span = std::exchange(held_ns, 0);
    const auto times = std::exchange(held_frames, std::uint64_t{0});
    if (times == 0 || message == nullptr) return;
    const auto rows = message->table->rows;
    for (auto rest = present; rest != 0; rest &= rest - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(rest));
        signals[i].add(raw[i], times);
        if ((bad >> i & 1) != 0) signals[i].out_of_range += times;
        if (!wire::is_yes_no(rows[i]) || !wire::is_yes(raw[i])) continue;
        signals[i].yes_ns += span;
        signals[i].ever_yes = true;
    }
    const auto has = [&](int row) { return row >= 0 && ((present & ~bad) >> row & 1) != 0; };
    if (!has(voltage_row) || !has(current_row) || !first.known()) return;
    const auto v = static_cast<std::size_t>(voltage_row);
    const auto c = static_cast<std::size_t>(current_row);
    through.add(wire::value(rows[v], raw[v]), wire::value(rows[c], raw[c]), static_cast<double>(span) * 1e-9);
}

} // namespace gtx::decode
