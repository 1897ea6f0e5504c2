// SPDX-License-Identifier: MIT
// What each condition of state::Condition means and asks for.
#pragma once

#include <string_view>

#include "gtx/state/condition.hpp"

namespace gtx::diag {

struct ConditionWords {
    state::Condition condition;
    std::string_view says; ///< "the voltage of a cell is too high"
    std::string_view rule; ///< of R-DIAG-2 … R-DIAG-6 that explains it (R-DIAG-7); empty: none does
    std::string_view then; ///< what to do first
    bool emergency;        ///< R-SAFE-1
};
/// Never fails.
const ConditionWords& words(state::Condition condition) noexcept;

} // namespace gtx::diag
