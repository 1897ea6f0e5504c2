// SPDX-License-Identifier: MIT
/// \file
/// How people name a signal.
#pragma once

#include <string_view>

#include "gtx/wire/codec.hpp"

namespace gtx::decode {

/// "cell" means all cells, "cell_3" one; with or without unit.
inline bool names_row(std::string_view wanted, const wire::Row& row) {
    return wanted == row.name || wanted == wire::key(row) || wanted == wire::full_name(row);
}

} // namespace gtx::decode
