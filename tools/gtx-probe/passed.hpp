// SPDX-License-Identifier: MIT
/// \file
/// Conditions that were raised while we watched, and are no more at the end: the last state does not tell
/// them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "gtx/diag/findings.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::probe_tool {

class Passed {
public:
    void see(const state::Snapshot& s);
    /// A finding `condition_passed` for each that was raised and is over.
    [[nodiscard]] std::vector<diag::Finding> findings() const;

private:
    struct Raised {
        std::optional<std::int64_t> pack; ///< empty: the stack as a whole
        state::Severity severity{};
        state::Condition condition{};
        Timestamp from;
        Timestamp to;
        std::uint64_t states = 0;
        std::uint64_t last = 0; ///< the number of the state in which it was seen last
    };

    void see(const state::Values& v, std::optional<std::int64_t> pack, Timestamp time);
    Raised& raised(std::optional<std::int64_t> pack, state::Severity severity, state::Condition condition);

    std::vector<Raised> all_;
    std::uint64_t states_ = 0;
};

} // namespace gtx::probe_tool
