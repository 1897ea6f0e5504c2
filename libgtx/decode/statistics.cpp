// SPDX-License-Identifier: MIT
#include "decode/statistics_impl.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "decode/dbc_records_impl.hpp"
#include "gtx/state/keys.hpp"

namespace gtx::decode {

namespace {

template <class Visit>
void each_row(wire::RowMask rows, Visit&& visit) {
    for (; rows != 0; rows &= rows - 1) visit(static_cast<std::size_t>(std::countr_zero(rows)));
}

SignalSummary::Kind kind_of(const wire::Row& row) {
    using Kind = SignalSummary::Kind;
    if (wire::is_yes_no(row)) return Kind::flag;
    if (row.kind == wire::Kind::text) return Kind::text;
    return row.kind == wire::Kind::choice ? Kind::choice : Kind::number;
}

} // namespace

// --- the load of a bus -------------------------------------------------------------------------------------

void LineStatistics::turn(std::uint64_t now, std::uint32_t bits) {
    if (now == none) return;
    if (open) load.add(run);
    constexpr auto second = static_cast<std::int64_t>(second_ns);
    const auto t = static_cast<std::int64_t>(now);
    run = {t / second - (t % second < 0 ? 1 : 0), bits};
    begin = static_cast<std::uint64_t>(run.second) * second_ns;
    open = true;
}

BusLoad LineStatistics::total() const {
    auto all = load;
    if (open) all.add(run);
    return all;
}

// --- time and length ---------------------------------------------------------------------------------------

// Until the first time is known the usual step is 0: that of one unknown time to the next.
void SlotStatistics::take_odd_step(Timestamp t) {
    if (!t.known()) {
        ++untimed_;
        return;
    }
    const auto now = static_cast<std::uint64_t>(t.ns());
    if (!timed()) {
        untimed_ = frames_ - 1;
        first_ = last_ = stopped_ = now;
        usual_from_ = none; // no step has that length
        return;
    }
    const auto step = static_cast<std::int64_t>(now - last_);
    last_ = now;
    if (step < 0) {
        ++steps_back_;
        back_ns_ += 0 - static_cast<std::uint64_t>(step);
    } else {
        note_period(step);
    }
    if (step < 0 || step > longest_hold_ns) stopped_ += static_cast<std::uint64_t>(step);
}

void SlotStatistics::note_period(std::int64_t step) {
    const auto length = static_cast<std::uint64_t>(step);
    squares_ += Uint128{length} * length;
    shortest_ns_ = longest_ns_ < 0 ? step : std::min(shortest_ns_, step);
    longest_ns_ = std::max(longest_ns_, step);
    if (shortest_ns_ > longest_hold_ns) return;
    usual_from_ = static_cast<std::uint64_t>(shortest_ns_);
    usual_width_ = static_cast<std::uint64_t>(std::min(longest_ns_, longest_hold_ns) - shortest_ns_);
}

Spacing SlotStatistics::spacing() const {
    Spacing s;
    if (!timed()) return s;
    s.count = frames_ - untimed_ - 1 - steps_back_;
    s.steps_back = steps_back_;
    s.sum_ns = Uint128{last_ - first_} + back_ns_;
    if (static_cast<std::int64_t>(last_ - first_) < 0) s.sum_ns -= Uint128{1} << 64;
    s.squares_ns2 = squares_;
    if (s.count == 0) return s;
    s.shortest_ns = shortest_ns_;
    s.longest_ns = longest_ns_;
    return s;
}

void SlotStatistics::set_length(std::uint8_t length) {
    bits_ += (frames_ - 1 - length_from_) * frame_bits_;
    length_from_ = frames_ - 1;
    length_ = length;
    frame_bits_ = frame_bits(id_, kind_, length);
    shortest_ = std::min(shortest_, length);
    longest_ = std::max(longest_, length);
}

// --- values ------------------------------------------------------------------------------------------------

void SlotStatistics::take_changed(const log::Entry& entry, const Slot& now) {
    look_ = false;
    if (now.message == nullptr) {
        // Another dialect, in which this identifier is nothing: what was held is held on.
        if (message_ == nullptr) return;
        ++silent_;
        look_ = true;
        return;
    }
    if (!now.decoded) {
        ++refused_;
        return;
    }
    if (message_ != now.message) set_message(now);
    if (dbc_)
        dbc_->take(entry.frame.bytes(), moment());
    else
        take_values(entry, now);
}

void SlotStatistics::set_message(const Slot& now) {
    if (message_ == nullptr) {
        head_ns_ = clock();
        silent_ += frames_ - 1 - refused_ - silent_; // none of those before could be decoded
    } else {
        anew_ = true;
        fold_power();
        power_ = {};
    }
    message_ = now.message;
    dialect_ = now.dialect;
    const auto reading = std::ranges::find(now.readings, message_);
    reading_ = static_cast<std::uint16_t>(reading - now.readings.begin());
    const auto rows = message_->table->rows;
    signals_.assign(rows.size(), {});
    present_ = texts_ = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].kind == wire::Kind::text) texts_ |= wire::RowMask{1} << i;
    said_.assign(texts_ != 0 ? rows.size() : 0, {});
    const auto* origin = dbc_origin(now);
    dbc_ = origin != nullptr ? std::make_unique<DbcStatistics>(*origin->message) : nullptr;
    find_power(now);
}

