// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/session.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "tools/common/message.hpp"
#include "tools/common/signals.hpp"

namespace gtx::sim_tool {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

sim::TransmitterOptions transmitter_options(const Options& options) {
    sim::TransmitterOptions t;
    t.dialect = dialect::find(options.dialect);
    t.version = find_version(*t.dialect, options.variant).value_or(0);
    t.inverter = !options.no_inverter && options.interface.empty();
    t.seed = options.seed.value_or(1);
    return t;
}

Timestamp earlier(Timestamp a, Timestamp b) {
    if (!a.known()) return b;
    return b.known() ? std::min(a, b) : a;
}

} // namespace

Session::Session(const Options& options, Story story)
    : options_(options)
    , story_(std::move(story))
    , simulation_(story_.setup, story_.scenario)
    , transmitter_(transmitter_options(options), story_.setup.start)
    , next_tend_(story_.setup.start) {}

double Session::speed(bool terminal) const {
    if (options_.speed) return options_.speed->factor;
    const bool watched = options_.view == As::panel && terminal;
    return is_live(options_) || watched ? 1 : HUGE_VAL;
}

Result<void> Session::open_doors() {
    if (!options_.interface.empty()) {
        GTX_TRY(bus_, Bus::open(options_));
    }
    if (!options_.serial.empty()) {
        GTX_TRY(line_, SerialLine::open(options_));
    }
    if (!options_.link.empty()) {
        GTX_TRY(link_, LinkLine::open(options_, story_.setup));
    }
    const bool live = bus_ || line_ || link_ || (options_.speed && std::isfinite(options_.speed->factor));
    GTX_TRY(auto output,
            cli::Output::open(options_.output, live ? cli::Flush::each_write : cli::Flush::automatic));
    output_.emplace(std::move(output));
    view_ = make_view(options_, story_.setup.start, *output_);
    if (const auto factor = speed(output_->terminal()); std::isfinite(factor))
        pacer_.emplace(story_.setup.start, factor);
    return {};
}

Result<cli::ExitStatus> Session::run() {
    if (auto opened = open_doors(); !opened) return opened.error();
    if (view_ && view_->wants_steps()) simulation_.on_step([this] { view_->stepped(simulation_); });
    if (view_) simulation_.on_scenario([this](const sim::Step& step) { view_->scenario(simulation_, step); });
    if (view_ && view_->wants_steps()) view_->stepped(simulation_);
    play();
    progress_.finish();
    if (view_) view_->finish(simulation_);
    if (const auto closed = output_->close(); !closed) return closed.error();
    tell_end();
    return wants_frames() && !battery_sent_ ? cli::ExitStatus::no : cli::ExitStatus::yes;
}

bool Session::done() const {
    if (cli::noted_signal() != 0 || (view_ && view_->full())) return true;
    return simulation_.ended() || (story_.end.known() && simulation_.now() >= story_.end);
}

/// When there is something to do: a cycle of the bus, a frame that is due, a line to write, or the end. With
/// nothing to write or send, the model alone moves on, an hour at a time.
Timestamp Session::next_time() const {
    auto t = story_.end;
    if (wants_frames()) t = earlier(t, transmitter_.next());
    if (view_) t = earlier(t, view_->next());
    if (bus_) t = earlier(earlier(t, bus_->next()), next_tend_);
    if (line_) t = earlier(earlier(t, simulated(line_->next())), next_tend_);
    if (link_) t = earlier(earlier(t, simulated(link_->next())), next_tend_);
    if (pacer_) t = earlier(t, Timestamp(simulation_.now().ns() + second_ns));
    return earlier(t, Timestamp(simulation_.now().ns() + 3600 * second_ns));
}

/// False if something came in between: a frame was heard, a signal.
bool Session::wait_until(Timestamp t) {
    if (!pacer_) {
        hear(t);
        return true;
    }
    const std::array fds = {bus_ ? bus_->fd() : -1, line_ ? line_->fd() : -1, link_ ? link_->fd() : -1,
                            cli::signal_door()};
    if (pacer_->wait_until(t, fds)) return true;
    hear(t);
    return false;
}

