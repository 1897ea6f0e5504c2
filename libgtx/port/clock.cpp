// SPDX-License-Identifier: MIT
#include "gtx/port/clock.hpp"

#include <poll.h>
#include <time.h>

#include <algorithm>
#include <vector>

#include "port/pace_impl.hpp"

namespace gtx::port {

namespace {

constexpr std::int64_t ns_per_s = 1'000'000'000;

std::int64_t read_clock(clockid_t clock) noexcept {
    timespec t{};
    clock_gettime(clock, &t);
    return std::int64_t{t.tv_sec} * ns_per_s + t.tv_nsec;
}

std::vector<pollfd> to_poll(std::span<const int> fds) {
    std::vector<pollfd> all;
    for (const int fd : fds) {
        if (fd >= 0) all.push_back({fd, POLLIN, 0});
    }
    return all;
}

/// Sleeps for `ns` at most. True when it slept to the end: nothing to read, no signal.
bool slept(std::vector<pollfd>& fds, std::int64_t ns) noexcept {
    const timespec span{ns / ns_per_s, ns % ns_per_s};
    return ppoll(fds.data(), fds.size(), &span, nullptr) == 0;
}

} // namespace

Timestamp now() noexcept {
    return Timestamp(read_clock(CLOCK_REALTIME));
}

Pacer::Pacer(Timestamp start, double speed) noexcept
    : began_ns_(read_clock(CLOCK_MONOTONIC)), start_(start), speed_(speed) {}

std::int64_t Pacer::late_ns(Timestamp simulated) const noexcept {
    const auto passed = read_clock(CLOCK_MONOTONIC) - began_ns_;
    return added_ns(passed, -wall_span_ns(added_ns(simulated.ns(), -start_.ns()), speed_));
}

Timestamp Pacer::simulated_now() const noexcept {
    const auto passed = read_clock(CLOCK_MONOTONIC) - began_ns_;
    return Timestamp(added_ns(start_.ns(), simulated_span_ns(passed, speed_)));
}

bool Pacer::wait_until(Timestamp simulated, std::span<const int> fds) const {
    auto late = late_ns(simulated);
    if (late >= 0) return true;
    auto polled = to_poll(fds);
    for (; late < 0; late = late_ns(simulated)) {
        if (!slept(polled, -late)) return false;
    }
    return true;
}

} // namespace gtx::port
