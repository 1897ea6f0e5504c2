// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "tools/docgen/docgen.hpp"
#include "tools/gtx-assign/options.hpp"
#include "tools/gtx-charge-plan/options.hpp"
#include "tools/gtx-decode/options.hpp"
#include "tools/gtx-probe/options.hpp"
#include "tools/gtx-sim/options.hpp"

namespace gtx::docgen {
namespace {

constexpr std::array<const cli::Tool*, 5> tools = {&sim_tool::tool, &probe_tool::tool, &decode_tool::tool,
                                                   &assign_tool::tool, &charge_plan_tool::tool};

} // namespace

std::span<const cli::Tool* const> all_tools() {
    return tools;
}

const cli::Tool* find_tool(std::string_view name) {
    const auto* at =
        std::find_if(tools.begin(), tools.end(), [&](const cli::Tool* t) { return t->name == name; });
    return at == tools.end() ? nullptr : *at;
}

} // namespace gtx::docgen
