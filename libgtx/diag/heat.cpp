// SPDX-License-Identifier: MIT
// Temperatures: R-DIAG-2, R-DIAG-3, and sensors that cannot be right.
#include <algorithm>

#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {
namespace {

bool believable(Celsius t) {
    return more(t, limit::absurd_low) && more(limit::absurd_high, t);
}

/// All temperatures that are known of it.
std::vector<Celsius> all_temperatures(const Subject& who) {
    std::vector<Celsius> out;
    for (const auto& t : {who.values.cell_temp_min, who.values.cell_temp_max, who.values.temperature})
        if (t) out.push_back(*t);
    if (who.pack != nullptr)
        for (const auto& t : who.pack->temperatures)
            if (t) out.push_back(*t);
    return out;
}

/// The coldest and the hottest that can be believed.
struct Span {
    Celsius low;
    Celsius high;
};
std::optional<Span> span_of(const Subject& who) {
    std::optional<Span> span;
    for (const auto t : all_temperatures(who)) {
        if (!believable(t)) continue;
        if (!span) span = Span{t, t};
        span->low = std::min(span->low, t);
        span->high = std::max(span->high, t);
    }
    return span;
}

/// Works on the span of each pack; the rows below differ in their limits only.
template <class F>
void each_span(const Observation& seen, F&& look) {
    each_battery(seen, [&](const Subject& who) {
        const auto span = span_of(who);
        return span && look(who, *span);
    });
}

bool hot(Celsius t, Celsius limit) {
    return more(t, limit);
}
bool cold(Celsius t, Celsius limit) {
    return more(limit, t);
}

void out_of(const Subject& who, Report& report, Span span, Celsius low, Celsius high, std::string_view verb) {
    const bool is_hot = hot(span.high, high);
    const auto at = is_hot ? span.high : span.low;
    report
        .add(who, fmt::format("{} is {} {}: it cannot be {}", show(at), is_hot ? "above" : "below",
                              show(is_hot ? high : low), verb))
        .because(fmt::format("coldest {}, hottest {}", show(span.low), show(span.high)))
        .then({is_hot
                   ? "Take current off it and let it cool down; if it gets hotter without current, leave it "
                     "and do what the emergency steps say."
                   : "Bring it into the warmth, slowly; do not charge it by force.",
               "Keep it where it stays within the range it works in."})
        .emergency(is_hot);
}

} // namespace

void look_charge_temperature(const Observation& seen, Report& report) {
    each_span(seen, [&](const Subject& who, Span span) {
        if (hot(span.high, pack::discharge_temperature_max) ||
            cold(span.low, pack::discharge_temperature_min))
            return false;
        if (!hot(span.high, pack::charge_temperature_max) && !cold(span.low, pack::charge_temperature_min))
            return false;
        out_of(who, report, span, pack::charge_temperature_min, pack::charge_temperature_max, "charged");
        return true;
    });
}

void look_work_temperature(const Observation& seen, Report& report) {
    each_span(seen, [&](const Subject& who, Span span) {
        if (!hot(span.high, pack::discharge_temperature_max) &&
            !cold(span.low, pack::discharge_temperature_min))
            return false;
        out_of(who, report, span, pack::discharge_temperature_min, pack::discharge_temperature_max,
               "charged nor discharged");
        return true;
    });
}

void look_temperature_near(const Observation& seen, Report& report) {
    each_span(seen, [&](const Subject& who, Span span) {
        const bool is_hot = hot(span.high, limit::warm);
        const bool is_cold = cold(span.low, limit::cool);
        if (!is_hot && !is_cold) return false;
        if (hot(span.high, pack::charge_temperature_max) || cold(span.low, pack::charge_temperature_min))
            return false;
        report
            .add(who, fmt::format("{} is near the end of what it may be charged at, {}",
                                  show(is_hot ? span.high : span.low),
                                  show(is_hot ? pack::charge_temperature_max : pack::charge_temperature_min)))
            .because(fmt::format("coldest {}, hottest {}", show(span.low), show(span.high)))
            .then({is_hot ? "Give it air and shade, and less current."
                          : "Expect little or no charge current until it is warmer."});
        return true;
    });
}

void look_temperature_spread(const Observation& seen, Report& report) {
    each_span(seen, [&](const Subject& who, Span span) {
        const auto spread = span.high - span.low;
        if (who.pack == nullptr && !packs_of(seen).empty())
            return false; // packs may stand in different places
        if (!at_least(spread, limit::temperature_spread)) return false;
        report.add(who, fmt::format("its temperatures are {} apart", show(spread)))
            .because(fmt::format("coldest {}, hottest {}", show(span.low), show(span.high)))
            .then({"Look for heat from one side: sun, an oven, the inverter.",
                   "If one cell stays hot without current, switch the pack off and watch it from a distance.",
                   "A sensor that came off reads the air: compare after a night without current."})
            .emergency();
        return true;
    });
}

void look_temperature_absurd(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto all = all_temperatures(who);
        const auto wrong = std::ranges::find_if(all, [](Celsius t) { return !believable(t); });
        if (wrong == all.end()) return false;
        const bool is_hot = at_least(*wrong, limit::absurd_high);
        report
            .add(who, fmt::format("a temperature of {} cannot be right: a sensor is {}", show(*wrong),
                                  is_hot ? "shorted, or it burns" : "broken or off"))
            .because(fmt::format("{} temperatures are known", all.size()))
            .then({is_hot ? "Look at the pack from a distance first: smoke, smell, heat."
                          : "Nothing protects it from heat there: keep its currents low.",
                   "Let the maker repair the sensor."})
            .emergency(is_hot)
            .inferred();
        return true;
    });
}

void look_sensor_missing(const Observation& seen, Report& report) {
    for (const auto& who : packs_of(seen)) {
        const auto& all = who.pack->temperatures;
        const auto known = std::ranges::count_if(all, [](const auto& t) { return t.has_value(); });
        const auto missing = std::ranges::find_if(all, [](const auto& t) { return !t; });
        if (known == 0 || missing == all.end()) continue;
        report.add(who, fmt::format("its temperature sensor {} says nothing", missing - all.begin() + 1))
            .because(fmt::format("{} of {} temperatures are known", known, all.size()))
            .then({"Nothing protects it from heat there: keep its currents low.",
                   "Let the maker repair the sensor."})
            .inferred();
    }
}

} // namespace gtx::diag
