// SPDX-License-Identifier: MIT
#include "random_story.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "gtx/pack/ratings.hpp"

namespace gtx::test {

namespace {

constexpr double second_ns = 1e9;
constexpr std::size_t most_packs = 6; // two more than are numbered

} // namespace

RandomStory::RandomStory(std::uint64_t seed) : random_(seed) {
    make_setup();
    const auto steps = 200 + one_of(500);
    length_ns = setup.step_ns * static_cast<std::int64_t>(steps);
    std::vector<std::int64_t> times(4 + one_of(12));
    for (auto& t : times) t = static_cast<std::int64_t>(pick(0, 1) * static_cast<double>(length_ns) * 0.9);
    times.front() = 0;
    std::sort(times.begin(), times.end());
    std::uint64_t line = 0;
    for (const auto t : times) scenario.push_back({t, command(), ++line});
}

double RandomStory::pick(double low, double high) {
    return low + (high - low) * static_cast<double>(random_() >> 11) / 9007199254740992.0; // 2^53
}

std::size_t RandomStory::one_of(std::size_t count) {
    return static_cast<std::size_t>(random_() % count);
}

void RandomStory::make_setup() {
    packs_ = 1 + one_of(pack::packs_max);
    setup.packs = static_cast<unsigned>(packs_);
    setup.soc.clear();
    for (std::size_t i = 0; i < packs_; ++i)
        setup.soc.emplace_back(once_in(3) ? pick(0, 8) : once_in(3) ? pick(95, 100) : pick(0, 100));
    setup.ambient = Celsius(pick(-25, 60));
    setup.soh = Percent(once_in(3) ? pick(60, 100) : 100);
    setup.slow_pair = once_in(4);
    setup.running = !once_in(5);
    setup.seed = random_();
    setup.start = Timestamp(static_cast<std::int64_t>(pick(0, 86400) * second_ns));
    // 100 ms … 60 s, as many of each order of magnitude
    setup.step_ns = static_cast<std::int64_t>(std::exp(pick(std::log(0.1), std::log(60.0))) * second_ns);
}

sim::Amount RandomStory::amount() {
    if (once_in(6)) return {Watts(0)};
    if (once_in(3)) return {Amps(once_in(3) ? pick(0, 200) : pick(0, 60))};
    return {Watts(pick(0, 6000))};
}

sim::Command RandomStory::command() {
    const auto pack = one_of(packs_);
    switch (one_of(12)) {
    case 0:
    case 1:
        return sim::command::Load{amount()};
    case 2:
    case 3:
        return sim::command::Charge{amount()};
    case 4:
        return sim::command::Pv{Watts(pick(0, 4000))};
    case 5:
        return sim::command::Ambient{Celsius(pick(-25, 60))};
    case 6:
        return sim::command::Press{pack, Seconds(pick(0.1, 6))};
    case 7:
        return sim::command::Plug{once_in(3) ? sim::all_packs : pack, once_in(2)};
    case 8:
        if (packs_ >= most_packs) return sim::command::Pv{Watts(0)};
        ++packs_;
        return sim::command::Add{Percent(pick(0, 100)), std::nullopt};
    case 9:
        return sim::command::Inverter{static_cast<sim::command::Inverter::Habit>(one_of(3))};
    default:
        return fault();
    }
}

sim::Command RandomStory::fault() {
    using What = sim::command::Fault::What;
    sim::command::Fault f;
    f.what = static_cast<What>(one_of(static_cast<std::size_t>(What::duplicate_id) + 1));
    f.mended = once_in(4);
    if (f.what < What::bus_silent) f.pack = once_in(5) ? sim::all_packs : one_of(packs_);
    if (f.what <= What::cell_open_wire) f.index = one_of(pack::cells_in_series);
    if (f.what == What::sensor_lost) f.index = one_of(4);
    if (f.what == What::switch_stuck) f.index = one_of(2);
    switch (f.what) {
    case What::cell_weak:
    case What::bus_noise:
    case What::bus_cut:
    case What::bus_lost:
        f.amount = pick(0, 1);
        break;
    case What::cell_short:
        f.amount = std::exp(pick(std::log(0.05), std::log(1000.0)));
        break;
    case What::switch_stuck:
        f.amount = once_in(2) ? 1 : 0;
        break;
    case What::cable:
        f.amount = pick(0, 0.5);
        break;
    default:
        break;
    }
    return f;
}

std::string RandomStory::text() const {
    auto out = fmt::format(
        "{} packs, step {} ns for {} ns, ambient {}, soh {}, slow pair {}, running {}, soc", setup.packs,
        setup.step_ns, length_ns, setup.ambient.value(), setup.soh.value(), setup.slow_pair, setup.running);
    for (const auto soc : setup.soc) out += fmt::format(" {}", soc.value());
    out += '\n';
    for (const auto& step : scenario) sim::append_scenario_line(out, step);
    return out;
}

} // namespace gtx::test
