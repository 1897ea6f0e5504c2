// SPDX-License-Identifier: MIT
// What a summary counts, against a count from scratch that knows no shortcut.
#include "decoding.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "decode/statistics_impl.hpp"

using namespace decoding;

namespace {

/// Every frame of a slot, decoded by itself.
struct Seen {
    std::int64_t ns;
    bool good;
    wire::RowMask present;
    wire::RowMask bad;
    std::vector<std::int64_t> raw;
    const dialect::Message* message;
};

/// Keeps all frames, and feeds the statistics under test.
class Both : public Sink {
public:
    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        statistics.try_emplace(slot.number, slot, line).first->second.take(entry, slot, changed);
        Seen seen{entry.time.ns(), slot.decoded && slot.message != nullptr, 0, 0, {}, slot.message};
        if (seen.good) {
            const auto& table = *slot.message->table;
            seen.raw.resize(wire::max_rows);
            seen.present = wire::decode(table, entry.frame.bytes(), seen.raw.data());
            seen.bad = dialect::out_of_range(
                {slot.message, slot.id, entry.frame.bytes(), seen.present, seen.raw.data()});
        }
        frames[slot.number].push_back(std::move(seen));
        return true;
    }
    void finish() override {
        for (auto& [number, s] : statistics) ids[number] = s.total({}, through);
    }

    LineStatistics line;
    std::map<std::uint32_t, SlotStatistics> statistics;
    std::map<std::uint32_t, std::vector<Seen>> frames;
    std::map<std::uint32_t, IdSummary> ids;
    Throughput through;
};

/// How long the values of frame `i` held: until the next frame of the slot that could be decoded, over frames
/// that could not, without gaps and steps back.
std::int64_t held_ns(const std::vector<Seen>& frames, std::size_t i) {
    std::int64_t ns = 0;
    for (std::size_t j = i + 1; j < frames.size(); ++j) {
        const auto step = frames[j].ns - frames[j - 1].ns;
        if (step > 0 && step <= longest_hold_ns) ns += step;
        if (frames[j].good) break;
    }
    return ns;
}

bool is_close(double a, double b) {
    return std::fabs(a - b) <= 1e-9 * std::max({1.0, std::fabs(a), std::fabs(b)});
}

void check_periods(const std::vector<Seen>& frames, const Spacing& s) {
    std::vector<double> periods;
    std::uint64_t back = 0;
    for (std::size_t i = 1; i < frames.size(); ++i) {
        const auto ns = frames[i].ns - frames[i - 1].ns;
        if (ns < 0)
            ++back;
        else
            periods.push_back(static_cast<double>(ns) * 1e-9);
    }
    double mean = 0;
    for (const double p : periods) mean += p / static_cast<double>(periods.size());
    double square = 0;
    for (const double p : periods) square += (p - mean) * (p - mean) / static_cast<double>(periods.size());
    BOOST_TEST(s.count == periods.size());
    BOOST_TEST(s.steps_back == back);
    BOOST_TEST(is_close(s.mean_s(), mean));
    if (periods.empty()) return;
    BOOST_TEST(is_close(static_cast<double>(s.shortest_ns) * 1e-9, std::ranges::min(periods)));
    BOOST_TEST(is_close(static_cast<double>(s.longest_ns) * 1e-9, std::ranges::max(periods)));
    if (periods.size() > 1) BOOST_TEST(is_close(s.jitter_s(), std::sqrt(square)));
}

void check_signal(const std::vector<Seen>& frames, const SignalSummary& signal) {
    SignalSummary expected;
    std::int64_t before = 1;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto& f = frames[i];
        if (!f.good || (f.present >> signal.row & 1) == 0) continue;
        const auto& row = f.message->table->rows[signal.row];
        const bool flag = wire::is_yes_no(row);
        const auto number = flag ? f.raw[signal.row] == 1 : wire::mantissa(row.scale, f.raw[signal.row]);
        if (expected.count++ == 0) expected.first = expected.least = expected.most = number;
        expected.least = std::min(expected.least, number);
        expected.most = std::max(expected.most, number);
        expected.sum += flag ? 0 : number;
        expected.last = number;
        expected.out_of_range += f.bad >> signal.row & 1;
        if (!flag) continue;
        expected.known_ns += held_ns(frames, i);
        expected.yes_ns += number == 1 ? held_ns(frames, i) : 0;
        expected.rises += number == 1 && before == 0 ? 1U : 0U;
        before = number;
    }
    BOOST_TEST_CONTEXT(signal.name) {
        BOOST_TEST(signal.count == expected.count);
        BOOST_TEST(signal.out_of_range == expected.out_of_range);
        BOOST_TEST(signal.first == expected.first);
        BOOST_TEST(signal.last == expected.last);
        BOOST_TEST((signal.sum == expected.sum));
        BOOST_TEST(signal.known_ns == expected.known_ns);
        BOOST_TEST(signal.yes_ns == expected.yes_ns);
        BOOST_TEST(signal.rises == expected.rises);
        if (signal.kind == SignalSummary::Kind::flag) return;
        BOOST_TEST(signal.least == expected.least);
        BOOST_TEST(signal.most == expected.most);
    }
}

