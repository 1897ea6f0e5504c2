// SPDX-License-Identifier: MIT
#include "tools/common/progress.hpp"

#include <string_view>

#include <fmt/format.h>
#include <unistd.h>

#include "tools/common/message.hpp"

namespace gtx::cli {

namespace {

using namespace std::chrono_literals;

constexpr auto patience = 1s;
constexpr auto pause = 200ms;
constexpr unsigned calls_per_look = 8; ///< between looks at the clock

void put(std::string_view text) {
    [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text.data(), text.size());
}

} // namespace

Progress::Progress()
    : wanted_(::isatty(STDERR_FILENO) != 0), began_(Clock::now()), next_(began_ + patience) {}

void Progress::show(double done, double whole) {
    if (!wanted_ || ++calls_ % calls_per_look != 0 || whole <= 0) return;
    const auto now = Clock::now();
    if (now < next_ || message_level() == Level::quiet) return;
    next_ = now + pause;
    const std::chrono::duration<double> spent = now - began_;
    const double left = done > 0 ? spent.count() * (whole - done) / done : 0;
    put(fmt::format("\r{:5.1f} %, {:.0f} s left \x1b[K", 100 * done / whole, left));
    shown_ = true;
}

void Progress::finish() {
    if (shown_) put("\r\x1b[K");
    shown_ = false;
}

} // namespace gtx::cli
