// SPDX-License-Identifier: MIT
/// \file
/// A simulation that is played in a test, with a record of all that its BMS said.
///
///     Play play("--packs 2 --soc 45", "1m load 800W");
///     play.to("1h");
///     BOOST_TEST(play.raised() == "");
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/text.hpp"
#include "gtx/sim/simulation.hpp"

namespace gtx::state {
inline std::ostream& operator<<(std::ostream& out, Mode mode) {
    return out << name(mode);
}
} // namespace gtx::state

namespace gtx::test {

using state::Condition;
using state::Mode;
using state::Severity;

/// A setup as the options of gtx-sim give it: --packs, --soc, --ambient, --off, --start; others are passed
/// over. `duration`, if given, takes that of --duration in ns.
sim::SimulationSetup setup_of(std::string_view options, std::int64_t* duration = nullptr);

/// "1h30m" in ns; the test fails if it is none.
std::int64_t duration(std::string_view text);

class Play {
public:
    /// `what` is a scenario's text.
    Play(const sim::SimulationSetup& setup, std::string_view what);
    Play(std::string_view options, std::string_view what) : Play(setup_of(options), what) {}
    /// An example, with the options and to the end that its head comment gives.
    static Play example(std::string_view name, std::int64_t step_ns);

    /// Plays on until so long after the beginning.
    void to(std::int64_t ns);
    void to(std::string_view time) { to(duration(time)); }
    /// To the end of an example.
    void to_end() { to(end_ns_); }

    /// What was raised so far, each once, as "alarm imbalance, protection sensor": sorted.
    [[nodiscard]] std::string raised() const;
    [[nodiscard]] std::string raised(Severity severity) const;
    /// When, in hours since the beginning: "+protection sensor", "-protection sensor", "+force_charge",
    /// "-charge_enabled", "+mode full", ….
    [[nodiscard]] std::vector<double> when(std::string_view what) const;
    [[nodiscard]] double first(std::string_view what) const; ///< NaN if never
    [[nodiscard]] std::size_t count(std::string_view what) const { return when(what).size(); }

    [[nodiscard]] const bms::UnitOutputs& unit(std::size_t pack = 0) const {
        return simulation.bms().packs[pack];
    }
    [[nodiscard]] std::string leds(std::size_t pack = 0) const {
        return simulation.snapshot().pack[pack].leds;
    }
    [[nodiscard]] double current(std::size_t pack = 0) const {
        return simulation.stack().pack(pack).current().value();
    }
    [[nodiscard]] double soc() const { return simulation.bms().soc.value(); }
    [[nodiscard]] bool has(Severity severity, Condition condition) const {
        return simulation.bms().conditions[static_cast<std::size_t>(severity)].has(condition);
    }
    [[nodiscard]] double hours() const { return seconds_between(start, simulation.now()) / 3600; }

    Timestamp start;
    sim::Simulation simulation;
    double soc_min = 100; ///< what the BMS said of the stack
    double soc_max = 0;

private:
    struct Event {
        double hours;
        std::string what;
    };
    void note(bool on, std::string what);
    void look();
    void look_at_conditions();

    std::vector<Event> events_;
    state::Conditions conditions_[state::severity_count];
    std::vector<bool> flags_;
    Mode mode_ = Mode::shutdown;
    std::int64_t end_ns_ = 0;
};

} // namespace gtx::test
