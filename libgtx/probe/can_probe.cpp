// SPDX-License-Identifier: MIT
#include "gtx/probe/can_probe.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "gtx/dialect/assemble.hpp"
#include "probe/can_slot_impl.hpp"
#include "probe/error_frames_impl.hpp"
#include "probe/finder_impl.hpp"
#include "probe/gaps_impl.hpp"
#include "probe/keep_alive_impl.hpp"
#include "probe/states_queue_impl.hpp"

namespace gtx::probe {

using dialect::Flow;

namespace {

constexpr std::int64_t ms = 1'000'000;

// A message that comes again ends a round. Sooner than this part of its period it does not count: then there
// is a second sender. SMA's paper lets a battery send every 200 ms.
constexpr int soonest_part = 8;

// Two senders: so many turns, with so many messages. See Turns.
constexpr std::uint32_t turns_to_tell = 5;
constexpr int messages_to_tell = 2;

} // namespace

class CanProbe::Impl {
public:
    Impl(CanProbeOptions options, Timestamp now)
        : options_(std::move(options))
        , finder_(options_.dialect)
        , keep_alive_(options_.keep_alive && options_.live) {
        if (options_.live) silence_.mark(now);
        begin();
    }

    CanStep step(Timestamp now) {
        CanStep step;
        keep_alive_.use(finder_.dialect());
        step.again = keep_alive_.send(now, inverter_.last(), step.send);
        return step;
    }

    void take(const can::Frame& frame, Timestamp time) {
        ++frames_;
        if (time.known()) last_ = time;
        if (!silence_.last().known()) silence_.mark(time);
        if (frame.kind == can::Kind::error) controller_.take(frame);
        if (!frame.has_data()) return;
        ++data_frames_;
        hear(frame, time);
    }

    void finish() {
        if (finder_.settle()) become_known();
        if (news_) end_round();
    }

    std::optional<state::Snapshot> next_state() { return states_.next(); }
    dialect::Verdict verdict() const { return finder_.verdict(); }

    diag::CanLink link(Timestamp now) const {
        diag::CanLink link;
        link.interface = options_.source;
        link.live = options_.live;
        tell_frames(link);
        tell_controller(link);
        tell_gaps(link, options_.live ? now : last_);
        if (const auto* dialect = finder_.dialect()) {
            link.dialect = dialect->name;
            link.dialect_bit_rate = dialect->bit_rate;
            link.wants_keep_alive = std::ranges::any_of(
                dialect->messages, [](const auto& m) { return m.flow == Flow::to_battery; });
        }
        return link;
    }

private:
    // --- who speaks ---

    void hear(const can::Frame& frame, Timestamp time) {
        const bool waits = finder_.dialect() == nullptr;
        bool is_new = false;
        auto* slot = frame.kind == can::Kind::data ? slots_.find(frame.id, is_new) : nullptr;
        if (slot != nullptr) {
            ++slot->frames;
            if (is_new) slot->assign(finder_.dialect());
        }
        if (finder_.hear(frame, time, is_new)) become_known();
        // What waited for the dialect was taken by become_known(), this frame too.
        if (!waits && slot != nullptr) process(frame, time, *slot);
    }

    /// Another dialect means another picture: nothing of the old one is carried over.
    void become_known() {
        begin();
        for (auto& slot : slots_) slot.assign(finder_.dialect());
        bool is_new = false;
        for (const auto& heard : finder_.release())
            if (auto* slot =
                    heard.frame.kind == can::Kind::data ? slots_.find(heard.frame.id, is_new) : nullptr)
                process(heard.frame, heard.time, *slot);
    }

    void begin() {
        state_ = {};
        state_.source = options_.source;
        if (const auto* dialect = finder_.dialect()) state_.dialect = dialect->name;
        round_ = 1;
        regular_ = regular_came_ = 0;
        news_ = false;
    }

    // --- what they say ---

    void process(const can::Frame& frame, Timestamp time, CanSlot& slot) {
        if (slot.message == nullptr) return;
        const bool changed = slot.decode(frame);
        if (!slot.decoded) ++too_short_;
        out_of_range_ += slot.outside;
        if (slot.message->flow == Flow::to_battery) {
            inverter_.mark(time);
            return;
        }
        silence_.mark(time);
        if (slot.decoded) take_reading(slot, time, changed);
    }

