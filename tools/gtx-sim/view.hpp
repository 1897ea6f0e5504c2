// SPDX-License-Identifier: MIT
/// \file
/// What gtx-sim writes: one view for each --as.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/sim/simulation.hpp"
#include "gtx/sim/transmitter.hpp"
#include "tools/common/output.hpp"
#include "tools/gtx-sim/options.hpp"
#include "tools/gtx-sim/serial_line.hpp"

namespace gtx::sim_tool {

class View {
public:
    View(cli::Output& output, std::optional<std::uint64_t> most) : output_(output), most_(most) {}
    virtual ~View() = default;
    View(const View&) = delete;
    View& operator=(const View&) = delete;

    /// When it wants to look next; none: never.
    [[nodiscard]] virtual Timestamp next() const { return Timestamp::none(); }
    /// It is the time of next().
    virtual void look(const sim::Simulation&) {}
    /// True if each step of the model is to be shown with stepped().
    [[nodiscard]] virtual bool wants_steps() const { return false; }
    virtual void stepped(const sim::Simulation&) {}
    virtual void scenario(const sim::Simulation&, const sim::Step&) {}
    /// True if frames are to be shown.
    [[nodiscard]] virtual bool wants_frames() const { return false; }
    virtual void frame(const sim::Outgoing&) {}
    /// Bytes on the serial line, in the order of time.
    virtual void bytes(const OnLine&, std::string_view) {}
    /// Nothing more came on the serial line before `now`.
    virtual void silent(Timestamp, std::string_view) {}
    virtual void finish(const sim::Simulation&) {}

    /// It has written as many lines as it may, or cannot write any more.
    [[nodiscard]] bool full() const { return (most_ && lines_ >= *most_) || !output_.good(); }

protected:
    /// Writes `text`; a line of data unless it is a heading.
    void write(std::string_view text) {
        if (full()) return;
        output_.write(text);
        ++lines_;
    }
    void write_heading(std::string_view text) { output_.write(text); }
    [[nodiscard]] const cli::Output& output() const { return output_; }

private:
    cli::Output& output_;
    std::optional<std::uint64_t> most_;
    std::uint64_t lines_ = 0;
};

/// The view of the options; null if nothing is to be written. `start` is the beginning of the simulation.
std::unique_ptr<View> make_view(const Options& options, Timestamp start, cli::Output& output);

/// True if the options ask for anything to be written.
bool writes(const Options& options);

std::unique_ptr<View> make_frame_view(const Options& options, cli::Output& output);
std::unique_ptr<View> make_state_view(const Options& options, Timestamp start, cli::Output& output);
std::unique_ptr<View> make_event_view(const Options& options, cli::Output& output);
std::unique_ptr<View> make_summary_view(const Options& options, Timestamp start, cli::Output& output);

} // namespace gtx::sim_tool
