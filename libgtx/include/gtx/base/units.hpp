// SPDX-License-Identifier: MIT
/// \file
/// Quantities with their unit in the type, and the text that stands for the unit.
///
/// One base unit per dimension, held as a double: volts and not millivolts, percent 0 ... 100 and not a
/// fraction. Construction from a number is explicit; only the products in use exist. Current is positive into
/// the pack.
///
///     Watts p = Volts(51.2) * Amps(-25); // discharging with 1280 W
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>

#include "gtx/base/export.hpp"

namespace gtx {

/// The unit a value is in. `none` is a plain number.
enum class Unit : std::uint8_t {
    none,
    volt,
    amp,
    watt,
    amp_hour,
    watt_hour,
    ohm,
    celsius,
    kelvin,
    percent,
    second,
};

/// What a key of JSON or CSV ends in: "V", "A", "W", "Ah", "Wh", "ohm", "degC", "K", "pct", "s"; empty for
/// none.
GTX_API std::string_view suffix(Unit unit) noexcept;
/// What a person reads: as the suffix, but "°C" and "%".
GTX_API std::string_view symbol(Unit unit) noexcept;

/// A quantity in one unit. Costs what a double costs.
template <Unit U>
class Quantity {
public:
    static constexpr Unit unit = U;

    constexpr Quantity() = default;
    constexpr explicit Quantity(double value) : value_(value) {}
    [[nodiscard]] constexpr double value() const { return value_; }

    friend constexpr auto operator<=>(Quantity, Quantity) = default;
    friend constexpr Quantity operator+(Quantity a, Quantity b) { return Quantity(a.value_ + b.value_); }
    friend constexpr Quantity operator-(Quantity a, Quantity b) { return Quantity(a.value_ - b.value_); }
    friend constexpr Quantity operator-(Quantity a) { return Quantity(-a.value_); }
    friend constexpr Quantity operator*(Quantity a, double k) { return Quantity(a.value_ * k); }
    friend constexpr Quantity operator*(double k, Quantity a) { return Quantity(a.value_ * k); }
    friend constexpr Quantity operator/(Quantity a, double k) { return Quantity(a.value_ / k); }
    friend constexpr double operator/(Quantity a, Quantity b) { return a.value_ / b.value_; }
    constexpr Quantity& operator+=(Quantity b) { return *this = *this + b; }
    constexpr Quantity& operator-=(Quantity b) { return *this = *this - b; }

private:
    double value_ = 0;
};

using Volts = Quantity<Unit::volt>;
using Amps = Quantity<Unit::amp>; ///< positive = into the pack
using Watts = Quantity<Unit::watt>;
using AmpHours = Quantity<Unit::amp_hour>;
using WattHours = Quantity<Unit::watt_hour>;
using Ohms = Quantity<Unit::ohm>;
using Kelvins = Quantity<Unit::kelvin>; ///< a temperature difference
using Percent = Quantity<Unit::percent>;
using Seconds = Quantity<Unit::second>;

/// A temperature: a point, so two of them can be subtracted (giving Kelvins) and not added.
class Celsius {
public:
    static constexpr Unit unit = Unit::celsius;

    constexpr Celsius() = default;
    constexpr explicit Celsius(double value) : value_(value) {}
    [[nodiscard]] constexpr double value() const { return value_; }

    friend constexpr auto operator<=>(Celsius, Celsius) = default;
    friend constexpr Kelvins operator-(Celsius a, Celsius b) { return Kelvins(a.value_ - b.value_); }
    friend constexpr Celsius operator+(Celsius a, Kelvins d) { return Celsius(a.value_ + d.value()); }
    friend constexpr Celsius operator-(Celsius a, Kelvins d) { return Celsius(a.value_ - d.value()); }

private:
    double value_ = 0;
};

constexpr Watts operator*(Volts u, Amps i) {
    return Watts(u.value() * i.value());
}
constexpr Amps operator/(Volts u, Ohms r) {
    return Amps(u.value() / r.value());
}
constexpr Volts operator*(Amps i, Ohms r) {
    return Volts(i.value() * r.value());
}
constexpr AmpHours operator*(Amps i, Seconds t) {
    return AmpHours(i.value() * t.value() / 3600);
}
constexpr WattHours operator*(Watts p, Seconds t) {
    return WattHours(p.value() * t.value() / 3600);
}
/// 0 ... 1 for 0 ... 100 %. Nothing converts by itself.
constexpr double fraction(Percent p) {
    return p.value() / 100;
}

} // namespace gtx
