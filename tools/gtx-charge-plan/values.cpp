// SPDX-License-Identifier: MIT
#include "tools/gtx-charge-plan/values.hpp"

#include "gtx/base/text.hpp"
#include "tools/common/values.hpp"

namespace gtx::charge_plan_tool {

namespace {

constexpr double coldest = -60;
constexpr double hottest = 120;

} // namespace

Result<void> parse_value(std::string_view text, Share& out) {
    if (cli::parse_value(text, out.value) && out.value >= Percent(0) && out.value <= Percent(100)) return {};
    return cli::unexpected_value("per cent from 0 to 100", text);
}

Result<void> parse_value(std::string_view text, SocList& out) {
    for (auto rest = text;;) {
        const auto end = rest.find(',');
        Share soc;
        if (!parse_value(rest.substr(0, end), soc))
            return cli::unexpected_value("per cent from 0 to 100, one or several with commas", text);
        out.values.push_back(soc.value);
        if (end == rest.npos) return {};
        rest.remove_prefix(end + 1);
    }
}

Result<void> parse_value(std::string_view text, Degrees& out) {
    auto number = text;
    for (const std::string_view unit : {"degC", "°C", "C"}) {
        if (!text.ends_with(unit)) continue;
        number = text.substr(0, text.size() - unit.size());
        break;
    }
    const auto value = text::parse_number(number);
    if (!value || *value < coldest || *value > hottest)
        return cli::unexpected_value("a temperature in °C from -60 to 120", text);
    out.value = Celsius(*value);
    return {};
}

} // namespace gtx::charge_plan_tool
