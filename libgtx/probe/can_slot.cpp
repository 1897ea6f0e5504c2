// SPDX-License-Identifier: MIT
#include "probe/can_slot_impl.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "gtx/wire/codec.hpp"

namespace gtx::probe {

namespace {

using Values = std::vector<std::int64_t>;

/// The values of a reading; of texts a sum over their characters stands for them.
void put_values(const dialect::Reading& reading, Values& values) {
    const auto rows = reading.message->table->rows;
    values.assign(rows.size(), 0);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].kind == wire::Kind::text)
            for (const char c : wire::text(rows[i], reading.bytes))
                values[i] = (values[i] * 31 + static_cast<unsigned char>(c)) % 65536;
        else if ((reading.present >> i & 1) != 0)
            values[i] = reading.raw[i];
    }
}

double distance(const Values& a, const Values& b) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        sum += std::fabs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    return sum;
}

/// Rows that make frames of one identifier differ by what they are about.
bool is_of_many(const wire::Table& table) {
    return std::ranges::any_of(table.rows, [](const wire::Row& row) {
        return row.selects || row.when != -1 || dialect::is_address(row);
    });
}

} // namespace

void Turns::take(const dialect::Reading& reading, Timestamp time, std::int64_t period_ns) {
    std::rotate(last_.begin(), last_.end() - 1, last_.end());
    put_values(reading, last_[0].values);
    last_[0].time = time;
    const auto first = last_[2].time;
    if (!time.known() || !first.known() || first > time) return;
    // Two within one period, with a quarter for jitter; halves as in DialectFinder.
    const bool often = time.ns() / 2 - first.ns() / 2 <= (period_ns + period_ns / 4) / 2;
    const bool turned =
        4 * distance(last_[0].values, last_[2].values) < distance(last_[0].values, last_[1].values);
    run_ = often && turned ? run_ + 1 : 0;
}

void CanSlot::assign(const dialect::Dialect* dialect) {
    readings.clear();
    message = nullptr;
    decoded = counts = regular = last_round = false;
    round = 0;
    counted = {};
    turns.forget();
    if (dialect == nullptr) return;
    for (const auto& m : dialect->messages)
        if (m.id.matches(id)) readings.push_back(&m);
    if (readings.empty()) return;
    message = readings.front();
    counts = message->flow == dialect::Flow::to_inverter && message->period_ms != 0 &&
             !is_of_many(*message->table);
    std::size_t rows = 0;
    for (const auto* reading : readings) rows = std::max(rows, reading->table->rows.size());
    raw.assign(rows, 0);
}

/// The first message that suits the bytes; the one taken last if none does.
void CanSlot::choose() {
    for (const auto* reading : readings) {
        if (reading->suits != nullptr && !reading->suits({bytes.data(), length})) continue;
        message = reading;
        return;
    }
}

bool CanSlot::decode(const can::Frame& frame) {
    const auto old = std::span(bytes).first(length);
    if (decoded && std::ranges::equal(old, frame.bytes())) return false;
    length = std::min<std::uint8_t>(frame.length, can::Frame::max_fd_length);
    bytes = {};
    std::ranges::copy(std::span(frame.data).first(length), bytes.begin());
    if (readings.size() > 1) choose();
    present = 0;
    outside = 0;
    decoded = length >= wire::least_length(*message->table);
    if (!decoded) return true;
    present = message->decode(bytes.data(), length, raw.data());
    outside = static_cast<std::uint64_t>(std::popcount(dialect::out_of_range(reading())));
    return true;
}

CanSlot* CanSlots::find(can::Id id, bool& is_new) {
    auto** known = id.extended ? nullptr : &standard_[id.value & 0x7FF];
    if (id.extended) {
        const auto found = extended_.find(id.value);
        if (found != extended_.end()) known = &found->second;
    }
    is_new = known == nullptr || *known == nullptr;
    if (!is_new) return *known;
    // Noise of 29 bits must not hide a battery of 11 bits.
    if (id.extended && extended_.size() >= most - standard_.size()) return nullptr;
    auto& made = all_.emplace_back();
    made.id = id;
    (id.extended ? extended_[id.value] : standard_[id.value & 0x7FF]) = &made;
    return &made;
}

} // namespace gtx::probe