    void take_reading(CanSlot& slot, Timestamp time, bool changed) {
        if (slot.counts) {
            if (is_due(slot, time)) count(slot, time);
            watch_turns(slot, time);
        }
        state_.time = time;
        if (changed) dialect::apply(slot.reading(), state_);
        news_ = true;
        if (regular_ != 0 && regular_came_ == regular_) end_round();
    }

    // --- rounds: what comes again and again makes one state each time ---

    static bool is_due(const CanSlot& slot, Timestamp time) {
        if (!time.known() || !slot.counted.known() || time < slot.counted) return true;
        return time.ns() / 2 - slot.counted.ns() / 2 >= slot.message->period_ms * ms / soonest_part / 2;
    }

    void count(CanSlot& slot, Timestamp time) {
        if (slot.round == round_) end_round();
        slot.counted = time;
        slot.round = round_;
        if (slot.regular) ++regular_came_;
    }

    void end_round() {
        states_.add(state_);
        regular_ = regular_came_ = 0;
        for (auto& slot : slots_) {
            const bool came = slot.round == round_;
            slot.regular = came && slot.last_round;
            slot.last_round = came;
            regular_ += slot.regular ? 1 : 0;
        }
        ++round_;
        news_ = false;
    }

    void watch_turns(CanSlot& slot, Timestamp time) {
        if (doubled_) return;
        slot.turns.take(slot.reading(), time, slot.message->period_ms * ms);
        if (slot.turns.run() < turns_to_tell) return;
        const auto told = std::ranges::count_if(
            slots_, [](const CanSlot& s) { return s.counts && s.turns.run() >= turns_to_tell; });
        doubled_ = told >= messages_to_tell;
    }

    // --- how the link is ---

    void tell_frames(diag::CanLink& link) const {
        link.frames = frames_;
        for (const auto& slot : slots_) {
            if (slot.message == nullptr) continue;
            (slot.message->flow == Flow::to_inverter ? link.battery_frames : link.inverter_frames) +=
                slot.frames;
        }
        link.unknown_frames = data_frames_ - link.battery_frames - link.inverter_frames;
        link.too_short = too_short_;
        link.out_of_range = out_of_range_;
        link.doubled = doubled_;
    }

    void tell_controller(diag::CanLink& link) const {
        link.error_frames = controller_.error_frames();
        link.bus_off = controller_.bus_off();
        link.state = controller_.state();
        link.tx_errors = controller_.tx_errors();
        link.rx_errors = controller_.rx_errors();
    }

    void tell_gaps(diag::CanLink& link, Timestamp end) const {
        // Of a bus whose messages are not understood nobody knows whether the battery is silent.
        if (finder_.dialect() != nullptr || data_frames_ == 0)
            link.longest_silence_s = silence_.longest_s(end);
        link.keep_alive_gap_s = inverter_.longest_s(end);
    }

    CanProbeOptions options_;
    DialectFinder finder_;
    CanSlots slots_;
    KeepAlive keep_alive_;
    Controller controller_;
    StatesQueue states_;
    state::Snapshot state_;
    Gaps silence_;  ///< between frames of the battery
    Gaps inverter_; ///< between frames of the inverter
    Timestamp last_;
    std::uint64_t round_ = 1;
    std::size_t regular_ = 0;      ///< slots that came in each of the last two rounds
    std::size_t regular_came_ = 0; ///< of these, in this round
    bool news_ = false;            ///< the battery said something since the last state
    bool doubled_ = false;
    std::uint64_t frames_ = 0;
    std::uint64_t data_frames_ = 0;
    std::uint64_t too_short_ = 0;
    std::uint64_t out_of_range_ = 0;
};

CanProbe::CanProbe(CanProbeOptions options, Timestamp now)
    : impl_(std::make_unique<Impl>(std::move(options), now)) {}
CanProbe::~CanProbe() = default;
CanProbe::CanProbe(CanProbe&&) noexcept = default;
CanProbe& CanProbe::operator=(CanProbe&&) noexcept = default;

CanStep CanProbe::step(Timestamp now) {
    return impl_->step(now);
}
void CanProbe::take(const can::Frame& frame, Timestamp time) {
    impl_->take(frame, time);
}
void CanProbe::finish() {
    impl_->finish();
}
std::optional<state::Snapshot> CanProbe::next_state() {
    return impl_->next_state();
}
dialect::Verdict CanProbe::verdict() const {
    return impl_->verdict();
}
diag::CanLink CanProbe::link(Timestamp now) const {
    return impl_->link(now);
}

} // namespace gtx::probe
