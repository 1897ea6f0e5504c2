// SPDX-License-Identifier: MIT
// The list of all kinds of findings, in table.cpp.
#pragma once

#include <span>

#include "diag/report_impl.hpp"

namespace gtx::diag {

std::span<const Row> table() noexcept;

} // namespace gtx::diag
