// SPDX-License-Identifier: MIT
/// \file
/// Pieces of bytes into lines of a trace: what one side says in one go is one line.
#pragma once

#include <optional>
#include <utility>

#include "tools/gtx-sim/serial_line.hpp"

namespace gtx::sim_tool {

class Bursts {
public:
    /// Longer silences end a burst; pieces of a reply are 16 ms apart.
    static constexpr std::int64_t silence_ns = 50'000'000;
    static constexpr std::size_t most = 4096; ///< bytes; noise may have no end

    /// Puts the next bytes behind the burst that is open, or ends it. What is over is given back.
    std::optional<OnLine> add(const OnLine& bytes) {
        std::optional<OnLine> over;
        if (open_ &&
            (open_->direction != bytes.direction || is_over(bytes.time) || open_->bytes.size() >= most))
            over = take();
        if (open_)
            open_->bytes += bytes.bytes;
        else
            open_ = bytes;
        last_ = bytes.time;
        return over;
    }
    /// The open burst, if nothing came for a while.
    std::optional<OnLine> silent(Timestamp now) { return open_ && is_over(now) ? take() : std::nullopt; }
    /// The open burst, whatever it is.
    std::optional<OnLine> take() { return std::exchange(open_, std::nullopt); }

private:
    [[nodiscard]] bool is_over(Timestamp now) const { return now.ns() - last_.ns() > silence_ns; }

    std::optional<OnLine> open_;
    Timestamp last_;
};

} // namespace gtx::sim_tool
