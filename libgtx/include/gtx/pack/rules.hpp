// SPDX-License-Identifier: MIT
/// \file
/// The rules of the product by their ids, in our own words: what the manual of the GTX2500 asks for.
///
/// Their numbers are in ratings.hpp. `grep -r R-LED-4` finds the whole story of one.
#pragma once

#include <span>
#include <string_view>

#include "gtx/base/export.hpp"

namespace gtx::pack {

struct Rule {
    std::string_view id;   ///< "R-LED-4"
    std::string_view says; ///< one sentence
};

/// All rules, in the order of the manual.
GTX_API std::span<const Rule> rules() noexcept;
/// The rule of that id; null if there is none.
GTX_API const Rule* find_rule(std::string_view id) noexcept;

} // namespace gtx::pack
