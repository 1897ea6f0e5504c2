// SPDX-License-Identifier: MIT
/// \file
/// Fields of messages in words, for gtx-dialects(7).
#pragma once

#include <string>
#include <string_view>

#include "gtx/wire/row.hpp"

namespace gtx::docgen {

/// Prose as mdoc: no backslash is an escape, no line is a macro, each sentence begins a line.
std::string prose(std::string_view text);
/// A decimal number without needless zeros.
std::string number(double v);
/// A sentence on how a fact is known; empty for the paper of the maker.
std::string_view evidence_words(wire::Evidence evidence);
/// Appends an item of a list: the key, where it stands, what it can be, what it means.
void append_row(std::string& out, const wire::Row& row, std::string_view key);

} // namespace gtx::docgen
