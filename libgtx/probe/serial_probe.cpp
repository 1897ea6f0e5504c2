// SPDX-License-Identifier: MIT
#include "gtx/probe/serial_probe.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "probe/exchange_impl.hpp"
#include "probe/listening_impl.hpp"
#include "probe/looking_impl.hpp"
#include "probe/polling_impl.hpp"
#include "probe/states_queue_impl.hpp"

namespace gtx::probe {

using dialect::Framing;
using dialect::Said;

std::string_view name(Phase phase) noexcept {
    constexpr std::string_view names[] = {"looking", "scanning", "polling", "listening", "over"};
    return names[static_cast<std::size_t>(phase)];
}

namespace {

// A cycle takes at least this long, so that there are not many of them where there is nothing to ask.
constexpr std::int64_t shortest_cycle_ns = 100'000'000;
constexpr std::uint8_t rtn_version = 0x01; // serial-protocols.md 2.2: somebody, and another protocol

/// True for a protocol that gtx does not ask, only hears.
bool only_heard(const dialect::SerialDialect* dialect) {
    return dialect != nullptr && dialect->framing != Framing::ascii && dialect->framing != Framing::console;
}

SerialProbeOptions sane(SerialProbeOptions options) {
    if (!(options.haste > 0)) options.haste = 1;
    if (only_heard(options.dialect)) options.listen_only = true;
    return options;
}

/// True if the cells of a pack are not in series what it says they are: it is read by the wrong protocol.
bool contradicts(const Answer& answer) {
    if (answer.reading.said == Said::misfit) return true;
    state::Snapshot told;
    dialect::apply(answer.reading, told);
    return std::ranges::any_of(told.pack, [](const state::Pack& p) {
        double sum = 0;
        for (const auto& cell : p.cells) sum += cell ? cell->value() : 0;
        if (!p.voltage || sum <= 0) return false;
        // A fifth: a cell or two may not be told. Wrong units are off by ten.
        return std::fabs(p.voltage->value() - sum) > 0.2 * sum;
    });
}

/// `ns` divided by the haste.
std::int64_t hasty(std::int64_t ns, double haste) {
    return static_cast<std::int64_t>(static_cast<double>(std::max<std::int64_t>(ns, 0)) / haste);
}

} // namespace

class SerialProbe::Impl {
public:
    Impl(SerialProbeOptions options, Timestamp now)
        : options_(sane(std::move(options)))
        , exchange_(options_.haste)
        , looking_(options_)
        , scanning_(options_)
        , speed_(options_.line_speed)
        , over_ns_(now.ns() + hasty(options_.timeout_ns, options_.haste)) {
        if (options_.listen_only)
            listening_.emplace(options_, now);
        else
            phase_ = options_.scan ? Phase::scanning : Phase::looking;
        link_.port = options_.source;
    }

    SerialStep step(Timestamp now) {
        SerialStep step;
        if (phase_ == Phase::over) return step;
        if (phase_ == Phase::listening) {
            step.speed = listening_->next_speed(now);
            step.again = listening_->due();
            return step;
        }
        step.send = exchange_.wanted();
        if (phase_ == Phase::looking && now.ns() >= over_ns_) exchange_.cut_short(now);
        if (auto answer = exchange_.outcome(now)) take_answer(*answer, now);
        if (step.send.empty() && phase_ != Phase::over && exchange_.free(now)) ask(step, now);
        if (phase_ != Phase::over) step.again = again(now);
        return step;
    }

    void take(serial::Bytes bytes, Timestamp now) {
        if (phase_ == Phase::listening)
            listening_->take(bytes, now);
        else
            exchange_.take(bytes, now);
    }

    void lost(Timestamp now) {
        ++link_.lost;
        if (phase_ == Phase::listening)
            listening_->lost();
        else
            exchange_.forget(now);
    }

    void finish(Timestamp now) {
        if (phase_ == Phase::listening) listening_->finish(now);
    }

    std::optional<state::Snapshot> next_state() {
        return (listening_ ? listening_->states() : states_).next();
    }
    Phase phase() const { return phase_; }
    const std::vector<Found>& found() const { return listening_ ? listening_->found() : found_; }
    std::vector<std::string> tried() const { return tried_.words(); }

    diag::SerialLink link() const {
        diag::SerialLink link;
        if (listening_) {
            listening_->tell(link);
        } else {
            exchange_.tell(link);
            if (!found_.empty())
                link.dialect = found_.front().dialect->name;
            else if (options_.dialect != nullptr)
                link.dialect = options_.dialect->name;
            link.speed = speed_;
        }
        if (options_.fixed_speed) link.speed.reset();
        link.port = options_.source;
        link.lost = link_.lost;
        for (const auto& f : found()) {
            link.addresses.push_back(f.address);
            link.serials.push_back(f.serial);
        }
        return link;
    }

    void on_reading(OnReading call) {
        if (listening_)
            listening_->on_reading(std::move(call));
        else
            exchange_.on_reading(std::move(call));
    }

private:
    // --- asking ---

    void ask(SerialStep& step, Timestamp now) {
        const auto question = next_question(now);
        if (!question) return;
        if (question->speed != speed_) {
            speed_ = question->speed;
            step.speed = speed_;
            exchange_.speed_changed();
        }
        step.send = exchange_.ask(*question, now);
        if (phase_ != Phase::polling) tried_.add(*question, !options_.fixed_speed);
    }

    std::optional<Question> next_question(Timestamp now) {
        switch (phase_) {
        case Phase::looking:
            return next_look(now);
        case Phase::scanning:
            if (const auto* question = scanning_.next()) return *question;
            phase_ = Phase::over;
            return std::nullopt;
        case Phase::polling:
            return next_poll(now);
        case Phase::listening:
        case Phase::over:
            break;
        }
        return std::nullopt;
    }

