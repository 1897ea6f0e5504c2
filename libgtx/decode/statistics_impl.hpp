// SPDX-License-Identifier: MIT
/// \file
/// What a summary counts, frame by frame, with work only where something changed.
///
/// All sums are whole numbers, so that pieces of a log merge exactly (summary.hpp). Most sums are differences
/// of two ends and cost nothing in between: the sum of all periods, the time for which a value held, the
/// number of frames that had it.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "decode/dbc_statistics_impl.hpp"
#include "decode/signal_impl.hpp"
#include "gtx/decode/stream.hpp"
#include "gtx/decode/summary.hpp"

namespace gtx::decode {

/// The load of one interface, second by second.
struct LineStatistics {
    static constexpr std::uint64_t second_ns = 1'000'000'000;

    void take(std::uint64_t now, std::uint32_t bits) {
        if (now - begin < second_ns) [[likely]]
            run.bits += bits;
        else
            turn(now, bits);
    }
    /// All runs, the open one among them.
    [[nodiscard]] BusLoad total() const;

    std::uint64_t begin = none; ///< of the second that runs
    bool open = false;
    SecondRun run;
    BusLoad load;

private:
    static constexpr auto none = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::min());
    void turn(std::uint64_t now, std::uint32_t bits);
};

/// All that is counted of one slot.
class SlotStatistics {
public:
    SlotStatistics(const Slot& slot, LineStatistics& line)
        : line_(line), interface_(slot.interface), kind_(slot.kind), id_(slot.id) {}

    void take(const log::Entry& entry, const Slot& now, bool changed) {
        ++frames_;
        const auto t = static_cast<std::uint64_t>(entry.time.ns());
        const auto step = t - last_;
        if (step - usual_from_ <= usual_width_) [[likely]] {
            squares_ += Uint128{step} * step;
            last_ = t;
        } else {
            take_odd_step(entry.time);
        }
        if (entry.frame.length != length_) [[unlikely]]
            set_length(entry.frame.length);
        line_.take(t, frame_bits_);
        if (changed || look_) take_changed(entry, now);
    }

    /// A frame was left out: the next one is to be looked at even if it repeats that.
    void look() { look_ = true; }

    /// Ends it: all that was counted, charge and energy in `through`, of signals what is selected.
    IdSummary total(const Selection& selection, Throughput& through);
    [[nodiscard]] std::uint16_t interface() const { return interface_; }

private:
    static constexpr std::uint64_t none =
        static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::min());

    void take_odd_step(Timestamp t);
    void note_period(std::int64_t step);
    void set_length(std::uint8_t length);
    void take_changed(const log::Entry& entry, const Slot& now);
    void take_values(const log::Entry& entry, const Slot& now);
    void tell_signals(IdSummary& out, const Selection& selection) const;
    void set_message(const Slot& now);
    void find_power(const Slot& now);
    void fold_power();
    void begin_power();
    [[nodiscard]] bool has(int row) const {
        return row >= 0 && (present_ >> row & 1) != 0 && !signals_[static_cast<std::size_t>(row)].bad;
    }

    /// Where on the way: frames that could be decoded before the last, and the clock.
    [[nodiscard]] Moment moment() const { return {decoded() - 1, clock()}; }
    /// Frames that were decoded so far, up to and with the last.
    [[nodiscard]] std::uint64_t decoded() const { return frames_ - refused_ - silent_; }
    /// Time that went on since the first frame: without gaps and steps back. In ns.
    [[nodiscard]] std::int64_t clock() const { return static_cast<std::int64_t>(last_ - stopped_); }
    [[nodiscard]] bool timed() const { return last_ != none; }
    [[nodiscard]] Spacing spacing() const;
    [[nodiscard]] SignalSummary signal_total(std::size_t row) const;
    void fold_all();

    // what every frame needs
    std::uint64_t frames_ = 0;
    std::uint64_t last_ = none;     ///< time of the last frame that has one
    std::uint64_t usual_from_ = 0;  ///< a period of that length …
    std::uint64_t usual_width_ = 0; ///< … up to so much more changes neither extreme, and is no gap
    Uint128 squares_ = 0;           ///< of periods, in ns²
    std::uint32_t frame_bits_ = 0;
    std::uint8_t length_ = no_length;
    bool look_ = true;
    LineStatistics& line_;

    std::uint16_t interface_;
    can::Kind kind_;
    can::Id id_;

    std::uint64_t first_ = none;
    std::uint64_t stopped_ = none; ///< the clock counts from there
    std::uint64_t untimed_ = 0;
    std::uint64_t steps_back_ = 0;
    Uint128 back_ns_ = 0;
    std::int64_t shortest_ns_ = 0;
    std::int64_t longest_ns_ = -1; ///< below 0: no period yet

    static constexpr std::uint8_t no_length = 0xFF;
    std::uint8_t shortest_ = no_length;
    std::uint8_t longest_ = 0;
    std::uint64_t bits_ = 0;
    std::uint64_t length_from_ = 0; ///< frames before the last change of length

    std::uint64_t refused_ = 0; ///< too short for the message
    std::uint64_t silent_ = 0;  ///< of no message, behind others that were
    const dialect::Message* message_ = nullptr;
    const dialect::Dialect* dialect_ = nullptr; ///< that the message is of
    std::uint16_t reading_ = 0;
    bool anew_ = false;
    std::int64_t head_ns_ = 0;
    wire::RowMask present_ = 0;
    wire::RowMask texts_ = 0;
    std::vector<Signal> signals_;
    std::vector<std::string> said_;      ///< last value of text rows; empty if there are none
    std::unique_ptr<DbcStatistics> dbc_; ///< of a message out of a user's DBC; else null

    int volts_row_ = -1;
    int amps_row_ = -1;
    wire::RowMask power_rows_ = 0;
    HeldPower power_;
    std::int64_t power_since_ = 0;
    Throughput through_;
};

} // namespace gtx::decode
