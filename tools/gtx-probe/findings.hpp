// SPDX-License-Identifier: MIT
/// \file
/// Findings as text for people, JSON Lines and CSV.
#pragma once

#include <span>
#include <string>

#include "gtx/base/time.hpp"
#include "gtx/diag/findings.hpp"

namespace gtx::probe_tool {

/// For people, at most 79 columns wide: what was found, why we think so, what to do. With an emergency among
/// them the steps of section 9.2 follow once (R-SAFE-1).
void append_findings_text(std::string& out, std::string_view source, std::span<const diag::Finding> findings);
/// One line each. `time`: of the last state; may be none.
void append_findings_json(std::string& out, std::string_view source, Timestamp time,
                          std::span<const diag::Finding> findings);
void append_findings_csv_heading(std::string& out);
void append_findings_csv(std::string& out, std::string_view source, Timestamp time,
                         std::span<const diag::Finding> findings);

} // namespace gtx::probe_tool