void SlotStatistics::find_power(const Slot& now) {
    volts_row_ = amps_row_ = -1;
    power_rows_ = 0;
    // What a single pack says is part of what the stack says.
    if (message_->id.pack(now.id).value_or(0) != 0) return;
    const auto rows = message_->table->rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto m = dialect::meaning(rows[i].target);
        if (m.kind != dialect::Meaning::Kind::value) continue;
        if (m.key == state::Key::voltage) volts_row_ = static_cast<int>(i);
        if (m.key == state::Key::current) amps_row_ = static_cast<int>(i);
    }
    if (volts_row_ >= 0 && amps_row_ >= 0)
        power_rows_ = wire::RowMask{1} << volts_row_ | wire::RowMask{1} << amps_row_;
}

/// A value that stays what it was holds on: only rows that differ are counted.
void SlotStatistics::take_values(const log::Entry& entry, const Slot& now) {
    wire::RowMask differ = present_ ^ now.present;
    each_row(present_ & now.present,
             [&](std::size_t i) { differ |= wire::RowMask{signals_[i].last != now.raw[i]} << i; });
    if ((now.present & texts_) != 0)
        each_row(now.present & texts_, [&](std::size_t i) {
            said_[i] = wire::text(message_->table->rows[i], entry.frame.bytes());
        });
    if (differ == 0) return;
    const bool power = (differ & power_rows_) != 0;
    if (power) fold_power();
    const auto here = moment();
    each_row(differ & present_, [&](std::size_t i) { signals_[i].fold(here); });
    present_ = now.present;
    const auto bad = message_->outside(now.raw.data(), differ & present_);
    each_row(differ & present_,
             [&](std::size_t i) { signals_[i].begin(now.raw[i], (bad >> i & 1) != 0, here); });
    if (power) begin_power();
}

void SlotStatistics::fold_power() {
    const auto now = clock();
    power_.add_to(through_, now - std::exchange(power_since_, now));
}

void SlotStatistics::begin_power() {
    power_ = {};
    if (!has(volts_row_) || !has(amps_row_)) return;
    const auto volts = static_cast<std::size_t>(volts_row_);
    const auto amps = static_cast<std::size_t>(amps_row_);
    const auto rows = message_->table->rows;
    power_.held = true;
    power_.volts = wire::mantissa(rows[volts].scale, signals_[volts].last);
    power_.amps = wire::mantissa(rows[amps].scale, signals_[amps].last);
    power_.volts_decimals = static_cast<std::uint8_t>(wire::decimals(rows[volts].scale));
    power_.amps_decimals = static_cast<std::uint8_t>(wire::decimals(rows[amps].scale));
}

