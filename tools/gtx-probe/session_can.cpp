// SPDX-License-Identifier: MIT
// A live CAN bus. Nothing is sent but the inverter's keep-alive, and that only if it was asked for.
#include <fmt/format.h>

#include "gtx/port/socketcan.hpp"
#include "gtx/probe/can_probe.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-probe/session.hpp"

namespace gtx::probe_tool {

namespace {

Result<void> set_up(const Options& options) {
    if (!options.up) return {};
    std::optional<std::uint32_t> rate;
    if (options.bit_rate) rate = static_cast<std::uint32_t>(*options.bit_rate);
    return port::can_bring_up(options.source, rate, std::nullopt);
}

probe::CanProbeOptions probe_options(const Options& options) {
    probe::CanProbeOptions p;
    p.dialect = dialect::find(options.dialect);
    p.source = options.source;
    p.keep_alive = options.keep_alive;
    return p;
}

class CanSession {
public:
    CanSession(const Options& options, port::CanSocket socket, Teller& teller, Trace& trace)
        : name_(options.source)
        , keep_alive_(options.keep_alive)
        , socket_(std::move(socket))
        , teller_(teller)
        , trace_(trace)
        , probe_(probe_options(options), clock_.now())
        , patience_(options, teller, clock_.now())
        , began_(clock_.now())
        , next_tend_(began_) {}

    void run() {
        while (!teller_.enough(Pace::live) && !patience_.over(clock_.now()) && cli::noted_signal() == 0) {
            const auto again = send_due();
            tend();
            clock_.wait_until(earlier(earlier(again, next_tend_), patience_.end()),
                              std::array{socket_.fd(), cli::signal_door()});
            receive();
        }
    }

    Seen seen() {
        Seen seen;
        seen.source = name_;
        auto link = probe_.link(clock_.now());
        link.lost = std::max(link.lost, lost_);
        link.bus_off = std::max(link.bus_off, bus_off_);
        add_interface(link);
        seen.observation.can = std::move(link);
        seen.observation.watched_s = seconds_between(began_, clock_.now());
        return seen;
    }

private:
    Timestamp send_due() {
        const auto step = probe_.step(clock_.now());
        for (const auto& frame : step.send) {
            const auto sent = socket_.send(frame);
            if (sent && *sent) trace_.frame(clock_.utc(clock_.now()), name_, frame);
        }
        return keep_alive_ ? step.again : Timestamp::none();
    }

    void receive() {
        while (const auto received = socket_.receive()) {
            trace_.frame(received->time, name_, received->frame);
            probe_.take(received->frame, clock_.even(received->time));
            tell_states();
        }
    }

    void tell_states() {
        while (auto s = probe_.next_state()) {
            patience_.heard(clock_.now());
            s->time = clock_.utc(s->time);
            if (!teller_.enough(Pace::live)) teller_.take(*s, Pace::live);
        }
    }

    void tend() {
        const auto now = clock_.now();
        if (now >= next_tend_) {
            socket_.tend();
            next_tend_ = Timestamp(now.ns() + second_ns);
        }
        for (const auto event : socket_.events()) {
            cli::note("{}: {}", name_, port::name(event));
            lost_ += event == port::LinkEvent::down || event == port::LinkEvent::removed;
            bus_off_ += event == port::LinkEvent::bus_off;
        }
    }

    /// What only the system knows of the interface.
    void add_interface(diag::CanLink& link) const {
        const auto now = port::can_link(name_);
        if (!now) return;
        link.bit_rate = now->bit_rate;
        if (!now->up)
            link.state = port::name(port::CanState::stopped);
        else if (now->state != port::CanState::unknown)
            link.state = port::name(now->state);
    }

    std::string name_;
    bool keep_alive_;
    Clock clock_;
    port::CanSocket socket_;
    Teller& teller_;
    Trace& trace_;
    probe::CanProbe probe_;
    Patience patience_;
    Timestamp began_;
    Timestamp next_tend_;
    std::uint64_t lost_ = 0;
    std::uint64_t bus_off_ = 0;
};

} // namespace

Result<std::vector<Seen>> run_can(const Options& options, Teller& teller, Trace& trace) {
    if (auto done = set_up(options); !done) return done.error();
    port::CanOptions can;
    can.listen_only = !options.keep_alive;
    GTX_TRY(auto socket, port::CanSocket::open(options.source, can));
    if (!socket.up()) cli::note("{}: is down; waiting until it is up", options.source);
    CanSession session(options, std::move(socket), teller, trace);
    session.run();
    return std::vector{session.seen()};
}

} // namespace gtx::probe_tool
