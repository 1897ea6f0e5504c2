// SPDX-License-Identifier: MIT
// What happens to the lines of captures: lost, cut, joined, mixed with junk.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/random.hpp"

namespace damage {

using Rows = std::vector<std::string>;

/// Without their LF.
Rows lines_of(std::string_view text);
std::string joined(const Rows& lines);
/// The first line in which two texts differ.
std::string difference(const std::string& a, const std::string& b);
/// Any place of a row, its end among them.
std::size_t place_in(const std::string& row, gtx::test::Random& random);

/// Does some damage, and is random.
struct Damage {
    std::string_view name;
    void (*to)(Rows& rows, gtx::test::Random& random);
};
std::span<const Damage> damages();

} // namespace damage
