// SPDX-License-Identifier: MIT
/// \file
/// Lists of a serial reply of which only a part are cells: the board's own sensor before them, those of the
/// transistors and of the air behind them.
#pragma once

#include "gtx/dialect/dialect.hpp"

namespace gtx::dialect {

/// For to(key, told_only): an answer of ours says it, and from others it is not taken, since another field of
/// the message says it better.
inline constexpr unsigned told_only = 2;

/// What a row of a counted part says in the index of its target.
struct Elements {
    unsigned first = 1; ///< number of the first element that is meant, from 1; at most 15
    unsigned most = 0;  ///< how many are meant; 0: all that follow; at most 63
    unsigned total = 0; ///< how many a reply of ours has; 0: as many as are known; at most 63

    /// Places for what a list holds in a reply of ours; 0: as many as are known.
    [[nodiscard]] constexpr unsigned places() const {
        return most != 0 || total == 0 ? most : total - first + 1;
    }
};

/// The target of a row in a counted part: the elements `e` are the list `key`, from its beginning.
constexpr wire::Target to_elements(state::Key key, Elements e) {
    return to(key, e.first << 12 | e.most << 6 | e.total);
}
/// The same for a row that tells conditions of the elements of such a list.
constexpr wire::Target about_elements(Elements e) {
    return {0, to_elements(state::Key::none, e).index};
}
constexpr Elements elements(const wire::Target& t) {
    if (t.index == 0) return {};
    const unsigned i = t.index;
    return {i >> 12, i >> 6 & 63, i & 63};
}

/// The place in the list of element `number` (from 1); -1: it is none of the list.
constexpr int place_in_list(const Elements& e, unsigned number) {
    if (number < e.first || (e.most != 0 && number >= e.first + e.most)) return -1;
    return static_cast<int>(number - e.first);
}

} // namespace gtx::dialect
