// SPDX-License-Identifier: MIT
#include <algorithm>

#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {

std::span<const cli::Choice> words_of(const cli::Option& o) {
    if (o.kind == cli::Kind::dialect) return dialects();
    return o.kind == cli::Kind::any_dialect ? any_dialects() : o.choices;
}

std::string identifier(std::string_view name) {
    std::string out(name);
    std::replace(out.begin(), out.end(), '-', '_');
    return out;
}

} // namespace gtx::docgen
