// SPDX-License-Identifier: MIT
// The one place where docgen asks for the dialects. Provisional: the registry is not there yet.
#include <array>

#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

constexpr std::array<cli::Choice, 1> names = {{{"auto", "recognise it"}}};

} // namespace

std::span<const cli::Choice> dialects() {
    return names;
}

std::string mdoc_dialects() {
    return "The table of dialects is not part of this version.";
}

} // namespace gtx::docgen