// --- the end -----------------------------------------------------------------------------------------------

void SlotStatistics::fold_all() {
    if (message_ == nullptr) {
        head_ns_ = clock();
        return;
    }
    ++frames_; // as if one more had come
    const auto here = moment();
    each_row(present_, [&](std::size_t i) { signals_[i].fold(here); });
    if (dbc_) dbc_->fold_all(here);
    --frames_;
    fold_power();
}

SignalSummary SlotStatistics::signal_total(std::size_t i) const {
    const auto& row = message_->table->rows[i];
    const auto& s = signals_[i];
    SignalSummary out;
    out.row = static_cast<std::uint16_t>(i);
    out.kind = kind_of(row);
    out.name = wire::full_name(row);
    out.suffix = suffix(row.unit);
    out.symbol = symbol(row.unit);
    out.count = s.count;
    out.held = (present_ >> i & 1) != 0;
    out.out_of_range = s.out_of_range;
    if (out.kind == SignalSummary::Kind::text) {
        out.label = said_[i];
        return out;
    }
    if (out.kind == SignalSummary::Kind::flag) {
        out.first = wire::is_yes(s.first) ? 1 : 0;
        out.last = wire::is_yes(s.last) ? 1 : 0;
        out.known_ns = s.known_ns;
        out.yes_ns = s.yes_ns;
        out.rises = s.rises;
        out.ever_yes = wire::is_yes(s.least) || wire::is_yes(s.most);
        return out;
    }
    out.decimals = static_cast<std::uint8_t>(wire::decimals(row.scale));
    out.label = row.kind == wire::Kind::choice ? wire::label(row, s.last) : "";
    const auto number = [&](std::int64_t raw) { return wire::mantissa(row.scale, raw); };
    out.first = number(s.first);
    out.last = number(s.last);
    // A row that turns the sign round has its least value where the raw number is greatest.
    out.least = std::min(number(s.least), number(s.most));
    out.most = std::max(number(s.least), number(s.most));
    out.sum = s.sum * row.scale.num + Int128{row.scale.bias} * static_cast<Int128>(s.count);
    return out;
}

IdSummary SlotStatistics::total(const Selection& selection, Throughput& through) {
    fold_all();
    ++frames_; // as if one more had come, of the same length
    set_length(length_);
    --frames_;
    IdSummary out;
    out.id = id_;
    out.kind = kind_;
    out.reading = reading_;
    out.anew = anew_;
    out.frames = frames_;
    out.refused = refused_;
    out.shortest = shortest_;
    out.longest = longest_;
    out.bits = bits_;
    if (timed()) {
        out.first = Timestamp(static_cast<std::int64_t>(first_));
        out.last = Timestamp(static_cast<std::int64_t>(last_));
    }
    out.spacing = spacing();
    out.head_ns = head_ns_;
    out.power = power_;
    through.merge(through_);
    if (message_ == nullptr) return out;
    out.message = message_->table->name;
    out.dialect = dialect_->name;
    tell_signals(out, selection);
    return out;
}

void SlotStatistics::tell_signals(IdSummary& out, const Selection& selection) const {
    if (dbc_) return dbc_->tell(out.signals, selection.signals);
    const auto wanted = wanted_rows(selection, *message_->table);
    const auto is_told = [&](std::size_t i) { return (wanted >> i & 1) != 0 && signals_[i].count != 0; };
    std::size_t told = 0;
    for (std::size_t i = 0; i < signals_.size(); ++i) told += is_told(i) ? 1U : 0U;
    out.signals.reserve(told);
    for (std::size_t i = 0; i < signals_.size(); ++i)
        if (is_told(i)) out.signals.push_back(signal_total(i));
}

} // namespace gtx::decode
