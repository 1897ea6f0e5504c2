// SPDX-License-Identifier: MIT
// Values in words, and comparisons that do not stumble over the last bit of a double.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/base/units.hpp"

namespace gtx::diag {

/// "3.702 V", "-12.5 °C": volts to the thousandth, others to the hundredth.
template <class Q>
std::string show(Q quantity, unsigned decimals = Q::unit == Unit::volt ? 3 : 2) {
    std::string out;
    text::append_number(out, quantity.value(), 0, decimals);
    return (out += ' ') += symbol(Q::unit);
}
/// 0.0123 as "12.3 mV".
inline std::string show_mV(double volts) {
    std::string out;
    text::append_number(out, volts * 1000, 0, 1);
    return out += " mV";
}
/// "1 request", "2 requests".
inline std::string count(std::uint64_t n, std::string_view thing) {
    return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s");
}
/// "12.5 %" of a part in a whole that is not 0.
inline std::string share(std::uint64_t part, std::uint64_t whole) {
    return show(Percent(100.0 * static_cast<double>(part) / static_cast<double>(whole)), 1);
}

/// Wire values come in steps of a thousandth; a difference of two of them is off by far less than this.
inline constexpr double grain = 1e-6;

constexpr bool more(double a, double b) {
    return a - b > grain;
}
constexpr bool at_least(double a, double b) {
    return a - b > -grain;
}
template <class Q>
requires(!std::floating_point<Q>) constexpr bool more(Q a, Q b) {
    return more(a.value(), b.value());
}
template <class Q>
requires(!std::floating_point<Q>) constexpr bool at_least(Q a, Q b) {
    return at_least(a.value(), b.value());
}
/// `part` is more than `fraction` of `whole`.
constexpr bool more_than(std::uint64_t part, double fraction, std::uint64_t whole) {
    return static_cast<double>(part) > fraction * static_cast<double>(whole) + grain;
}

} // namespace gtx::diag
