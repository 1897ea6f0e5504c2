// SPDX-License-Identifier: MIT
#include "gtx/sim/serial_pack.hpp"

#include <algorithm>
#include <deque>

#include "sim/speaker_impl.hpp"
#include "sim/uart_impl.hpp"
#include "sim/wire_impl.hpp"

namespace gtx::sim {

namespace {

constexpr std::int64_t ms = 1'000'000;
/// So many replies may wait for the line; a request behind them is not heard. [proposal]
constexpr std::size_t most_waiting = 8;
/// Between two replies, of two packs or in a row. [proposal: a few characters at 9600 Bd]
constexpr std::int64_t gap_ns = 5 * ms;
/// Noise on an open line comes in bursts so far apart. [proposal]
constexpr std::int64_t babble_least_ns = 5 * ms;
constexpr std::int64_t babble_most_ns = 60 * ms;
constexpr std::size_t babble_most_bytes = 8;
/// What should have come earlier than so long ago does not come any more.
constexpr std::int64_t most_late_ns = 10'000 * ms;

/// How often another master asks: as seen of a PACE master, or of an inverter with Pylontech packs.
std::int64_t poll_ns(const dialect::SerialDialect& dialect) {
    const auto every = dialect.ver == 0x25 ? serial::pace_master_poll_seen : serial::pylontech_poll_seen;
    return every.count() * ms;
}

/// What a master asks first of the first pack; empty if there is nothing.
std::string poll_request(const SerialPackOptions& options) {
    for (const auto& command : options.dialect->commands) {
        if (!command.polled || !command.harmless) continue;
        if (auto bytes = dialect::request(*options.dialect, command, options.first_address))
            return *std::move(bytes);
    }
    return {};
}

std::string text_of(serial::Bytes bytes) {
    return {bytes.begin(), bytes.end()};
}

std::unique_ptr<Speaker> make_speaker(const SerialPackOptions& options) {
    if (options.dialect->framing == dialect::Framing::console) return make_console_speaker(options);
    return make_ascii_speaker(options);
}

} // namespace

class SerialPack::Impl {
public:
    explicit Impl(const SerialPackOptions& options)
        : options_(options), wire_(options.speed), chance_(options.seed), speaker_(make_speaker(options)) {}

    void take(serial::Bytes bytes, Timestamp now, const state::Snapshot& state) {
        now_ns_ = now.ns();
        const auto sent = text_of(bytes);
        if (options_.faults.echo) wire_.put(now_ns_, sent);
        if (met_the_other(sent.size())) {
            ++speaker_->counts.ignored;
            return;
        }
        hear(far_speed_ == 0 ? sent : hear_at(sent, far_speed_, options_.speed), now, state);
    }

    void due(Timestamp now, const state::Snapshot& state, std::vector<OutgoingBytes>& out) {
        now_ns_ = std::max(now_ns_, now.ns());
        second_master(state);
        babble();
        wire_.take_due(now.ns(), out);
    }

    [[nodiscard]] Timestamp next() const {
        auto next = wire_.next();
        const auto earlier = [&](std::int64_t at) {
            if (!next.known() || at < next.ns()) next = Timestamp(at);
        };
        if (options_.faults.babble && now_ns_ != never) earlier(babble_ns_.value_or(now_ns_));
        if (has_second_master() && now_ns_ != never) earlier(master_ns_.value_or(now_ns_));
        return next;
    }

    void set_faults(const LineFaults& faults) {
        options_.faults = faults;
        if (!faults.babble) babble_ns_.reset();
        if (!faults.second_master) master_ns_.reset();
        if (faults.glued <= 0) wire_.put(now_ns_, std::exchange(held_, {}));
    }

    void set_far_speed(std::uint32_t speed) { far_speed_ = speed; }

    [[nodiscard]] const Counts& counts() const { return speaker_->counts; }
    [[nodiscard]] const std::vector<std::string>& unsaid() const { return speaker_->unsaid; }

private:
    static constexpr std::int64_t never = INT64_MIN;

    void hear(const std::string& bytes, Timestamp now, const state::Snapshot& state) {
        while (!waiting_.empty() && waiting_.front() <= now.ns()) waiting_.pop_front();
        if (waiting_.size() >= most_waiting) {
            ++speaker_->counts.ignored;
            return;
        }
        spoken_.clear();
        speaker_->hear(bytes, {now, state, options_.faults.doubled}, spoken_);
        for (auto& spoken : spoken_) say(spoken, now.ns());
    }

    void say(Spoken& spoken, std::int64_t asked_ns) {
        if (spoken.at_once) {
            if (!options_.faults.silent) wire_.send(asked_ns, as_heard(std::move(spoken.bytes)));
            return;
        }
        const auto begin = std::max(asked_ns + options_.delay_ns, after_last());
        auto random = SplitMix64(SplitMix64::at(options_.seed, ++replies_));
        if (!spoken.other.empty() && random.chance(0.5)) { // both at once, not quite
            spoken.bytes = collide(spoken.bytes, spoken.other, random.next() % 4);
            spoken.other.clear();
        }
        const auto end = deliver(std::move(spoken.bytes), begin, random);
        if (!spoken.other.empty()) deliver(std::move(spoken.other), end + gap_ns, random);
        waiting_.push_back(wire_.busy_until_ns());
    }

