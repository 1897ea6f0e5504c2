// SPDX-License-Identifier: MIT
/// \file
/// What an inverter sends so that a battery goes on: sent in its place.
#pragma once

#include <vector>

#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/dialect/dialect.hpp"

namespace gtx::probe {

/// Sends the messages to the battery that a dialect has at a period, with nothing known in them. It keeps
/// quiet while an inverter is heard: two with one identifier disturb each other.
class KeepAlive {
public:
    explicit KeepAlive(bool wanted) : wanted_(wanted) {}

    /// The dialect from now on; null: none is known yet.
    void use(const dialect::Dialect* dialect);
    /// Appends what is due. `heard`: the last time of an inverter, or none. Returns when to ask again; none:
    /// never.
    Timestamp send(Timestamp now, Timestamp heard, std::vector<can::Frame>& out);

private:
    struct Due {
        can::Frame frame{};
        std::int64_t period_ns = 0;
        std::int64_t next_ns = 0;
    };
    bool wanted_;
    const dialect::Dialect* dialect_ = nullptr;
    std::vector<Due> due_;
};

} // namespace gtx::probe
