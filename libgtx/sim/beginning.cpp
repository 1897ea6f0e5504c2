// SPDX-License-Identifier: MIT
#include <algorithm>

#include "gtx/sim/simulation.hpp"

namespace gtx::sim {

namespace {

using What = command::Begin::What;

void take_soc(const command::Begin& c, SimulationSetup& setup) {
    if (c.pack == all_packs) {
        setup.soc.assign(1, Percent(c.amount));
        return;
    }
    const auto rest = setup.soc.empty() ? Percent(50) : setup.soc.back();
    const auto count = std::max<std::size_t>(setup.packs, c.pack + 1); // the last counts for those behind it
    if (setup.soc.size() < count) setup.soc.resize(count, rest);
    setup.soc[c.pack] = Percent(c.amount);
}

void take_one(const command::Begin& c, PackBegin& pack) {
    if (c.what == What::soh) pack.soh = Percent(c.amount);
    if (c.what == What::temperature) pack.temperature = Celsius(c.amount);
    if (c.what == What::spread) pack.cell_spread = Percent(c.amount);
}

void take(const command::Begin& c, SimulationSetup& setup) {
    if (c.what == What::packs) setup.packs = static_cast<unsigned>(c.amount);
    if (c.what == What::seed) setup.seed = c.seed;
    if (c.what == What::soc) take_soc(c, setup);
    const auto first = c.pack == all_packs ? 0 : c.pack;
    const auto last = c.pack == all_packs ? most_packs : c.pack + 1;
    if (setup.pack.size() < last) setup.pack.resize(last);
    for (auto i = first; i < last; ++i) take_one(c, setup.pack[i]);
}

} // namespace

void take_beginning(const Scenario& scenario, SimulationSetup& setup) {
    for (const auto& step : scenario)
        if (const auto* begin = std::get_if<command::Begin>(&step.command)) take(*begin, setup);
}

} // namespace gtx::sim
