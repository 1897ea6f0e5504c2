// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/bus.hpp"

#include <algorithm>

#include "tools/common/message.hpp"

namespace gtx::sim_tool {

namespace {

Result<void> set_up(const Options& options) {
    const auto& name = options.interface;
    if (options.restart) {
        if (auto done = port::can_restart(name); !done) return done;
    }
    if (!options.bit_rate) return {};
    std::optional<std::uint32_t> restart_ms;
    if (options.restart_time) restart_ms = static_cast<std::uint32_t>(options.restart_time->ns / 1'000'000);
    return port::can_bring_up(name, static_cast<std::uint32_t>(*options.bit_rate), restart_ms);
}

void tell_link(const std::string& name) {
    const auto link = port::can_link(name);
    if (!link) return;
    cli::detail_note("{}: {}, state {}, {}", name, link->up ? "up" : "down", port::name(link->state),
                     link->bit_rate ? fmt::format("{} bit/s", *link->bit_rate) : "no bit rate");
}

} // namespace

Result<Bus> Bus::open(const Options& options) {
    if (auto done = set_up(options); !done) return done.error();
    GTX_TRY(auto socket, port::CanSocket::open(options.interface));
    tell_link(options.interface);
    Bus bus(std::move(socket), options.interface);
    if (!bus.socket_.up()) cli::note("{}: is down; frames are sent once it is up", options.interface);
    return bus;
}

void Bus::queue(const std::vector<sim::Outgoing>& frames) {
    for (const auto& frame : frames) // an answer may be due before what a cycle has still to send
        queue_.insert(std::ranges::upper_bound(queue_, frame.time, {}, &sim::Outgoing::time), frame);
}

Timestamp Bus::next() const {
    return queue_.empty() ? Timestamp::none() : queue_.front().time;
}

void Bus::send_due(Timestamp now) {
    for (; !queue_.empty() && queue_.front().time <= now; queue_.pop_front()) {
        const auto done = socket_.send(queue_.front().frame);
        if (done || refusal_told_) continue;
        cli::error("{}", done.error().message());
        refusal_told_ = true;
    }
}

void Bus::tend() {
    socket_.tend();
    for (const auto event : socket_.events()) cli::note("{}: {}", name_, port::name(event));
}

void Bus::tell_end() const {
    const auto& n = socket_.counts();
    if (n.lost_down + n.lost_full > 0)
        cli::note("{}: {} frames sent, {} lost while the interface was down, {} lost to a full queue", name_,
                  n.sent, n.lost_down, n.lost_full);
    else
        cli::detail_note("{}: {} frames sent, {} heard", name_, n.sent, n.received);
}

} // namespace gtx::sim_tool
