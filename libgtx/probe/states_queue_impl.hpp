// SPDX-License-Identifier: MIT
/// \file
/// States that wait to be fetched.
#pragma once

#include <deque>
#include <optional>
#include <utility>

#include "gtx/state/snapshot.hpp"

namespace gtx::probe {

/// At most `most` of them: who does not fetch them loses the oldest.
class StatesQueue {
public:
    static constexpr std::size_t most = 1024;

    void add(state::Snapshot state) {
        states_.push_back(std::move(state));
        if (states_.size() > most) states_.pop_front();
    }
    std::optional<state::Snapshot> next() {
        if (states_.empty()) return std::nullopt;
        std::optional<state::Snapshot> first(std::move(states_.front()));
        states_.pop_front();
        return first;
    }

private:
    std::deque<state::Snapshot> states_;
};

} // namespace gtx::probe
