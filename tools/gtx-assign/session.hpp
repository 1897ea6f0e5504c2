// SPDX-License-Identifier: MIT
/// \file
/// A machine of room link on a live line, from its opening to its end.
#pragma once

#include "gtx/link/pack.hpp"
#include "gtx/port/clock.hpp"
#include "gtx/port/line.hpp"
#include "tools/gtx-assign/door.hpp"
#include "tools/gtx-assign/options.hpp"

namespace gtx::assign_tool {

/// Who plays on the line.
class Player {
public:
    Player() = default;
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;
    virtual ~Player() = default;

    virtual void take(serial::Bytes bytes, Timestamp now) = 0;
    virtual void set_in(bool raised, Timestamp now) = 0;
    virtual link::Step step(Timestamp now) = 0;
    [[nodiscard]] virtual bool over() const = 0;
};

class Session {
public:
    /// *Errors:* of the port and of the file of the trace.
    static Result<Session> open(const Options& options);

    /// UTC at the beginning, and evenly on from there.
    [[nodiscard]] Timestamp now() const { return pacer_.simulated_now(); }
    [[nodiscard]] std::uint32_t speed() const { return line_.speed(); }
    [[nodiscard]] Levels levels() const { return levels_; }
    /// Until it is over, a signal comes or the time is out. The line out is dropped at the end. *Errors:* the
    /// port has no modem lines; the trace's disk is full.
    Result<void> run(Player& player);
    /// run() ended because the time was out.
    [[nodiscard]] bool timed_out() const { return timed_out_; }

private:
    Session(const Options& options, port::Line line, Trace trace);
    void loop(Player& player, Door& door);
    void wait(Timestamp again);
    void tend();

    port::Line line_;
    Trace trace_;
    port::Pacer pacer_;
    Levels levels_;
    bool shows_out_;
    Timestamp end_; ///< none: never
    Timestamp next_tend_;
    bool timed_out_ = false;
};

} // namespace gtx::assign_tool