/// Something was heard before `t`.
void Session::hear(Timestamp t) {
    if (bus_) hear_bus();
    if (link_) serve_link();
    if (!line_) return;
    simulation_.advance(
        std::clamp(pacer_->simulated_now(), simulation_.now(), std::max(t, simulation_.now())));
    line_->set_faults(simulation_.line());
    line_->hear(line_now(), simulation_.snapshot(), on_line_);
    show_line();
}

/// What is due on the serial line.
void Session::serve_line() {
    line_->set_faults(simulation_.line());
    line_->hear(line_now(), simulation_.snapshot(), on_line_);
    line_->send_due(line_now(), simulation_.snapshot(), on_line_);
    show_line();
}

void Session::serve_link() {
    link_->set_stack(simulation_.packs(), simulation_.link_faults(), line_now());
    link_->follow_master(simulation_.bms().packs[0].phase, line_now());
    link_->serve(line_now());
}

void Session::show_line() {
    for (auto& bytes : on_line_) {
        bytes.time = simulated(bytes.time);
        if (view_) view_->bytes(bytes, line_->name());
    }
    on_line_.clear();
    if (view_) view_->silent(pacer_->simulated_now(), line_->name());
}

/// The line is as fast as the clock, whatever the speed of the simulation; both begin at the same time.
Timestamp Session::line_now() const {
    const auto start = story_.setup.start.ns();
    const auto passed = static_cast<double>(pacer_->simulated_now().ns() - start);
    return Timestamp(start + std::llround(passed / speed(false)));
}

Timestamp Session::simulated(Timestamp line) const {
    if (!line.known()) return line;
    const auto start = story_.setup.start.ns();
    return Timestamp(start + std::llround(static_cast<double>(line.ns() - start) * speed(false)));
}

void Session::hear_bus() {
    const auto now = pacer_ ? pacer_->simulated_now() : simulation_.now();
    while (const auto heard = bus_->receive()) {
        frames_.clear();
        transmitter_.hear(heard->frame, now, simulation_.snapshot(), frames_);
        bus_->queue(frames_);
    }
    bus_->tend();
}

void Session::play() {
    while (!done()) {
        const auto t = next_time();
        if (!wait_until(t)) continue;
        reach(t);
        if (story_.end.known() && !pacer_)
            progress_.show(seconds_between(story_.setup.start, simulation_.now()),
                           seconds_between(story_.setup.start, story_.end));
    }
    if (bus_) bus_->send_due(simulation_.now());
}

void Session::reach(Timestamp t) {
    simulation_.advance(t);
    if (simulation_.ended() && simulation_.now() < t) return;
    const bool over = story_.end.known() && t >= story_.end;
    if (!over && t == transmitter_.next() && wants_frames()) cycle();
    if (!over && view_ && view_->next() == t) view_->look(simulation_);
    if (bus_) bus_->send_due(t);
    if (line_) serve_line();
    if (link_) serve_link();
    if (t < next_tend_) return;
    if (bus_) bus_->tend();
    if (line_) line_->tend();
    if (link_) link_->tend();
    next_tend_ = Timestamp(t.ns() + second_ns);
}

void Session::cycle() {
    frames_.clear();
    transmitter_.cycle(simulation_.snapshot(),
                       {simulation_.bms().talking,
                        simulation_.inverter_connected() &&
                            simulation_.inverter().settings().habit != sim::command::Inverter::Habit::silent,
                        simulation_.bus()},
                       frames_);
    hand_out(frames_);
}

void Session::hand_out(const std::vector<sim::Outgoing>& frames) {
    battery_sent_ = battery_sent_ || std::ranges::any_of(frames, std::not_fn(&sim::Outgoing::by_inverter));
    if (bus_) bus_->queue(frames);
    if (!view_ || !view_->wants_frames()) return;
    for (const auto& frame : frames)
        if (!story_.end.known() || frame.time < story_.end) view_->frame(frame);
}

void Session::tell_end() const {
    for (const auto& what : transmitter_.unsaid())
        cli::note("not said in dialect {}: {}", options_.dialect, what);
    if (bus_) bus_->tell_end();
    if (line_) line_->tell_end();
    if (link_) link_->tell_end();
    cli::detail_note("{} steps of the model, {} s simulated", simulation_.steps(),
                     seconds_between(story_.setup.start, simulation_.now()));
}

} // namespace gtx::sim_tool
