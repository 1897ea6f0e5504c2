// SPDX-License-Identifier: MIT
/// \file
/// The data of a reply, from a state: the other way round of apply().
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "gtx/base/result.hpp"
#include "gtx/state/snapshot.hpp"
#include "gtx/wire/layout.hpp"

namespace gtx::dialect {

/// What to tell, by which layout. All is borrowed.
struct Telling {
    const wire::Layout& layout;
    const state::Snapshot& stack;
    std::span<const state::Pack> packs; ///< those that the reply is about
    std::uint8_t first_address = 0;     ///< of the first of them
    std::size_t tail = 0;               ///< length of the tail, if the layout has such a one
};

/// The bytes; without value if nothing is known of what the layout tells. *Errors:* out_of_range and
/// bad_length, naming the field.
Result<std::optional<std::vector<std::uint8_t>>> tell(const Telling& telling);

} // namespace gtx::dialect
