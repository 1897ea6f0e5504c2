// SPDX-License-Identifier: MIT
#include "story.hpp"

#include <boost/test/unit_test.hpp>

#include "gtx/sim/scenario.hpp"

namespace gtx::test {
namespace {

sim::Scenario parse(std::string_view text) {
    std::vector<sim::Refusal> refused;
    auto scenario = sim::parse_scenario(text, "story", {}, refused);
    for (const auto& r : refused) BOOST_ERROR("line " << r.line << ": " << r.why);
    return scenario;
}

} // namespace

Story::Story(const sim::SimulationSetup& setup, std::string_view scenario)
    : simulation(setup, parse(scenario)), start_(simulation.now()) {}

void Story::to(double hours, double every_s) {
    const auto end = Timestamp(start_.ns() + static_cast<std::int64_t>(hours * 3600e9));
    while (simulation.now() < end) {
        const auto next = simulation.now().ns() + static_cast<std::int64_t>(every_s * 1e9);
        simulation.advance(std::min(end, Timestamp(next)));
        watch_.see(simulation.snapshot());
        for (const auto& f : findings()) {
            const auto told = std::string(name(f.weight)) + " " + std::string(f.code);
            if (ever_.insert(told).second) examples_.push_back(told + ": " + f.says);
        }
    }
}

std::vector<diag::Finding> Story::findings() const {
    diag::Observation seen;
    watch_.fill(seen);
    return diag::find(seen);
}

std::string Story::bad() const {
    std::string out;
    for (const auto& told : ever_)
        if (!told.starts_with("note")) (out += out.empty() ? "" : ", ") += told;
    return out;
}

std::string Story::examples() const {
    std::string out;
    for (const auto& e : examples_) (out += "\n  ") += e;
    return out;
}

sim::SimulationSetup setup(unsigned packs, double soc, double ambient) {
    sim::SimulationSetup s;
    s.start = Timestamp(1'700'000'000'000'000'000);
    s.packs = packs;
    s.soc = {Percent(soc)};
    s.ambient = Celsius(ambient);
    return s;
}

} // namespace gtx::test