    std::int64_t deliver(std::string reply, std::int64_t begin_ns, SplitMix64& random) {
        const auto sub = SplitMix64(random.next());
        return wire_.send(begin_ns, as_heard(spoil(std::move(reply), options_.faults, sub, held_)));
    }

    /// The earliest a reply can begin for what is on its way already.
    [[nodiscard]] std::int64_t after_last() const {
        return wire_.busy_until_ns() == never ? never : wire_.busy_until_ns() + gap_ns;
    }

    [[nodiscard]] std::string as_heard(std::string bytes) const {
        // A wrong speed hears what it can: 9600 and 115200 are the two speeds of the field.
        constexpr std::uint32_t slow = 9600;
        constexpr std::uint32_t fast = 115200;
        if (far_speed_ != 0) return hear_at(bytes, options_.speed, far_speed_);
        if (options_.faults.wrong_speed)
            return hear_at(bytes, options_.speed, options_.speed == slow ? fast : slow);
        return bytes;
    }

    [[nodiscard]] bool has_second_master() const {
        return options_.faults.second_master && options_.dialect->framing == dialect::Framing::ascii;
    }

    /// Somebody who does not listen before he speaks: his request is heard by all, and so is its answer.
    void second_master(const state::Snapshot& state) {
        if (!has_second_master()) return;
        if (!master_ns_ || now_ns_ - *master_ns_ > most_late_ns) master_ns_ = now_ns_;
        while (*master_ns_ <= now_ns_) {
            const auto request = poll_request(options_);
            master_began_ns_ = *master_ns_;
            master_ended_ns_ = *master_ns_ + wire_.length_ns(request.size());
            wire_.put(master_ended_ns_, as_heard(request));
            hear(request, Timestamp(master_ended_ns_), state);
            *master_ns_ += poll_ns(*options_.dialect);
        }
    }

    /// Both masters spoke at the same time, so that the packs heard neither.
    [[nodiscard]] bool met_the_other(std::size_t bytes) const {
        if (!has_second_master() || master_began_ns_ == never) return false;
        return now_ns_ > master_began_ns_ && now_ns_ - wire_.length_ns(bytes) < master_ended_ns_;
    }

    void babble() {
        if (!options_.faults.babble) return;
        if (!babble_ns_ || now_ns_ - *babble_ns_ > most_late_ns) babble_ns_ = now_ns_;
        while (*babble_ns_ <= now_ns_) {
            wire_.put(*babble_ns_, noise(chance_, 1 + chance_.next() % babble_most_bytes));
            const auto span = static_cast<std::uint64_t>(babble_most_ns - babble_least_ns);
            *babble_ns_ += babble_least_ns + static_cast<std::int64_t>(chance_.next() % span);
        }
    }

    SerialPackOptions options_;
    Wire wire_;
    SplitMix64 chance_; ///< of what no reply is hit by
    std::unique_ptr<Speaker> speaker_;
    std::vector<Spoken> spoken_;
    std::deque<std::int64_t> waiting_; ///< when the replies on their way are over
    std::string held_;                 ///< replies that come with the next one
    std::uint64_t replies_ = 0;
    std::uint32_t far_speed_ = 0;
    std::int64_t now_ns_ = never;
    std::optional<std::int64_t> babble_ns_;
    std::optional<std::int64_t> master_ns_; ///< when the other master asks next
    std::int64_t master_began_ns_ = never;  ///< his last request
    std::int64_t master_ended_ns_ = never;
};

SerialPack::SerialPack(SerialPackOptions options) : impl_(std::make_unique<Impl>(options)) {}
SerialPack::~SerialPack() = default;
SerialPack::SerialPack(SerialPack&&) noexcept = default;
SerialPack& SerialPack::operator=(SerialPack&&) noexcept = default;

void SerialPack::take(serial::Bytes bytes, Timestamp now, const state::Snapshot& state) {
    impl_->take(bytes, now, state);
}
void SerialPack::due(Timestamp now, const state::Snapshot& state, std::vector<OutgoingBytes>& out) {
    impl_->due(now, state, out);
}
Timestamp SerialPack::next() const {
    return impl_->next();
}
void SerialPack::set_faults(const LineFaults& faults) {
    impl_->set_faults(faults);
}
void SerialPack::set_far_speed(std::uint32_t speed) {
    impl_->set_far_speed(speed);
}
const SerialPack::Counts& SerialPack::counts() const {
    return impl_->counts();
}
const std::vector<std::string>& SerialPack::unsaid() const {
    return impl_->unsaid();
}

} // namespace gtx::sim
