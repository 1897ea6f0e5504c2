// SPDX-License-Identifier: MIT
/// \file
/// Bytes and the coding line, whichever way that travels: as RTS and CTS, in bench frames, or not at all.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "gtx/base/result.hpp"
#include "gtx/link/bench_frame.hpp"
#include "gtx/link/pack.hpp"
#include "tools/gtx-assign/trace.hpp"

namespace gtx::assign_tool {

/// What a serial port does: port::Line, or what a test puts in its place. Errors as there.
class Wire {
public:
    Wire() = default;
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;
    virtual ~Wire() = default;

    virtual Result<bool> write(serial::Bytes bytes) = 0;
    /// What has come; empty if nothing.
    virtual std::vector<std::uint8_t> read() = 0;
    virtual Result<void> set_rts(bool on) = 0;
    virtual Result<bool> cts() = 0;
};

/// How the coding line travels.
enum class Levels : std::uint8_t { modem, frames, none };

/// What is told of what came in: bytes, and levels of the coding line, in their order.
struct Ears {
    std::function<void(serial::Bytes bytes)> bytes;
    std::function<void(bool raised)> level;
};

class Door {
public:
    /// `shows_out`: the level of Port Out is to be seen; else it stays dropped.
    Door(Wire& wire, Levels levels, Trace& trace, bool shows_out = true)
        : wire_(wire), trace_(trace), levels_(levels), shows_out_(shows_out) {}

    /// Drops the line out: opening a port may have raised RTS. *Errors:* it has no RTS or CTS.
    Result<void> begin(Timestamp now);
    /// First the level, if it changes, then the bytes.
    void put(const link::Step& step, Timestamp now);
    /// Gives on what has come.
    void take(const Ears& ears, Timestamp now);
    /// Drops the line if it is raised.
    void end(Timestamp now);
    /// The level that comes in must be looked at every few milliseconds.
    [[nodiscard]] bool polls() const { return levels_ == Levels::modem; }

private:
    Result<void> set_out(bool raised, Timestamp now);
    void send(std::string_view bytes, Timestamp now);
    void take_level(const Ears& ears, Timestamp now);

    Wire& wire_;
    Trace& trace_;
    Levels levels_;
    bool shows_out_;
    bool out_ = false;
    std::optional<bool> in_;
    link::LevelFilter filter_;
};

} // namespace gtx::assign_tool
