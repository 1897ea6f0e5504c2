// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/values.hpp"

#include <limits>

#include "gtx/base/text.hpp"
#include "gtx/sim/scenario.hpp"
#include "tools/common/values.hpp"

namespace gtx::sim_tool {

namespace {

constexpr std::string_view soc_words = "per cent from 0 to 100, one or several with commas";

} // namespace

Result<void> parse_value(std::string_view text, SocList& out) {
    for (auto rest = text;;) {
        const auto end = rest.find(',');
        Percent soc;
        if (!cli::parse_value(rest.substr(0, end), soc) || soc < Percent(0) || soc > Percent(100))
            return cli::unexpected_value(soc_words, text);
        out.values.push_back(soc);
        if (end == rest.npos) return {};
        rest.remove_prefix(end + 1);
    }
}

Result<void> parse_value(std::string_view text, Speed& out) {
    if (text == "max") {
        out.factor = std::numeric_limits<double>::infinity();
        return {};
    }
    const auto factor = text::parse_number(text.ends_with('x') ? text.substr(0, text.size() - 1) : text);
    if (!factor || *factor < 0.001 || *factor > 1e9)
        return cli::unexpected_value("a factor from 0.001 to 1e9, or max", text);
    out.factor = *factor;
    return {};
}

Result<void> parse_value(std::string_view text, Degrees& out) {
    auto number = text;
    for (const std::string_view unit : {"degC", "°C", "C"}) {
        if (!text.ends_with(unit)) continue;
        number = text.substr(0, text.size() - unit.size());
        break;
    }
    const auto value = text::parse_number(number);
    if (!value || *value < sim::coldest.value() || *value > sim::hottest.value())
        return cli::unexpected_value("a temperature in °C from -60 to 120", text);
    out.value = Celsius(*value);
    return {};
}

} // namespace gtx::sim_tool
