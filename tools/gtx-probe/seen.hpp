// SPDX-License-Identifier: MIT
/// \file
/// What one source gave, when all is over.
#pragma once

#include <string>
#include <vector>

#include "gtx/diag/observation.hpp"
#include "gtx/probe/serial_probe.hpp"

namespace gtx::probe_tool {

struct Seen {
    std::string source;
    diag::Observation observation;   ///< of the link; what states say is added by the teller
    std::vector<probe::Found> found; ///< packs that answered, of a serial line
};

} // namespace gtx::probe_tool
