// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/link_line.hpp"

#include <algorithm>
#include <utility>

#include "tools/common/message.hpp"

namespace gtx::sim_tool {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::uint32_t usual_speed = 9600;
/// A second master starts again so often. Proposal: a person who presses the wrong button.
constexpr std::int64_t rival_every_ns = 2 * second_ns;
/// On a real line bytes have had their time on the wire when they are here, and will have it again: in
/// between they are quick.
constexpr std::uint32_t quick = 32;

std::uint32_t speed_of(const Options& options) {
    return options.link_speed ? static_cast<std::uint32_t>(*options.link_speed) : usual_speed;
}

link::BusOptions bus_options(std::size_t packs, const sim::LinkFaults& faults, std::uint64_t seed,
                             std::uint32_t speed, bool terminal) {
    auto bus = sim::link_bus(packs, faults, true, seed);
    bus.speed = terminal ? speed : speed * quick;
    for (auto& pack : bus.packs) pack.speed = speed;
    return bus;
}

/// All packs hear the link: the button of a pack that is off does not matter to its master.
void power(link::Bus& bus, Timestamp now) {
    for (std::size_t i = 0; i < bus.size(); ++i) bus.pack(i).power(true, now);
}

} // namespace

Result<LinkLine> LinkLine::open(const Options& options, const sim::SimulationSetup& setup) {
    const auto now = setup.start;
    const bool terminal = options.link == pseudo_terminal;
    GTX_TRY(auto bus,
            link::Bus::create(bus_options(setup.packs, {}, setup.seed, speed_of(options), terminal), now));
    power(bus, now);
    if (!terminal) {
        GTX_TRY(auto line, port::Line::open(options.link, {.speed = speed_of(options)}));
        return LinkLine(options, setup, std::move(line), {}, std::move(bus));
    }
    GTX_TRY(auto pty, port::PseudoTerminal::create());
    Link link;
    if (!options.link_name.empty()) {
        GTX_TRY(link, Link::make(options.link_name, pty.path()));
    }
    cli::note("link port {}", pty.path());
    return LinkLine(options, setup, std::move(pty), std::move(link), std::move(bus));
}

LinkLine::LinkLine(const Options& options, const sim::SimulationSetup& setup, Door door, Link link,
                   link::Bus bus)
    : door_(std::move(door))
    , link_(std::move(link))
    , bus_(std::move(bus))
    , speed_(speed_of(options))
    , seed_(setup.seed)
    , packs_(setup.packs) {
    if (const auto* line = std::get_if<port::Line>(&door_))
        name_ = line->name();
    else
        name_ = std::get<port::PseudoTerminal>(door_).path();
    cli::detail_note("{}: link of {} packs, {} Bd", name_, packs_, speed_);
}

int LinkLine::fd() const {
    return std::visit([](const auto& d) { return d.fd(); }, door_);
}

void LinkLine::serve(Timestamp now) {
    start_rival(now);
    hear(now);
    bus_.advance(now, heard_);
    say();
}

void LinkLine::hear(Timestamp now) {
    bus_.advance(now, heard_);
    if (auto* line = std::get_if<port::Line>(&door_))
        hear_line(*line, now);
    else
        hear_terminal(std::get<port::PseudoTerminal>(door_), now);
}

void LinkLine::hear_line(port::Line& line, Timestamp now) {
    if (const auto raised = line.cts()) bus_.set_out(*raised, now);
    const auto arrived = line.read();
    if (!arrived.bytes.empty()) bus_.send(arrived.bytes, now);
}

/// Levels and bytes in the order in which they came.
void LinkLine::hear_terminal(port::PseudoTerminal& terminal, Timestamp now) {
    const auto arrived = terminal.read();
    std::string passed;
    std::vector<link::LevelSeen> levels;
    filter_.read(arrived.bytes, passed, levels);
    std::size_t sent = 0;
    const auto send_to = [&](std::size_t end) {
        if (end > sent) bus_.send(serial::bytes_of(std::string_view(passed).substr(sent, end - sent)), now);
        sent = std::max(sent, end);
    };
    for (const auto& level : levels) {
        send_to(level.at);
        bus_.set_out(level.raised, now);
    }
    send_to(passed.size());
}

/// The level that comes to the adapter, then what it hears.
void LinkLine::say() {
    if (bus_.in() != raised_) {
        raised_ = bus_.in();
        if (auto* line = std::get_if<port::Line>(&door_))
            (void)line->set_rts(raised_).has_value(); // a port without RTS has no coding line
        else
            heard_.insert(0, link::level_frame(raised_));
    }
    if (heard_.empty()) return;
    const auto bytes = serial::bytes_of(heard_);
    bool taken = false;
    if (auto* terminal = std::get_if<port::PseudoTerminal>(&door_))
        taken = terminal->write(bytes);
    else
        taken = std::get<port::Line>(door_).write(bytes).value_or(false);
    if (!taken) lost_ += bytes.size();
    heard_.clear();
}

void LinkLine::start_rival(Timestamp now) {
    if (!faults_.second_master || (rival_at_.known() && now < rival_at_)) return;
    auto& rival = bus_.pack(bus_.size() - 1);
    rival.power(false, now);
    rival.press(now);
    rival_at_ = Timestamp(now.ns() + rival_every_ns);
}

void LinkLine::set_stack(std::size_t packs, const sim::LinkFaults& faults, Timestamp now) {
    if (packs == packs_ && faults == faults_) return;
    const bool terminal = std::holds_alternative<port::PseudoTerminal>(door_);
    auto options = bus_options(packs, faults, seed_, speed_, terminal);
    const bool same_packs = packs == packs_ && faults.serial_as == faults_.serial_as &&
                            faults.second_master == faults_.second_master;
    packs_ = packs;
    faults_ = faults;
    bus_.advance(now, heard_);
    if (same_packs) {
        bus_.set_faults(options.faults);
        // Cables of a stack are never wrong by their sockets.
        (void)bus_.set_cables(std::move(options.cables)).has_value();
        return;
    }
    if (auto bus = link::Bus::create(std::move(options), now)) {
        bus_ = *std::move(bus);
        power(bus_, now);
    }
}

void LinkLine::follow_master(bms::Phase phase, Timestamp now) {
    if (std::exchange(master_, phase) == phase) return;
    const bool starts = phase == bms::Phase::coding;
    if (!starts && phase != bms::Phase::stopping) return;
    bus_.advance(now, heard_);
    auto& master = bus_.pack(0);
    const bool idle = master.phase() == link::PackPhase::off || master.phase() == link::PackPhase::waiting;
    // A pack that was numbered from outside does not listen to its button.
    if (starts == idle) master.press(now);
}

void LinkLine::tend() {
    auto* line = std::get_if<port::Line>(&door_);
    if (line == nullptr) return;
    line->tend();
    for (const auto event : line->events()) cli::note("{}: {}", name_, port::name(event));
}

void LinkLine::tell_end() const {
    if (lost_ > 0) cli::note("{}: {} bytes were taken by nobody", name_, lost_);
    for (std::size_t i = 0; i < bus_.size(); ++i) {
        const auto number = bus_.pack(i).number();
        cli::detail_note("{}: pack {} ({:010X}) has {}", name_, i + 1, bus_.pack(i).identity().serial,
                         number ? fmt::format("number {}", *number) : "no number");
    }
}

} // namespace gtx::sim_tool
