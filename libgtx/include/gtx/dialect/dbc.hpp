// SPDX-License-Identifier: MIT
/// \file
/// A dialect as a DBC file, which other CAN programs read.
#pragma once

#include <string>

#include "gtx/base/export.hpp"
#include "gtx/dialect/dialect.hpp"

namespace gtx::dialect {

/// The whole text of a DBC file for `dialect`: nodes BMS and INV, messages, signals with exact factors and
/// offsets, value tables, comments, cycle times.
///
/// What DBC cannot say stands in a comment: of several readings of an identifier only the first is written, a
/// family of identifiers with a pack number is written for pack 0, a pattern for a missing value is named.
/// Texts are unsigned signals, cut at 64 bits. Never fails.
GTX_API std::string dbc(const Dialect& dialect);

} // namespace gtx::dialect
