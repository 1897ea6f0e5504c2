// SPDX-License-Identifier: MIT
// What a summary counts, against a count from scratch that knows no shortcut.
#include "decoding.hpp"

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
        statistics[slot.number].take(entry, slot, changed, through);
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
        for (auto& [number, s] : statistics) s.fold(through);
    }

    std::map<std::uint32_t, SlotStatistics> statistics;
    std::map<std::uint32_t, std::vector<Seen>> frames;
    Throughput through;
};

/// How long the values of frame `i` held: until the next frame of the slot that could be decoded, over frames
/// that could not, without gaps and steps back.
double held(const std::vector<Seen>& frames, std::size_t i) {
    std::int64_t ns = 0;
    for (std::size_t j = i + 1; j < frames.size(); ++j) {
        const auto step = frames[j].ns - frames[j - 1].ns;
        if (step > 0 && step <= longest_hold_ns) ns += step;
        if (frames[j].good) break;
    }
    return static_cast<double>(ns) * 1e-9;
}

bool is_close(double a, double b) {
    return std::fabs(a - b) <= 1e-9 * std::max({1.0, std::fabs(a), std::fabs(b)});
}

void check_periods(const std::vector<Seen>& frames, const SlotStatistics& s) {
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
    BOOST_TEST(s.periods.count == periods.size());
    BOOST_TEST(s.periods.steps_back == back);
    BOOST_TEST(is_close(s.periods.mean_s(), mean));
    if (periods.size() > 1) BOOST_TEST(std::fabs(s.periods.jitter_s() - std::sqrt(square)) < 1e-6);
}

void check_signal(const std::vector<Seen>& frames, std::size_t row, const Signal& signal, bool yes_no) {
    Signal expected;
    double yes = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto& f = frames[i];
        if (!f.good || (f.present >> row & 1) == 0) continue;
        expected.add(f.raw[row], 1);
        expected.out_of_range += f.bad >> row & 1;
        if (yes_no && wire::is_yes(f.raw[row])) yes += held(frames, i);
    }
    BOOST_TEST(signal.count == expected.count);
    BOOST_TEST(signal.out_of_range == expected.out_of_range);
    BOOST_TEST(is_close(static_cast<double>(signal.yes_ns) * 1e-9, yes));
    if (expected.count == 0) return;
    BOOST_TEST(signal.first == expected.first);
    BOOST_TEST(signal.least == expected.least);
    BOOST_TEST(signal.most == expected.most);
    BOOST_TEST(signal.last == expected.last);
    BOOST_TEST(is_close(signal.sum, expected.sum));
}

/// Charge and energy of one slot.
void add_throughput(const std::vector<Seen>& frames, Throughput& sum) {
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
        if (volts && amps) sum.add(*volts, *amps, held(frames, i));
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
        Throughput expected;
        for (const auto& [number, frames] : both.frames) {
            const auto& s = both.statistics[number];
            BOOST_TEST(s.frames == frames.size());
            check_periods(frames, s);
            add_throughput(frames, expected);
            if (s.message == nullptr) continue;
            for (std::size_t row = 0; row < s.signals.size(); ++row) {
                const auto kind = s.message->table->rows[row].kind;
                if (kind != wire::Kind::text)
                    check_signal(frames, row, s.signals[row],
                                 kind == wire::Kind::flag || kind == wire::Kind::pair);
            }
        }
        BOOST_TEST(is_close(both.through.charge_in_As, expected.charge_in_As));
        BOOST_TEST(is_close(both.through.charge_out_As, expected.charge_out_As));
        BOOST_TEST(is_close(both.through.energy_in_Ws, expected.energy_in_Ws));
        BOOST_TEST(is_close(both.through.energy_out_Ws, expected.energy_out_Ws));
    }
}

BOOST_AUTO_TEST_CASE(an_even_period_has_no_jitter_however_long_it_is) {
    for (const std::int64_t period : {std::int64_t{1'000'000}, std::int64_t{1'000'000'000},
                                      std::int64_t{3'600'100'000'000}, std::int64_t{86'400'333'333'333}}) {
        Periods periods;
        for (int i = 0; i < 1000; ++i) periods.add(period);
        BOOST_TEST(periods.jitter_s() == 0.0);
        BOOST_TEST(is_close(periods.mean_s(), static_cast<double>(period) * 1e-9));
    }
}

BOOST_AUTO_TEST_CASE(the_jitter_of_a_long_period_is_seen) {
    Periods periods;
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
    BOOST_TEST(is_close(both.through.charge_in_As, 610.0));
    BOOST_TEST(is_close(both.through.energy_in_Ws, 30500.0));
    BOOST_TEST(both.through.charge_out_As == 0.0);
}

BOOST_AUTO_TEST_SUITE_END()
