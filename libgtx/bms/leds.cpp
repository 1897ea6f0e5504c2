// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "gtx/bms/unit.hpp"

namespace gtx::bms {

namespace {
struct Rhythm {
    double on_s;
    double period_s;
};
/// R-LED: flash 1, 2, 3.
constexpr Rhythm rhythms[] = {{0.25, 4}, {0.5, 1}, {0.5, 2}};
} // namespace

bool shines(Light light, Seconds since) noexcept {
    if (light == Light::off || light == Light::on) return light == Light::on;
    const auto& r = rhythms[static_cast<std::size_t>(light) - static_cast<std::size_t>(Light::flash_1)];
    const double at = std::fmod(since.value(), r.period_s);
    return (at < 0 ? at + r.period_s : at) < r.on_s;
}

std::array<char, 8> letters(const Leds& leds) noexcept {
    std::array<char, 8> text{};
    for (std::size_t i = 0; i < leds.size(); ++i)
        text[leds.size() - 1 - i] = "-#123"[static_cast<std::size_t>(leds[i])];
    return text;
}

int level(Percent soc) noexcept {
    const auto whole = std::isnan(soc.value()) ? 0 : static_cast<int>(std::clamp(soc.value(), 0.0, 100.0));
    return static_cast<int>(
        std::ranges::count_if(pack::level_steps, [&](int from) { return whole >= from; }));
}

std::string_view name(Phase phase) noexcept {
    constexpr std::string_view names[] = {"off", "asleep", "starting", "coding", "running", "stopping"};
    return names[static_cast<std::size_t>(phase)];
}

} // namespace gtx::bms
