// SPDX-License-Identifier: MIT
/// \file
/// How values find their place in a state, whatever they came by. Bounded, whatever is sent.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/state/snapshot.hpp"

namespace gtx::dialect {

inline constexpr std::size_t most_packs = 256;
inline constexpr std::size_t most_cells = 1024;

/// The pack of that address, added if it is not there; the last one if there are too many.
inline state::Pack& pack_at(state::Snapshot& s, std::int64_t address) {
    const auto found =
        std::ranges::find_if(s.pack, [&](const state::Pack& p) { return p.address == address; });
    if (found != s.pack.end()) return *found;
    if (s.pack.size() < most_packs) s.pack.emplace_back().address = address;
    return s.pack.back();
}

/// Texts come in parts: each is laid at its place, what is before it filled with blanks. A part that does not
/// fill its room is the last.
inline void lay(std::string& whole, std::size_t at, std::size_t room, std::string_view part) {
    if (whole.size() < at) whole.resize(at, ' ');
    whole.replace(at, std::min(part.size(), whole.size() - at), part);
    if (part.size() < room) whole.resize(at + part.size());
}

template <class T>
void set_element(std::vector<std::optional<T>>& list, std::size_t index, double v) {
    if (index >= most_cells) return;
    if (list.size() <= index) list.resize(index + 1);
    list[index] = T(v);
}

} // namespace gtx::dialect