struct Flow {
    double charge_in_As = 0;
    double charge_out_As = 0;
    double energy_in_Ws = 0;
    double energy_out_Ws = 0;
};

/// Charge and energy of one slot.
void add_flow(const std::vector<Seen>& frames, Flow& sum) {
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (!frames[i].good) continue;
        const auto rows = frames[i].message->table->rows;
        std::optional<double> volts;
        std::optional<double> amps;
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (((frames[i].present & ~frames[i].bad) >> r & 1) == 0) continue;
            if (rows[r].name == "voltage") volts = wire::value(rows[r], frames[i].raw[r]);
            if (rows[r].name == "current") amps = wire::value(rows[r], frames[i].raw[r]);
        }
        if (!volts || !amps) continue;
        const double seconds = static_cast<double>(held_ns(frames, i)) * 1e-9;
        (*amps > 0 ? sum.charge_in_As : sum.charge_out_As) += std::fabs(*amps) * seconds;
        (*amps > 0 ? sum.energy_in_Ws : sum.energy_out_Ws) += std::fabs(*amps * *volts) * seconds;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(statistics)

BOOST_AUTO_TEST_CASE(a_random_log_counts_as_it_does_from_scratch) {
    std::mt19937 random(seed() + 4);
    for (int round = 0; round < 10; ++round) {
        Both both;
        Stream stream({.dialect = dialect::find("dyness"), .recognise = true, .on_recognised = {}}, both);
        const Capture capture(random_log(random, 600));
        stream.push(capture.entries);
        stream.finish();
        Flow expected;
        for (const auto& [number, frames] : both.frames) {
            const auto& s = both.ids[number];
            BOOST_TEST(s.frames == frames.size());
            check_periods(frames, s.spacing);
            add_flow(frames, expected);
            for (const auto& signal : s.signals)
                if (signal.kind != SignalSummary::Kind::text) check_signal(frames, signal);
        }
        BOOST_TEST(is_close(both.through.charge_in_As.value(), expected.charge_in_As));
        BOOST_TEST(is_close(both.through.charge_out_As.value(), expected.charge_out_As));
        BOOST_TEST(is_close(both.through.energy_in_Ws.value(), expected.energy_in_Ws));
        BOOST_TEST(is_close(both.through.energy_out_Ws.value(), expected.energy_out_Ws));
    }
}

BOOST_AUTO_TEST_CASE(an_even_period_has_no_jitter_however_long_it_is) {
    for (const std::int64_t period : {std::int64_t{1'000'000}, std::int64_t{1'000'000'000},
                                      std::int64_t{3'600'100'000'000}, std::int64_t{86'400'333'333'333}}) {
        Spacing periods;
        for (int i = 0; i < 1000; ++i) periods.add(period);
        BOOST_TEST(periods.jitter_s() == 0.0);
        BOOST_TEST(is_close(periods.mean_s(), static_cast<double>(period) * 1e-9));
    }
}

BOOST_AUTO_TEST_CASE(the_jitter_of_a_long_period_is_seen) {
    Spacing periods;
    for (int i = 0; i < 1000; ++i) periods.add(3'600'000'000'000 + (i % 2 != 0 ? 1000 : -1000));
    BOOST_TEST(std::fabs(periods.jitter_s() - 1e-6) < 1e-9);
}

BOOST_AUTO_TEST_CASE(what_holds_over_a_gap_counts_for_nothing) {
    Both both;
    Stream stream({.dialect = dialect::find("pylontech"), .recognise = true, .on_recognised = {}}, both);
    const Capture capture("(0.0) can0 356#88136400E600\n(60.0) can0 356#88136400E600\n"
                          "(120.000001) can0 356#88136400E600\n(121.000001) can0 356#88136400E600\n");
    stream.push(capture.entries);
    stream.finish();
    BOOST_TEST(is_close(both.through.charge_in_As.value(), 610.0));
    BOOST_TEST(is_close(both.through.energy_in_Ws.value(), 30500.0));
    BOOST_TEST(both.through.charge_out_As.value() == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
