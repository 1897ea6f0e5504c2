// SPDX-License-Identifier: MIT
/// \file
/// One run of gtx-sim: the simulation, what it puts on the bus, and what is written, in step with the clock
/// or as fast as it goes.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "gtx/port/clock.hpp"
#include "gtx/sim/simulation.hpp"
#include "gtx/sim/transmitter.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/common/output.hpp"
#include "tools/common/progress.hpp"
#include "tools/gtx-sim/bus.hpp"
#include "tools/gtx-sim/link_line.hpp"
#include "tools/gtx-sim/options.hpp"
#include "tools/gtx-sim/serial_line.hpp"
#include "tools/gtx-sim/story.hpp"
#include "tools/gtx-sim/view.hpp"

namespace gtx::sim_tool {

class Session {
public:
    Session(const Options& options, Story story);

    /// Simulates to the end, or a signal. *Errors:* of files and devices.
    Result<cli::ExitStatus> run();

private:
    Result<void> open_doors();
    void play();
    [[nodiscard]] bool done() const;
    [[nodiscard]] Timestamp next_time() const;
    bool wait_until(Timestamp t);
    void hear(Timestamp t);
    void hear_bus();
    void serve_line();
    void show_line();
    void serve_link();
    [[nodiscard]] Timestamp line_now() const;
    [[nodiscard]] Timestamp simulated(Timestamp line) const;
    void reach(Timestamp t);
    void cycle();
    void hand_out(const std::vector<sim::Outgoing>& frames);
    void tell_end() const;
    [[nodiscard]] bool wants_frames() const { return bus_ || (view_ && view_->wants_frames()); }
    [[nodiscard]] double speed(bool terminal) const;

    const Options& options_;
    Story story_;
    sim::Simulation simulation_;
    sim::Transmitter transmitter_;
    std::optional<cli::Output> output_;
    std::unique_ptr<View> view_;
    std::optional<Bus> bus_;
    std::optional<SerialLine> line_;
    std::optional<LinkLine> link_;
    std::vector<OnLine> on_line_;
    std::optional<port::Pacer> pacer_; ///< none: as fast as it goes
    cli::Progress progress_;
    Timestamp next_tend_;
    bool battery_sent_ = false;
    std::vector<sim::Outgoing> frames_;
};

} // namespace gtx::sim_tool
