// SPDX-License-Identifier: MIT
#include "sim/console_words_impl.hpp"

#include <chrono>

#include <fmt/format.h>

namespace gtx::sim::console {

namespace {

using state::Condition;
using state::Conditions;
using state::Severity;

constexpr auto set(auto... conditions) {
    return (Conditions{} | ... | Conditions::of(conditions));
}

/// Too high or too low, and how the console calls it.
struct Words {
    Conditions high;
    Conditions low;
    std::string_view over;
    std::string_view under;
};
constexpr Words voltage{
    set(Condition::overvoltage, Condition::cell_overvoltage, Condition::pack_overvoltage),
    set(Condition::undervoltage, Condition::cell_undervoltage, Condition::pack_undervoltage), "OV", "UV"};
constexpr Words current{
    set(Condition::charge_overcurrent, Condition::discharge_overcurrent, Condition::short_circuit),
    Conditions{}, "OC", "OC"};
constexpr Words temperature{set(Condition::overtemperature, Condition::charge_overtemperature,
                                Condition::discharge_overtemperature, Condition::mosfet_overtemperature),
                            set(Condition::undertemperature, Condition::charge_undertemperature,
                                Condition::discharge_undertemperature),
                            "OT", "UT"};

std::string_view word(const state::Values& v, const Words& words) {
    const auto of = [&](Severity s) {
        return v.conditions[static_cast<std::size_t>(s)].value_or(Conditions{});
    };
    const auto severe = of(Severity::protection) | of(Severity::fault);
    if ((severe & words.high).any()) return words.over;
    if ((severe & words.low).any()) return words.under;
    if ((of(Severity::alarm) & words.high).any()) return "High";
    if ((of(Severity::alarm) & words.low).any()) return "Low";
    return "Normal";
}

} // namespace

std::string_view base_state(const state::Values& v) {
    constexpr Amps flowing{0.1}; // serial-protocols.md 3.4: what counts as charge or discharge
    const auto amps = v.current.value_or(Amps(0));
    if (amps > flowing) return "Charge";
    return amps < -flowing ? "Dischg" : "Idle";
}
std::string_view voltage_state(const state::Values& v) {
    return word(v, voltage);
}
std::string_view current_state(const state::Values& v) {
    return word(v, current);
}
std::string_view temperature_state(const state::Values& v) {
    return word(v, temperature);
}

std::string date(Timestamp time) {
    using namespace std::chrono;
    if (!time.known()) return std::string(unknown);
    const auto since = sys_time<nanoseconds>(nanoseconds(time.ns()));
    const auto midnight = floor<days>(since);
    const year_month_day day(midnight);
    const auto s = floor<seconds>(since - midnight).count();
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), s / 3600,
                       s / 60 % 60, s % 60);
}

} // namespace gtx::sim::console
