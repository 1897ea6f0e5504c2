// SPDX-License-Identifier: MIT
/// \file
/// A source from its opening to its end: a CAN bus, a serial line, or a capture.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "gtx/base/result.hpp"
#include "tools/common/signals.hpp"
#include "tools/gtx-probe/clock.hpp"
#include "tools/gtx-probe/options.hpp"
#include "tools/gtx-probe/teller.hpp"
#include "tools/gtx-probe/trace.hpp"

namespace gtx::probe_tool {

/// Each opens its source, gives states to the teller until it has enough, the source ends, is silent for too
/// long, or a signal came. *Errors:* of opening.
Result<std::vector<Seen>> run_can(const Options& options, Teller& teller, Trace& trace);
Result<std::vector<Seen>> run_line(const Options& options, Teller& teller, Trace& trace);
Result<std::vector<Seen>> run_capture(const Options& options, const Sink& sink, Teller& teller);

inline constexpr std::int64_t second_ns = 1'000'000'000;
inline constexpr std::int64_t default_timeout_ns = 5 * second_ns;

/// How long a silence may be; no value: for ever.
inline std::optional<std::int64_t> patience(const Options& options) {
    if (options.timeout) return options.timeout->ns;
    if (options.watch) return std::nullopt;
    return default_timeout_ns;
}

inline Timestamp earlier(Timestamp a, Timestamp b) {
    if (!a.known()) return b;
    return b.known() ? std::min(a, b) : a;
}

/// When a live source has been watched long enough: after a silence, or, where the teller wants a while,
/// after this while.
class Patience {
public:
    Patience(const Options& options, const Teller& teller, Timestamp now)
        : silence_ns_(patience(options)), a_while_(teller.wants_a_while()), began_(now), heard_(now) {}

    void heard(Timestamp now) { heard_ = now; }
    [[nodiscard]] Timestamp end() const {
        if (!silence_ns_) return Timestamp::none();
        return Timestamp((a_while_ ? began_ : heard_).ns() + *silence_ns_);
    }
    [[nodiscard]] bool over(Timestamp now) const { return end().known() && now >= end(); }

private:
    std::optional<std::int64_t> silence_ns_;
    bool a_while_;
    Timestamp began_;
    Timestamp heard_;
};

} // namespace gtx::probe_tool
