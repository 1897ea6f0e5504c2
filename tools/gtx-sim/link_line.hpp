// SPDX-License-Identifier: MIT
/// \file
/// The live link bus: the packs of the stack on a port of this machine or on a pseudo-terminal, for a bench
/// that numbers them as gtx-assign does.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "gtx/base/result.hpp"
#include "gtx/bms/unit.hpp"
#include "gtx/link/bench_frame.hpp"
#include "gtx/link/bus.hpp"
#include "gtx/port/line.hpp"
#include "gtx/sim/simulation.hpp"
#include "tools/gtx-sim/options.hpp"
#include "tools/gtx-sim/serial_line.hpp"

namespace gtx::sim_tool {

class LinkLine {
public:
    /// Opens the port of the options, and says where it is. The time of the line begins as that of the setup.
    /// *Errors:* of the port.
    static Result<LinkLine> open(const Options& options, const sim::SimulationSetup& setup);

    [[nodiscard]] int fd() const;
    /// Takes what came until `now`, moves the packs on, and sends what they say.
    void serve(Timestamp now);
    /// When it is to be served next; none: when something comes.
    [[nodiscard]] Timestamp next() const { return bus_.next(); }
    /// The stack as it is now: packs that came, cables that are plugged otherwise.
    void set_stack(std::size_t packs, const sim::LinkFaults& faults, Timestamp now);
    /// What the button of the first pack does in the stack it does here, too: when the stack codes it codes
    /// on this bus (R-BTN-2), and when it stops its master shuts down the others first (R-BTN-3).
    void follow_master(bms::Phase phase, Timestamp now);
    /// To be called now and then: tells what happened to the port.
    void tend();
    /// Says at the end who has which number.
    void tell_end() const;

private:
    using Door = std::variant<port::Line, port::PseudoTerminal>;
    LinkLine(const Options& options, const sim::SimulationSetup& setup, Door door, Link link, link::Bus bus);

    void hear(Timestamp now);
    void hear_line(port::Line& line, Timestamp now);
    void hear_terminal(port::PseudoTerminal& terminal, Timestamp now);
    void say();
    void start_rival(Timestamp now);

    Door door_;
    Link link_;
    link::Bus bus_;
    std::string name_;
    std::uint32_t speed_;
    std::uint64_t seed_;
    std::size_t packs_;
    sim::LinkFaults faults_;
    link::LevelFilter filter_;
    std::string heard_;
    bool raised_ = false; ///< the level that the other end was told
    Timestamp rival_at_ = Timestamp::none();
    bms::Phase master_ = bms::Phase::off; ///< when it was followed last
    std::uint64_t lost_ = 0;              ///< bytes that nobody took
};

} // namespace gtx::sim_tool
