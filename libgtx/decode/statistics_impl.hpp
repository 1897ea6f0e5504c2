// SPDX-License-Identifier: MIT
/// \file
/// What a summary counts, frame by frame, with work only where bytes changed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "gtx/decode/stream.hpp"

namespace gtx::decode {

/// Time without a frame beyond which nothing is assumed to have gone on: such gaps count for no duration,
/// charge or energy.
inline constexpr std::int64_t longest_hold_ns = 60'000'000'000;

/// The spacing of the frames of one identifier.
struct Periods {
    std::uint64_t count = 0;
    std::uint64_t steps_back = 0; ///< frames older than the one before
    std::int64_t first_ns = 0; ///< sums are of differences from it: that keeps small jitter of long periods
    double sum_s = 0;
    double sum_squares = 0;
    std::int64_t longest_ns = 0;

    void add(std::int64_t ns) {
        if (ns < 0) {
            ++steps_back;
            return;
        }
        if (count == 0) first_ns = ns;
        const double s = static_cast<double>(ns - first_ns) * 1e-9;
        ++count;
        sum_s += s;
        sum_squares += s * s;
        longest_ns = std::max(longest_ns, ns);
    }
    [[nodiscard]] double mean_s() const {
        return count == 0 ? 0 : static_cast<double>(first_ns) * 1e-9 + sum_s / static_cast<double>(count);
    }
    /// Standard deviation.
    [[nodiscard]] double jitter_s() const {
        if (count < 2) return 0;
        const double mean = sum_s / static_cast<double>(count);
        return std::sqrt(std::max(0.0, sum_squares / static_cast<double>(count) - mean * mean));
    }
};

/// The values of one signal, as raw numbers.
struct Signal {
    std::uint64_t count = 0; ///< frames in which it had a value
    std::uint64_t out_of_range = 0;
    std::int64_t first = 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    std::int64_t last = 0;
    double sum = 0;
    std::int64_t yes_ns = 0; ///< how long a flag or pair said yes
    bool ever_yes = false;   ///< a flag or pair said yes at all

    void add(std::int64_t raw, std::uint64_t times) {
        if (count == 0) first = raw;
        count += times;
        least = std::min(least, raw);
        most = std::max(most, raw);
        last = raw;
        sum += static_cast<double>(raw) * static_cast<double>(times);
    }
};

/// Charge and energy through the terminals, integrated from one measurement to the next.
struct Throughput {
    double charge_in_As = 0;
    double charge_out_As = 0;
    double energy_in_Ws = 0;
    double energy_out_Ws = 0;
    bool known = false;

    void add(double volts, double amps, double seconds) {
        known = true;
        (amps > 0 ? charge_in_As : charge_out_As) += std::fabs(amps) * seconds;
        (amps > 0 ? energy_in_Ws : energy_out_Ws) += std::fabs(volts * amps) * seconds;
    }
};

/// All that is counted of one slot.
struct SlotStatistics {
    const Slot* slot = nullptr;
    const dialect::Message* message = nullptr;
    std::uint64_t frames = 0;
    std::uint64_t refused = 0; ///< too short for the message
    std::uint8_t shortest = 0xFF;
    std::uint8_t longest = 0;
    Timestamp first;
    Timestamp last;
    Periods periods;
    std::vector<Signal> signals;
    std::vector<std::string> texts; ///< last value of text rows; empty if there are none

    // the values that hold since the last change, and for how many frames and how long
    std::uint64_t held_frames = 0;
    std::int64_t held_ns = 0;
    wire::RowMask present = 0;
    wire::RowMask bad = 0;
    std::vector<std::int64_t> raw;
    int voltage_row = -1;
    int current_row = -1;

    void take(const log::Entry& entry, const Slot& now, bool changed, Throughput& through);
    /// Counts the values held so far; called before new ones are taken, at the end, and when a frame was left
    /// out: the next one is then looked at even if it repeats that.
    void fold(Throughput& through);

private:
    void take_time(Timestamp t);
    void take_values(const log::Entry& entry, const Slot& now);
    void set_message(const Slot& now);
};

} // namespace gtx::decode
