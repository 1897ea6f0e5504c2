// SPDX-License-Identifier: MIT
// Whatever stands in a scenario and in its profiles: times never go back, refusals have an end, and what is
// accepted reads the same once it is written. Behind a byte 0x1E stands what every file holds.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/sim/scenario.hpp"

using namespace gtx;
using namespace gtx::sim;

namespace {

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

std::string written(const Scenario& all) {
    std::string out;
    for (const auto& step : all) append_scenario_line(out, step);
    return out;
}

void require_same(const Scenario& a, const Scenario& b) {
    require(a.size() == b.size(), "the same number of steps");
    for (std::size_t i = 0; i < a.size(); ++i)
        require(a[i].at_ns == b[i].at_ns && a[i].command == b[i].command, "the same step");
}

void require_order(const Scenario& all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
        require(all[i].at_ns >= 0 && all[i].line > 0, "a step has a time and a line");
        if (i > 0) require(all[i - 1].at_ns <= all[i].at_ns, "times never go back");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::string all(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto cut = std::min(all.find('\x1E'), all.size());
    const auto file = cut < all.size() ? all.substr(cut + 1) : std::string();
    const ScenarioOptions options{.start_of_day = Seconds(data[0] * 337.5),
                                  .read_file = [&](std::string_view) { return Result<std::string>(file); }};
    std::vector<Refusal> refused;
    const auto steps = parse_scenario(std::string_view(all).substr(0, cut), "x", options, refused);
    require_order(steps);
    require(refused.size() <= 101, "refusals have an end");
    for (const auto& r : refused) require(!r.why.empty(), "a refusal says why");
    if (steps.size() > 20000) return 0; // profiles that go round: written elsewhere, slow here
    std::vector<Refusal> none;
    const auto again = parse_scenario(written(steps), "x", {}, none);
    require(none.empty(), "what is written is understood");
    require_same(steps, again);
    return 0;
}
