// SPDX-License-Identifier: MIT
#include "gtx/diag/findings.hpp"

namespace gtx::diag {

void Watch::see(const state::Snapshot& state) {
    if (!seen_.state) seen_.first = state;
    seen_.state = state;
}

void Watch::fill(Observation& to) const {
    to.state = seen_.state;
    to.first = seen_.first;
}

} // namespace gtx::diag
