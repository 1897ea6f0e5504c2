// SPDX-License-Identifier: MIT
#include "probe/keep_alive_impl.hpp"

#include <algorithm>
#include <limits>

#include "gtx/dialect/assemble.hpp"

namespace gtx::probe {

namespace {

// An inverter that was not heard for so many periods is taken as gone.
constexpr std::int64_t periods_until_gone = 3;

} // namespace

void KeepAlive::use(const dialect::Dialect* dialect) {
    if (!wanted_ || dialect == dialect_) return;
    dialect_ = dialect;
    due_.clear();
    if (dialect == nullptr) return;
    for (const auto& message : dialect->messages) {
        if (message.flow != dialect::Flow::to_battery || message.period_ms == 0) continue;
        const auto frame = dialect::encode(message, {});
        if (!frame) continue;
        due_.push_back(
            {*frame, std::int64_t{message.period_ms} * 1'000'000, std::numeric_limits<std::int64_t>::min()});
    }
}

Timestamp KeepAlive::send(Timestamp now, Timestamp heard, std::vector<can::Frame>& out) {
    if (due_.empty() || !now.known()) return {};
    auto again = std::numeric_limits<std::int64_t>::max();
    for (auto& due : due_) {
        const auto free = heard.known() ? heard.ns() + periods_until_gone * due.period_ns : now.ns();
        if (now.ns() < free) {
            due.next_ns = free;
        } else if (now.ns() >= due.next_ns) {
            out.push_back(due.frame);
            due.next_ns = now.ns() + due.period_ns;
        }
        again = std::min(again, due.next_ns);
    }
    return Timestamp(again);
}

} // namespace gtx::probe
