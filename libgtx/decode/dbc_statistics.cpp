// SPDX-License-Identifier: MIT
#include "decode/dbc_statistics_impl.hpp"

#include <algorithm>
#include <cmath>

#include "gtx/base/text.hpp"
#include "gtx/wire/codec.hpp"

namespace gtx::decode {

namespace {

using Number = dialect::DbcSignal::Number;

constexpr int digits_shown = 6;
constexpr int most_decimals = 9; // as wire::Scale has them
/// Numbers beyond do not fit into sums: they are out of range.
constexpr double most_counted = 9e18;

/// Whether raw · num + bias never leaves 64 bits.
bool is_whole(const dialect::DbcSignal& s) {
    if (s.number != Number::integer || !s.exact) return false;
    const unsigned bits = s.row.bits.is_signed ? s.row.bits.width - 1U : s.row.bits.width;
    const double most = std::ldexp(1.0, static_cast<int>(bits));
    return most * std::abs(s.row.scale.num) + std::abs(static_cast<double>(s.row.scale.bias)) < most_counted;
}

unsigned decimals_of(const dialect::DbcSignal& s) {
    if (s.number == Number::integer && s.exact) return wire::decimals(s.row.scale);
    const double factor = std::abs(s.factor);
    const bool unscaled =
        !(factor > 0) || !std::isfinite(factor) || (s.number != Number::integer && factor == 1);
    if (unscaled) return digits_shown;
    const auto wanted = digits_shown - 1 - static_cast<int>(std::floor(std::log10(factor)));
    return static_cast<unsigned>(std::clamp(wanted, 0, most_decimals));
}

std::string symbol_of(const dialect::DbcSignal& s) {
    if (s.row.unit != Unit::none) return std::string(symbol(s.row.unit));
    std::string out;
    text::append_for_people(out, s.unit);
    return out;
}

} // namespace

DbcStatistics::DbcStatistics(const dialect::DbcMessage& message) : message_(message) {
    counted_.reserve(message.signals.size());
    for (const auto& signal : message.signals) counted_.push_back(begin(signal));
}

DbcStatistics::Counted DbcStatistics::begin(const dialect::DbcSignal& signal) {
    Counted counted;
    counted.whole = is_whole(signal);
    counted.decimals = decimals_of(signal);
    return counted;
}

void DbcStatistics::take(Counted& counted, const dialect::DbcValue& value, const Moment& now) {
    counted.taken = true;
    auto raw = value.raw;
    bool bad = false;
    if (!counted.whole) {
        const double scaled = value.value * std::pow(10.0, counted.decimals);
        bad = std::abs(scaled) > most_counted;
        raw = std::llround(std::clamp(scaled, -most_counted, most_counted));
    }
    auto& s = counted.signal;
    if (counted.held && s.last == raw && s.bad == bad) return;
    if (counted.held) s.fold(now);
    s.begin(raw, bad, now);
    counted.held = true;
}

void DbcStatistics::take(std::span<const std::uint8_t> bytes, const Moment& now) {
    values_.clear();
    dialect::decode(message_, bytes, values_);
    for (const auto& value : values_)
        take(counted_[static_cast<std::size_t>(value.signal - message_.signals.data())], value, now);
    for (auto& counted : counted_) {
        if (counted.held && !counted.taken) {
            counted.signal.fold(now);
            counted.held = false;
        }
        counted.taken = false;
    }
}

void DbcStatistics::fold_all(const Moment& now) {
    for (auto& counted : counted_)
        if (counted.held) counted.signal.fold(now);
}

SignalSummary DbcStatistics::total(std::size_t place) const {
    const auto& signal = message_.signals[place];
    const auto& counted = counted_[place];
    const auto& s = counted.signal;
    SignalSummary out;
    out.row = static_cast<std::uint16_t>(place);
    out.kind = signal.row.labels.empty() ? SignalSummary::Kind::number : SignalSummary::Kind::choice;
    out.decimals = static_cast<std::uint8_t>(counted.decimals);
    out.name = signal.row.name;
    out.symbol = symbol_of(signal);
    out.count = s.count;
    out.out_of_range = s.out_of_range;
    out.held = counted.held;
    if (signal.number == Number::integer && counted.whole) out.label = wire::label(signal.row, s.last);
    const auto number = [&](std::int64_t raw) {
        return counted.whole ? wire::mantissa(signal.row.scale, raw) : raw;
    };
    out.first = number(s.first);
    out.last = number(s.last);
    // A negative factor turns least and most round.
    out.least = std::min(number(s.least), number(s.most));
    out.most = std::max(number(s.least), number(s.most));
    out.sum = counted.whole ? s.sum * signal.row.scale.num +
                                  Int128{signal.row.scale.bias} * static_cast<Int128>(s.count)
                            : s.sum;
    return out;
}

void DbcStatistics::tell(std::vector<SignalSummary>& out, const std::vector<std::string>& names) const {
    for (std::size_t i = 0; i < counted_.size(); ++i) {
        const bool wanted =
            names.empty() || std::ranges::find(names, message_.signals[i].row.name) != names.end();
        if (wanted && counted_[i].signal.count != 0) out.push_back(total(i));
    }
}

} // namespace gtx::decode