    std::optional<Question> next_look(Timestamp now) {
        if (confirm_) return confirm_;
        const auto* question = looking_.next();
        if (question != nullptr && now.ns() < over_ns_) return *question;
        phase_ = Phase::over;
        return std::nullopt;
    }

    std::optional<Question> next_poll(Timestamp now) {
        if (const auto question = polling_->next()) return question;
        if (now.ns() < cycle_ns_) return std::nullopt;
        begin_cycle(now);
        return polling_->next();
    }

    void begin_cycle(Timestamp now) {
        polling_->begin_cycle();
        cycle_ns_ = now.ns() + hasty(std::max(options_.interval_ns, shortest_cycle_ns), options_.haste);
    }

    Timestamp again(Timestamp now) const {
        const bool pausing = phase_ == Phase::polling && !polling_->next() && exchange_.free(now);
        if (pausing) return Timestamp(cycle_ns_);
        const auto due = exchange_.due();
        return phase_ == Phase::looking && now.ns() < over_ns_ ? std::min(due, Timestamp(over_ns_)) : due;
    }

    // --- answers ---

    void take_answer(Answer& answer, Timestamp now) {
        switch (phase_) {
        case Phase::looking:
            take_look(answer, now);
            return;
        case Phase::scanning:
            scanning_.advance();
            if (is_somebody(answer)) note_scanned(answer);
            return;
        case Phase::polling:
            if (auto state = polling_->take(answer)) states_.add(std::move(*state));
            return;
        case Phase::listening:
        case Phase::over:
            return;
        }
    }

    /// A reply. Of a protocol that was named, a refusal other than of the version as well; of one that is
    /// looked for it says that the protocol is another one: many share the frame.
    bool is_somebody(const Answer& answer) const {
        const auto& reading = answer.reading;
        const bool refused = reading.said == Said::refusal && reading.return_code != rtn_version;
        return answer.good() || (answer.came && refused && options_.dialect != nullptr);
    }

    void take_look(Answer& answer, Timestamp now) {
        if (std::exchange(confirm_, std::nullopt)) {
            if (answer.came && !contradicts(answer)) settle(answer, now);
            return;
        }
        looking_.advance();
        if (const auto late = exchange_.late()) looking_.ask_again(*late);
        if (!is_somebody(answer)) return;
        confirm_ = confirmation(answer);
        if (!confirm_) settle(answer, now);
    }

    /// Protocols share the frame, and some share commands: before one that nobody named is settled on, a pack
    /// says what it measures. Empty: there is nothing to ask, or it has been said.
    std::optional<Question> confirmation(const Answer& answer) const {
        if (options_.dialect != nullptr) return std::nullopt;
        const auto* command = first_polled(*answer.question.dialect);
        if (command == nullptr || answer.question.dialect->framing == Framing::console) return std::nullopt;
        return Question{.dialect = answer.question.dialect,
                        .command = command,
                        .address = answer.address,
                        .speed = answer.question.speed};
    }

    void settle(Answer& answer, Timestamp now) {
        phase_ = Phase::polling;
        const auto& q = answer.question;
        polling_.emplace(*q.dialect, q.speed, options_.source, found_);
        if (q.dialect->framing != Framing::console) {
            polling_->add(answer.address);
            for (const auto address : options_.addresses)
                if (address != q.address) polling_->suspect(address);
        }
        if (!options_.addresses.empty()) polling_->stay_with_these();
        begin_cycle(now);
        if (auto state = polling_->take_early(answer)) states_.add(std::move(*state));
    }

    void note_scanned(const Answer& answer) {
        scanning_.keep_to(answer.question);
        if (std::ranges::find(found_, answer.address, &Found::address) != found_.end()) return;
        auto& found = found_.emplace_back();
        found.dialect = answer.question.dialect;
        found.address = answer.address;
        found.speed = answer.question.speed;
    }

    SerialProbeOptions options_;
    Exchange exchange_;
    Looking looking_;
    Scanning scanning_;
    std::vector<Found> found_;
    std::optional<Polling> polling_;
    std::optional<Question> confirm_; ///< asked next, before a protocol is settled on
    std::optional<Listening> listening_;
    Tried tried_;
    StatesQueue states_;
    diag::SerialLink link_;
    std::uint32_t speed_;
    std::int64_t over_ns_;
    std::int64_t cycle_ns_ = 0;
    Phase phase_ = Phase::listening;
};

SerialProbe::SerialProbe(SerialProbeOptions options, Timestamp now)
    : impl_(std::make_unique<Impl>(std::move(options), now)) {}
SerialProbe::~SerialProbe() = default;
SerialProbe::SerialProbe(SerialProbe&&) noexcept = default;
SerialProbe& SerialProbe::operator=(SerialProbe&&) noexcept = default;

SerialStep SerialProbe::step(Timestamp now) {
    return impl_->step(now);
}
void SerialProbe::take(serial::Bytes bytes, Timestamp now) {
    impl_->take(bytes, now);
}
void SerialProbe::lost(Timestamp now) {
    impl_->lost(now);
}
void SerialProbe::finish(Timestamp now) {
    impl_->finish(now);
}

std::optional<state::Snapshot> SerialProbe::next_state() {
    return impl_->next_state();
}
Phase SerialProbe::phase() const {
    return impl_->phase();
}
const std::vector<Found>& SerialProbe::found() const {
    return impl_->found();
}
diag::SerialLink SerialProbe::link() const {
    return impl_->link();
}
std::vector<std::string> SerialProbe::tried() const {
    return impl_->tried();
}
void SerialProbe::on_reading(std::function<void(const dialect::SerialReading&, bool sent)> call) {
    impl_->on_reading(std::move(call));
}

} // namespace gtx::probe
