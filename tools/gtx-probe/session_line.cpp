// SPDX-License-Identifier: MIT
// A live serial line: packs are asked, or others who ask are listened to.
#include <fmt/format.h>

#include "gtx/port/line.hpp"
#include "gtx/probe/serial_probe.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-probe/session.hpp"

namespace gtx::probe_tool {

namespace {

/// Never, for the looking of a watch: the tool itself has no end of patience then.
constexpr std::int64_t for_ever_ns = 100LL * 365 * 86400 * second_ns;

/// To go through all protocols with all their speeds takes longer than a pack that is known may be silent.
constexpr std::int64_t looking_ns = 20 * second_ns;

std::int64_t looking_time(const Options& options, bool known) {
    const auto given = patience(options);
    if (!given) return for_ever_ns;
    return options.timeout || known ? *given : looking_ns;
}

probe::SerialProbeOptions probe_options(const Options& options, const port::Line& line) {
    probe::SerialProbeOptions p;
    p.dialect = dialect::find_serial(options.dialect);
    if (options.addresses) p.addresses = options.addresses->values;
    if (options.speed) p.speed = static_cast<std::uint32_t>(*options.speed);
    p.line_speed = line.speed();
    p.fixed_speed = line.kind() == port::LineKind::tcp;
    p.listen_only = options.listen_only;
    p.scan = options.scan;
    if (options.watch) p.interval_ns = options.watch->ns;
    p.timeout_ns = looking_time(options, p.dialect != nullptr || p.listen_only);
    p.source = options.source;
    return p;
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

class LineSession {
public:
    LineSession(const Options& options, port::Line line, Teller& teller, Trace& trace)
        : name_(options.source)
        , pace_(options.listen_only ? Pace::live : Pace::paced)
        , line_(std::move(line))
        , teller_(teller)
        , trace_(trace)
        , probe_(probe_options(options, line_), clock_.now())
        , patience_(options, teller, clock_.now())
        , began_(clock_.now())
        , next_tend_(began_)
        , settled_(options.listen_only || options.addresses.has_value()) {
        if (options.verbose) probe_.on_reading([this](const auto& r, bool sent) { tell_reading(r, sent); });
    }

    void run() {
        while (!teller_.enough(pace_) && !probe_.over() && !out_of_patience() && cli::noted_signal() == 0) {
            const auto again = step();
            tend();
            clock_.wait_until(earlier(earlier(again, next_tend_), patience_.end()),
                              std::array{line_.fd(), cli::signal_door()});
            receive();
        }
        tell_held();
    }

    Seen seen() {
        Seen seen;
        seen.source = name_;
        auto link = probe_.link();
        link.lost = std::max(link.lost, lost_);
        if (const auto counts = line_.counts(); counts.framing > 0) link.framing_errors = counts.framing;
        seen.observation.serial = std::move(link);
        seen.observation.dialects_tried = probe_.tried();
        seen.observation.watched_s = seconds_between(began_, clock_.now());
        seen.found = probe_.found();
        return seen;
    }

private:
    /// A scan ends by itself, and looking for a pack has its own time.
    [[nodiscard]] bool out_of_patience() const {
        const auto phase = probe_.phase();
        if (phase == probe::Phase::looking || phase == probe::Phase::scanning) return false;
        return patience_.over(clock_.now());
    }

    Timestamp step() {
        const auto step = probe_.step(clock_.now());
        if (step.speed) set_speed(*step.speed);
        if (!step.send.empty()) send(step.send);
        tell_states();
        return step.again;
    }

    void set_speed(std::uint32_t speed) {
        if (const auto done = line_.set_speed(speed); !done && !speed_told_) {
            cli::note("{}", done.error().message());
            speed_told_ = true;
        }
    }

    void send(const std::string& bytes) {
        const auto sent = line_.write(bytes_of(bytes));
        if (sent && *sent)
            trace_.bytes(clock_.utc(clock_.now()), name_, can::Direction::sent, bytes_of(bytes));
    }

    void receive() {
        const auto arrived = line_.read();
        if (arrived.bytes.empty()) return;
        trace_.bytes(arrived.time, name_, can::Direction::received, arrived.bytes);
        probe_.take(arrived.bytes, clock_.even(arrived.time));
        tell_states();
        const auto replies = probe_.link().replies;
        if (replies != replies_) patience_.heard(clock_.now());
        replies_ = replies;
    }

    void tell_states() {
        while (auto s = probe_.next_state()) {
            patience_.heard(clock_.now());
            s->time = clock_.utc(s->time);
            const auto packs = s->pack.size();
            settled_ = settled_ || packs == packs_;
            packs_ = packs;
            held_ = std::move(s);
            if (settled_) tell_held();
        }
    }

    void tell_held() {
        if (held_ && !teller_.enough(pace_)) teller_.take(*held_, pace_);
        held_.reset();
    }

    void tend() {
        const auto now = clock_.now();
        if (now >= next_tend_) {
            line_.tend();
            next_tend_ = Timestamp(now.ns() + second_ns);
        }
        for (const auto event : line_.events()) {
            cli::note("{}: {}", name_, port::name(event));
            if (event != port::LineEvent::lost) continue;
            ++lost_;
            probe_.lost(now);
        }
    }

    void tell_reading(const dialect::SerialReading& r, bool sent) const {
        cli::detail_note("{} {} {} address {} {}{}{}", name_, sent ? ">" : "<",
                         r.command == nullptr ? std::string_view("?") : r.command->name, r.address,
                         dialect::name(r.said), r.why.empty() ? "" : ": ", r.why);
    }

    std::string name_;
    Pace pace_;
    Clock clock_;
    port::Line line_;
    Teller& teller_;
    Trace& trace_;
    probe::SerialProbe probe_;
    Patience patience_;
    Timestamp began_;
    Timestamp next_tend_;
    std::uint64_t lost_ = 0;
    std::uint64_t replies_ = 0;
    /// Packs are found one after the other: until two states in a row have the same, the stack is not whole,
    /// and its state is held back.
    bool settled_;
    std::size_t packs_ = 0;
    std::optional<state::Snapshot> held_;
    bool speed_told_ = false;
};

} // namespace

Result<std::vector<Seen>> run_line(const Options& options, Teller& teller, Trace& trace) {
    port::LineOptions opening;
    opening.speed = static_cast<std::uint32_t>(options.speed.value_or(opening.speed));
    opening.listen_only = options.listen_only;
    GTX_TRY(auto line, port::Line::open(options.source, opening));
    LineSession session(options, std::move(line), teller, trace);
    session.run();
    return std::vector{session.seen()};
}

} // namespace gtx::probe_tool
