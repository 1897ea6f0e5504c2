// SPDX-License-Identifier: MIT
#include "gtx/state/keys.hpp"

#include <algorithm>
#include <iterator>

namespace gtx::state {

namespace {

// How a member's type becomes a number and a number the member's type; its unit; how it is written.
template <Unit U>
double number_of(Quantity<U> v) {
    return v.value();
}
double number_of(Celsius v) {
    return v.value();
}
double number_of(bool v) {
    return v ? 1 : 0;
}
double number_of(std::int64_t v) {
    return static_cast<double>(v);
}
double number_of(Mode v) {
    return static_cast<double>(v);
}

template <class T>
T from_number(double v) {
    if constexpr (std::is_same_v<T, bool>)
        return v != 0;
    else if constexpr (std::is_same_v<T, Mode>)
        return static_cast<Mode>(static_cast<int>(v));
    else
        return T(static_cast<T>(v));
}

template <class T>
constexpr Unit unit_of() {
    if constexpr (requires { T::unit; })
        return T::unit;
    else
        return Unit::none;
}

template <class T>
constexpr Form form_of() {
    if constexpr (std::is_same_v<T, bool>)
        return Form::flag;
    else if constexpr (std::is_same_v<T, Mode>)
        return Form::mode;
    else if constexpr (std::is_same_v<T, std::int64_t>)
        return Form::integer;
    else
        return Form::number;
}

struct Decimals {
    std::uint8_t least;
    std::uint8_t most;
};

template <auto Member>
constexpr KeyRow row(Key key, std::string_view name, Decimals decimals, std::string_view doc) {
    using Optional = std::remove_cvref_t<decltype(std::declval<Values>().*Member)>;
    using T = typename Optional::value_type;
    return {key,
            name,
            unit_of<T>(),
            form_of<T>(),
            decimals.least,
            decimals.most,
            doc,
            [](const Values& v) -> std::optional<double> {
                if (!(v.*Member)) return std::nullopt;
                return number_of(*(v.*Member));
            },
            [](Values& v, std::optional<double> number) {
                if (number)
                    v.*Member = from_number<T>(*number);
                else
                    (v.*Member).reset();
            }};
}

constexpr Decimals volts{1, 3};
constexpr Decimals amps{1, 3};
constexpr Decimals whole{0, 0};
constexpr Decimals percent{0, 2};
constexpr Decimals degrees{1, 2};
constexpr Decimals amp_hours{0, 3};

constexpr KeyRow rows[] = {
    row<&Values::soc>(Key::soc, "soc", percent, "State of charge."),
    row<&Values::soh>(Key::soh, "soh", percent, "State of health."),
    row<&Values::voltage>(Key::voltage, "voltage", volts, "Voltage at the terminals."),
    row<&Values::current>(Key::current, "current", amps,
                          "Current into the battery; negative while discharging."),
    row<&Values::temperature>(Key::temperature, "temperature", degrees, "Temperature of the battery."),
    row<&Values::charge_voltage_limit>(Key::charge_voltage_limit, "charge_voltage_limit", volts,
                                       "Voltage the charger must not exceed."),
    row<&Values::charge_current_limit>(Key::charge_current_limit, "charge_current_limit", amps,
                                       "Charge current allowed now."),
    row<&Values::discharge_current_limit>(Key::discharge_current_limit, "discharge_current_limit", amps,
                                          "Discharge current allowed now, a magnitude."),
    row<&Values::discharge_voltage_limit>(Key::discharge_voltage_limit, "discharge_voltage_limit", volts,
                                          "Voltage at which discharging must end."),
    row<&Values::charge_enabled>(Key::charge_enabled, "charge_enabled", whole,
                                 "The battery allows charging."),
    row<&Values::discharge_enabled>(Key::discharge_enabled, "discharge_enabled", whole,
                                    "The battery allows discharging."),
    row<&Values::force_charge>(Key::force_charge, "force_charge", whole,
                               "The battery demands to be charged now (R-PCS-2)."),
    row<&Values::full_charge_request>(Key::full_charge_request, "full_charge_request", whole,
                                      "The battery asks for a full charge (R-PCS-3)."),
    row<&Values::contact_prohibit_charge>(Key::contact_prohibit_charge, "contact_prohibit_charge", whole,
                                          "Dry contact 1/2 is closed: charging is prohibited (R-PCS-5)."),
    row<&Values::contact_prohibit_discharge>(
        Key::contact_prohibit_discharge, "contact_prohibit_discharge", whole,
        "Dry contact 3/4 is closed: discharging is prohibited (R-PCS-5)."),
    row<&Values::remaining>(Key::remaining, "remaining", amp_hours, "Charge left."),
    row<&Values::capacity>(Key::capacity, "capacity", amp_hours, "Charge of the full battery."),
    row<&Values::cycles>(Key::cycles, "cycles", whole, "Charge cycles so far."),
    row<&Values::cell_min>(Key::cell_min, "cell_min", volts, "Lowest cell voltage."),
    row<&Values::cell_max>(Key::cell_max, "cell_max", volts, "Highest cell voltage."),
    row<&Values::cell_temp_min>(Key::cell_temp_min, "cell_temp_min", degrees, "Lowest cell temperature."),
    row<&Values::cell_temp_max>(Key::cell_temp_max, "cell_temp_max", degrees, "Highest cell temperature."),
    row<&Values::mode>(Key::mode, "mode", whole, "What the battery is doing."),
};

constexpr std::string_view mode_names[] = {"shutdown", "standby",    "charging", "discharging",
                                           "full",     "protection", "fault"};

} // namespace

std::span<const KeyRow> key_rows() noexcept {
    return rows;
}

const KeyRow* find(Key key) noexcept {
    const auto* found = std::ranges::find(rows, key, &KeyRow::key);
    return found == std::end(rows) ? nullptr : found;
}

std::string key_text(const KeyRow& row) {
    std::string text(row.name);
    if (const auto unit = suffix(row.unit); !unit.empty()) (text += '_') += unit;
    return text;
}

std::string_view name(Mode mode) noexcept {
    return mode_names[static_cast<std::size_t>(mode)];
}

std::optional<Mode> find_mode(std::string_view name) noexcept {
    const auto* found = std::ranges::find(mode_names, name);
    if (found == std::end(mode_names)) return std::nullopt;
    return static_cast<Mode>(found - std::begin(mode_names));
}

} // namespace gtx::state
