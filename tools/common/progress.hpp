// SPDX-License-Identifier: MIT
/// \file
/// How far a long work has come, on stderr, for people who watch a terminal.
#pragma once

#include <chrono>

namespace gtx::cli {

/// Writes one line over and over; nothing unless stderr is a terminal and the work takes longer than a
/// second.
class Progress {
public:
    Progress();
    ~Progress() { finish(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// `done` of `whole`, in whatever unit; cheap enough to call often.
    void show(double done, double whole);
    /// Wipes the line.
    void finish();

private:
    using Clock = std::chrono::steady_clock;

    bool wanted_ = false;
    bool shown_ = false;
    unsigned calls_ = 0;
    Clock::time_point began_;
    Clock::time_point next_;
};

} // namespace gtx::cli
