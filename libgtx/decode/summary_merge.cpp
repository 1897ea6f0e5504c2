// SPDX-License-Identifier: MIT
// Summaries of logs one behind the other become one, exactly.
#include <algorithm>
#include <cmath>
#include <tuple>
#include <unordered_map>

#include "decode/summary_impl.hpp"

namespace gtx::decode {

namespace {

Uint128 power_of_ten(unsigned n) {
    Uint128 p = 1;
    while (n-- > 0) p *= 10;
    return p;
}

/// Time that counts as gone on from `a` to `b`.
std::int64_t held_between(Timestamp a, Timestamp b) {
    if (!a.known() || !b.known()) return 0;
    const auto ns = b.ns() - a.ns();
    return ns > 0 && ns <= longest_hold_ns ? ns : 0;
}

/// Sums that come from a file may be anything: they wrap.
template <class T>
void add(T& sum, T v) {
    sum = static_cast<T>(static_cast<Uint128>(sum) + static_cast<Uint128>(v));
}

Uint128 magnitude(std::int64_t v) {
    return v < 0 ? 0 - static_cast<std::uint64_t>(v) : static_cast<std::uint64_t>(v);
}

auto rank(const IdSummary& s) {
    return std::tuple(s.message.empty(), s.kind, s.id.extended, s.id.value);
}

std::uint64_t key_of(const IdSummary& s) {
    return std::uint64_t{s.id.value} | std::uint64_t{s.id.extended} << 32 |
           std::uint64_t{static_cast<std::uint8_t>(s.kind)} << 33;
}

} // namespace

// --- sums --------------------------------------------------------------------------------------------------

void ExactSum::add(const ExactSum& other) {
    if (other.decimals > decimals) digits *= power_of_ten(other.decimals - decimals);
    digits +=
        other.decimals < decimals ? other.digits * power_of_ten(decimals - other.decimals) : other.digits;
    decimals = std::max(decimals, other.decimals);
}

double ExactSum::value() const {
    const auto unit = power_of_ten(decimals);
    return static_cast<double>(digits / unit) +
           static_cast<double>(digits % unit) / static_cast<double>(unit);
}

void Spacing::add(std::int64_t ns) {
    if (ns < 0) {
        ++steps_back;
        return;
    }
    shortest_ns = count == 0 ? ns : std::min(shortest_ns, ns);
    longest_ns = count == 0 ? ns : std::max(longest_ns, ns);
    ++count;
    sum_ns += magnitude(ns);
    squares_ns2 += magnitude(ns) * magnitude(ns);
}

void Spacing::merge(const Spacing& later) {
    if (later.count != 0) {
        shortest_ns = count == 0 ? later.shortest_ns : std::min(shortest_ns, later.shortest_ns);
        longest_ns = count == 0 ? later.longest_ns : std::max(longest_ns, later.longest_ns);
    }
    count += later.count;
    steps_back += later.steps_back;
    sum_ns += later.sum_ns;
    squares_ns2 += later.squares_ns2;
}

double Spacing::mean_s() const {
    if (count == 0) return 0;
    const auto whole = sum_ns / count;
    const auto rest = static_cast<double>(sum_ns % count) / static_cast<double>(count);
    return (static_cast<double>(whole) + rest) * 1e-9;
}

// The squares of the differences from the whole part of the mean add up exactly, whatever wraps on the way.
double Spacing::jitter_s() const {
    if (count < 2) return 0;
    const auto whole = sum_ns / count;
    const auto squares = squares_ns2 - 2 * whole * sum_ns + whole * whole * count;
    const auto n = static_cast<double>(count);
    const auto rest = static_cast<double>(sum_ns % count) / n;
    return std::sqrt(std::max(0.0, static_cast<double>(squares) / n - rest * rest)) * 1e-9;
}

// --- signals -----------------------------------------------------------------------------------------------

std::string SignalSummary::key() const {
    return bare || suffix.empty() ? name : name + "_" + suffix;
}

bool SignalSummary::is_same(const SignalSummary& other) const {
    return std::tie(row, kind, decimals, name, suffix) ==
           std::tie(other.row, other.kind, other.decimals, other.name, other.suffix);
}

namespace {

/// `later` begins `gap_ns` after this one, for which its last value held.
void merge_signal(SignalSummary& s, const SignalSummary& later) {
    if (s.kind == SignalSummary::Kind::flag)
        s.rises += later.rises + (s.last != 1 && later.first == 1 ? 1U : 0U);
    s.count += later.count;
    s.out_of_range += later.out_of_range;
    s.least = std::min(s.least, later.least);
    s.most = std::max(s.most, later.most);
    s.last = later.last;
    add(s.sum, later.sum);
    s.label = later.label;
    add(s.known_ns, later.known_ns);
    add(s.yes_ns, later.yes_ns);
    s.ever_yes = s.ever_yes || later.ever_yes;
}

void hold_on(SignalSummary& s, std::int64_t ns) {
    if (!s.held || s.kind != SignalSummary::Kind::flag) return;
    add(s.known_ns, ns);
    if (s.last == 1) add(s.yes_ns, ns);
}

bool same_signals(const IdSummary& a, const IdSummary& b) {
    if (a.message != b.message || a.reading != b.reading) return false;
    return std::ranges::all_of(a.signals, [&](const SignalSummary& s) {
        const auto other = std::ranges::find(b.signals, s.row, &SignalSummary::row);
        return other == b.signals.end() || s.is_same(*other);
    });
}

void merge_signals(std::vector<SignalSummary>& all, const std::vector<SignalSummary>& later) {
    for (auto& s : all) s.held = false;
    for (const auto& s : later) {
        const auto at = std::ranges::lower_bound(all, s.row, {}, &SignalSummary::row);
        if (at == all.end() || at->row != s.row) {
            all.insert(at, s);
            continue;
        }
        merge_signal(*at, s);
        at->held = s.held;
    }
}

} // namespace

// --- charge and energy -------------------------------------------------------------------------------------

void Throughput::merge(const Throughput& later) {
    measured = measured || later.measured;
    charge_in_As.add(later.charge_in_As);
    charge_out_As.add(later.charge_out_As);
    energy_in_Ws.add(later.energy_in_Ws);
    energy_out_Ws.add(later.energy_out_Ws);
}

void HeldPower::add_to(Throughput& through, std::int64_t ns) const {
    if (!held) return;
    constexpr unsigned nano = 9;
    through.measured = true;
    const auto span = static_cast<Uint128>(ns);
    const auto charge = magnitude(amps) * span;
    (amps > 0 ? through.charge_in_As : through.charge_out_As).add({charge, nano + amps_decimals});
    (amps > 0 ? through.energy_in_Ws : through.energy_out_Ws)
        .add({magnitude(volts) * charge, nano + amps_decimals + volts_decimals});
}

// --- identifiers -------------------------------------------------------------------------------------------

namespace {

/// What `later` says of values, `gap_ns` of held values behind what was said before.
void merge_values(IdSummary& s, const IdSummary& later, std::int64_t gap_ns, Throughput& through) {
    auto ns = gap_ns;
    add(ns, later.head_ns);
    s.power.add_to(through, ns);
    for (auto& signal : s.signals) hold_on(signal, ns);
    if (s.message.empty()) add(s.head_ns, ns);
    if (later.message.empty()) return;
    s.power = later.power;
    // Dialects have messages of the same name.
    const bool other = !s.message.empty() && (s.dialect != later.dialect || !same_signals(s, later));
    if (s.message.empty() || later.anew || other)
        s.signals = later.signals;
    else
        merge_signals(s.signals, later.signals);
    s.anew = s.anew || later.anew || other;
    s.message = later.message;
    s.dialect = later.dialect;
    s.reading = later.reading;
}

} // namespace

void IdSummary::merge(const IdSummary& later, Throughput& through) {
    merge_values(*this, later, held_between(last, later.first), through);
    if (last.known() && later.first.known()) spacing.add(later.first.ns() - last.ns());
    spacing.merge(later.spacing);
    if (!first.known()) first = later.first;
    if (later.last.known()) last = later.last;
    if (later.frames != 0) {
        shortest = frames == 0 ? later.shortest : std::min(shortest, later.shortest);
        longest = std::max(longest, later.longest);
    }
    frames += later.frames;
    refused += later.refused;
    bits += later.bits;
}

std::uint32_t frame_bits(can::Id id, can::Kind kind, unsigned length) {
    switch (kind) {
    case can::Kind::data:
        return (id.extended ? 67 : 47) + 8 * length;
    case can::Kind::remote:
        return id.extended ? 67 : 47;
    case can::Kind::fd:
        // With the count of stuff bits (4) and, as they are fixed, the stuff bits of the checksum (6 or 7).
        return (id.extended ? 54 : 35) + 8 * length + (length > 16 ? 32 : 27);
    case can::Kind::error:
    case can::Kind::xl:
        break;
    }
    return 0;
}

// --- interfaces --------------------------------------------------------------------------------------------

void BusLoad::add(const SecondRun& run) {
    const bool on = runs != 0 && last.second == run.second;
    last = {run.second, run.bits + (on ? last.bits : 0)};
    runs += on ? 0U : 1U;
    if (runs == 1) first = last;
    if (runs == 1 && !on) most = last;
    if (last.bits > most.bits) most = last;
}

void BusLoad::merge(const BusLoad& later) {
    if (later.runs == 0) return;
    add(later.first);
    runs += later.runs - 1;
    if (later.runs > 1) last = later.last;
    if (later.most.bits > most.bits) most = later.most;
}

std::uint64_t InterfaceSummary::frames() const {
    std::uint64_t n = 0;
    for (const auto& s : ids) n += s.frames;
    return n;
}

std::uint64_t InterfaceSummary::bits() const {
    std::uint64_t n = 0;
    for (const auto& s : ids) n += s.bits;
    return n;
}

InterfaceSummary::Span InterfaceSummary::span() const {
    Span span;
    for (const auto& s : ids) {
        if (!s.first.known()) continue;
        const auto [early, late] = std::minmax(s.first, s.last); // time may have stepped back
        if (!span.from.known() || early < span.from) span.from = early;
        if (!span.to.known() || late > span.to) span.to = late;
    }
    return span;
}

void InterfaceSummary::merge(const InterfaceSummary& later) {
    if (!later.dialect.empty()) {
        dialect = later.dialect;
        bit_rate = later.bit_rate;
    }
    if (!later.version.empty()) version = later.version;
    through.merge(later.through);
    load.merge(later.load);
    std::unordered_map<std::uint64_t, std::size_t> places;
    for (std::size_t i = 0; i < ids.size(); ++i) places.emplace(key_of(ids[i]), i);
    for (const auto& s : later.ids) {
        if (const auto at = places.find(key_of(s)); at != places.end())
            ids[at->second].merge(s, through);
        else
            ids.push_back(s);
    }
    sort_ids(*this);
}

void sort_ids(InterfaceSummary& interface) {
    std::ranges::sort(interface.ids, [](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

// --- all ---------------------------------------------------------------------------------------------------

namespace {

void merge_counts(log::Counts& counts, const log::Counts& later) {
    counts.lines += later.lines;
    counts.frames += later.frames;
    counts.comments += later.comments;
    counts.details += later.details;
    counts.drop_reports += later.drop_reports;
    counts.dropped += later.dropped;
    for (std::size_t i = 0; i < log::refusal_count; ++i) counts.refused[i] += later.refused[i];
}

} // namespace

std::uint64_t Summary::frames() const {
    std::uint64_t n = 0;
    for (const auto& i : interfaces) n += i.frames();
    return n;
}

void Summary::merge(const Summary& later) {
    counted = counted || later.counted;
    merge_counts(counts, later.counts);
    for (const auto& i : later.interfaces) {
        const auto at = std::ranges::find(interfaces, i.name, &InterfaceSummary::name);
        if (at != interfaces.end())
            at->merge(i);
        else
            interfaces.push_back(i);
    }
}

} // namespace gtx::decode
