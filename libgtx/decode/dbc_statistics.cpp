// SPDX-License-Identifier: MIT
#include "decode/dbc_statistics_impl.hpp"

#include <algorithm>
#include <cmath>

#include "decode/dbc_records_impl.hpp"

namespace gtx::decode {

namespace {

using Number = dialect::DbcSignal::Number;

constexpr int digits_shown = 6;
constexpr int most_decimals = 9; // as wire::Scale has them
/// Numbers beyond do not fit into sums: they are out of range.
constexpr double most_counted = 9e18;

unsigned decimals_of(const dialect::DbcSignal& s) {
    if (s.number == Number::integer && s.exact) return wire::decimals(s.row.scale);
    const double factor = std::abs(s.factor);
    const double place = factor > 0 && std::isfinite(factor) ? std::floor(std::log10(factor)) : 0;
    const auto wanted = digits_shown - 1 - static_cast<int>(place);
    return static_cast<unsigned>(std::clamp(wanted, 0, most_decimals));
}

} // namespace

DbcStatistics::DbcStatistics(const dialect::DbcMessage& message) : message_(message) {
    counted_.resize(message.signals.size());
    for (std::size_t i = 0; i < counted_.size(); ++i) counted_[i].decimals = decimals_of(message.signals[i]);
}

void DbcStatistics::take(Counted& counted, const dialect::DbcValue& value, const Moment& now) {
    counted.taken = true;
    counted.label = dialect::label(value);
    const double scaled = value.value * std::pow(10.0, counted.decimals);
    const auto exact = dialect::mantissa(value);
    const bool bad = !exact && std::abs(scaled) > most_counted;
    const auto number = exact ? *exact : std::llround(std::clamp(scaled, -most_counted, most_counted));
    auto& s = counted.signal;
    if (counted.held && s.last == number && s.bad == bad) return;
    if (counted.held) s.fold(now);
    s.begin(number, bad, now);
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
    const auto unit = unit_of(signal);
    out.name = signal.row.name;
    out.bare = true;
    out.suffix = unit.suffix;
    out.symbol = unit.symbol;
    out.count = s.count;
    out.out_of_range = s.out_of_range;
    out.held = counted.held;
    out.label = counted.label;
    out.first = s.first;
    out.last = s.last;
    out.least = s.least;
    out.most = s.most;
    out.sum = s.sum;
    return out;
}

void DbcStatistics::tell(std::vector<SignalSummary>& out, const std::vector<std::string>& names) const {
    for (std::size_t i = 0; i < counted_.size(); ++i) {
        if (counted_[i].signal.count != 0 && is_wanted(names, message_.signals[i])) out.push_back(total(i));
    }
}

} // namespace gtx::decode
