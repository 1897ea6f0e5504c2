// SPDX-License-Identifier: MIT
/// \file
/// What the word SOURCE means: a bus, a line, or a capture.
#pragma once

#include <cstdint>
#include <string>

#include "gtx/base/result.hpp"

namespace gtx::probe_tool {

enum class SourceKind : std::uint8_t { can, line, capture };

/// *Errors:* no_such_thing for a bare name that is neither interface nor file. Whether a device can be opened
/// is seen when it is.
Result<SourceKind> classify(const std::string& source);

} // namespace gtx::probe_tool
