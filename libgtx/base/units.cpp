// SPDX-License-Identifier: MIT
#include "gtx/base/units.hpp"

namespace gtx {

namespace {
struct UnitText {
    std::string_view suffix;
    std::string_view symbol;
};
constexpr UnitText unit_texts[] = {
    {"", ""},     {"V", "V"},     {"A", "A"}, {"W", "W"},   {"Ah", "Ah"}, {"Wh", "Wh"},
    {"ohm", "Ω"}, {"degC", "°C"}, {"K", "K"}, {"pct", "%"}, {"s", "s"},
};
static_assert(std::size(unit_texts) == static_cast<std::size_t>(Unit::second) + 1);
} // namespace

std::string_view suffix(Unit unit) noexcept {
    return unit_texts[static_cast<std::size_t>(unit)].suffix;
}

std::string_view symbol(Unit unit) noexcept {
    return unit_texts[static_cast<std::size_t>(unit)].symbol;
}

} // namespace gtx
