// SPDX-License-Identifier: MIT
// LEDs that contradict what the pack says of itself: R-LED-1 … R-LED-10.
#include "diag/lights_impl.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "diag/electric_impl.hpp"
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {

int lights_of(Percent soc) noexcept {
    // Counted SOC has noise below the steps of the wire; R-LED-10 rounds down, so only whole steps are
    // lifted.
    const double value = soc.value() + grain;
    return std::max(1, static_cast<int>(std::ranges::count_if(pack::level_steps,
                                                              [&](int from) { return value >= from; })));
}

namespace {

using state::Condition;
using state::Mode;

/// L6 … L1.
std::string_view level_of(std::string_view leds) {
    return leds.substr(2);
}
int lit(std::string_view leds) {
    return static_cast<int>(std::ranges::count_if(level_of(leds), [](char c) { return c != '-'; }));
}
/// From the bottom without a gap; `top` is what the highest lit one does.
bool is_level(std::string_view leds, char top) {
    const auto level = level_of(leds);
    const auto first = level.find_first_not_of('-');
    if (first == std::string_view::npos || level[first] != top) return false;
    return level.find_first_not_of('#', first + 1) == std::string_view::npos;
}
/// While it starts or stops the lights run, and while it is coded all flash (R-BTN-1, R-BTN-3).
bool on_the_way(std::string_view leds) {
    if (leds.find_first_not_of(leds.front()) == std::string_view::npos) return leds.front() != '-';
    const auto end = leds.find_last_not_of('#');
    const auto begin = leds.find_first_not_of('#');
    const auto only_dark = [&](std::string_view part) {
        return part.find_first_not_of('-') == std::string_view::npos;
    };
    return only_dark(leds.substr(0, end + 1)) || only_dark(leds.substr(begin));
}

constexpr std::string_view red_only = "-#------";
constexpr std::string_view dark = "--------";

bool fits_protection(const state::Values& v) {
    const auto& set = v.conditions[static_cast<std::size_t>(state::Severity::protection)];
    const bool may_be_dark =
        !set || raised(v, state::Severity::protection,
                       {Condition::undervoltage, Condition::cell_undervoltage, Condition::pack_undervoltage});
    return v.leds == red_only || (v.leds == dark && may_be_dark);
}

/// What a mode shows, and the rule that says so.
struct Shows {
    std::string_view rule;
    std::string_view words;
    bool fits;
};
Shows shows(const state::Values& v) {
    // Red beside another light: a protection of the other direction, "until the red light is off" (R-DIAG-6).
    std::string leds = v.leds;
    if (leds != red_only && !is_dark(v) && excused(v)) leds[1] = '-';
    const auto run = leds.substr(0, 2);
    switch (*v.mode) {
    case Mode::shutdown:
        return {"R-LED-1", "no light", leds == dark || on_the_way(leds)};
    case Mode::standby:
        return {"R-LED-2", "RUN winking and the level",
                (run == "1-" && is_level(leds, '#')) || on_the_way(leds)};
    case Mode::charging:
        return {"R-LED-3", "RUN and the level, its highest light flashing",
                run == "#-" && is_level(leds, '2')};
    case Mode::full:
        return {"R-LED-4", "RUN and the whole level",
                leds == "#-######" || (run == "1-" && is_level(leds, '#'))};
    case Mode::discharging:
        return {"R-LED-6", "RUN flashing and the level", run == "3-" && is_level(leds, '#')};
    case Mode::protection:
        return {"R-LED-8", "ALM alone, or no light in under-voltage protection", fits_protection(v)};
    case Mode::fault:
        break;
    }
    return {"R-LED-9", "ALM alone", leds == red_only};
}

bool has_leds(const state::Values& v) {
    return v.leds.size() == 8 && v.leds.find_first_not_of("-#123") == std::string::npos;
}
/// The LEDs of a battery as a whole are those of its master, so packs count where there are any.
template <class F>
void each_with_leds(const Observation& seen, F&& look) {
    auto packs = packs_of(seen);
    if (const auto whole = whole_of(seen); whole && packs.empty()) packs.push_back(*whole);
    for (const auto& who : packs)
        if (has_leds(who.values) && who.values.mode) look(who);
}

} // namespace

void look_leds_contradict(const Observation& seen, Report& report) {
    each_with_leds(seen, [&](const Subject& who) {
        const auto should = shows(who.values);
        if (should.fits) return;
        report
            .add(who, fmt::format("it says {}, which shows {}, but its LEDs are {}", name(*who.values.mode),
                                  should.words, who.values.leds))
            .because("LEDs L8 to L1: " + who.values.leds)
            .rule(should.rule)
            .then(
                {"Believe the worse of the two until you have looked at the pack itself.",
                 "If the LEDs do not show what it says, the panel or the BMS is broken: contact the maker."})
            .inferred();
    });
}

void look_leds_level(const Observation& seen, Report& report) {
    each_with_leds(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const bool shows_level =
            v.mode == Mode::standby || v.mode == Mode::charging || v.mode == Mode::discharging;
        if (!shows_level || !v.soc || !shows(v).fits || on_the_way(v.leds) ||
            lit(v.leds) == lights_of(*v.soc))
            return;
        report
            .add(who, fmt::format("{} {} for {}: it should be {}", lit(v.leds),
                                  lit(v.leds) == 1 ? "light" : "lights", show(*v.soc), lights_of(*v.soc)))
            .because("LEDs L8 to L1: " + v.leds)
            .then({"Near a step (18, 34, 51, 67, 84 %) look again in a minute.",
                   "Else SOC comes from somewhere else than the lights, or a light is broken."});
    });
}

} // namespace gtx::diag
