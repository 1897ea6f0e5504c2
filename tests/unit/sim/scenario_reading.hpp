// SPDX-License-Identifier: MIT
/// \file
/// Short ways to read scenario lines in tests.
#pragma once

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/sim/scenario.hpp"

namespace gtx::test::scenarios {

using namespace gtx::sim;

inline constexpr std::int64_t second = 1'000'000'000;
inline constexpr std::int64_t hour = 3600 * second;

struct Read {
    Scenario steps;
    std::vector<Refusal> refused;
};

inline Read read(std::string_view text, const ScenarioOptions& options = {}) {
    Read out;
    out.steps = parse_scenario(text, "x.scenario", options, out.refused);
    return out;
}

/// What the only refusal says.
inline std::string why(std::string_view text) {
    const auto r = read(text);
    BOOST_TEST_CONTEXT(text) {
        BOOST_REQUIRE_EQUAL(r.refused.size(), 1u);
        BOOST_TEST(r.refused[0].file == "x.scenario");
    }
    return r.refused[0].why;
}

inline std::string listed(const std::vector<Refusal>& refused) {
    std::string out;
    for (const auto& r : refused) ((out += r.file) += ':') += std::to_string(r.line) + ": " + r.why + '\n';
    return out;
}

/// The steps of a text that nothing of is refused.
inline Scenario steps(std::string_view text, const ScenarioOptions& options = {}) {
    auto r = read(text, options);
    BOOST_TEST_CONTEXT(text) BOOST_REQUIRE_EQUAL(listed(r.refused), "");
    return std::move(r.steps);
}

template <class T>
T only(std::string_view command) {
    const auto all = steps("0 " + std::string(command));
    BOOST_TEST_CONTEXT(command) {
        BOOST_REQUIRE_EQUAL(all.size(), 1u);
        BOOST_REQUIRE(std::holds_alternative<T>(all[0].command));
    }
    return std::get<T>(all[0].command);
}

inline std::string written(const Scenario& all) {
    std::string out;
    for (const auto& step : all) append_scenario_line(out, step);
    return out;
}

inline std::vector<std::int64_t> times(const Scenario& all) {
    std::vector<std::int64_t> out;
    for (const auto& step : all) out.push_back(step.at_ns);
    return out;
}

inline Watts watts(const Step& step) {
    if (const auto* load = std::get_if<command::Load>(&step.command))
        return std::get<Watts>(load->amount.value);
    if (const auto* charge = std::get_if<command::Charge>(&step.command))
        return std::get<Watts>(charge->amount.value);
    return std::get<command::Pv>(step.command).power;
}

/// Options under which every file has this content.
inline ScenarioOptions with_file(std::string content) {
    return {.start_of_day = {},
            .read_file = [content](std::string_view) { return Result<std::string>(content); }};
}

} // namespace gtx::test::scenarios
