// SPDX-License-Identifier: MIT
// What comes of a line as a whole; the inverter: whether it keeps the limits (R-PCS-1), and whether it is one
// that the manual lists (R-INV-1).
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"

namespace gtx::diag {
namespace {

bool disobeyed(std::uint64_t times, const Following& f) {
    return times >= limit::enough_samples && more_than(times, limit::disobeyed, f.samples);
}
void tell(const Observation& seen, Report& report, std::uint64_t times, std::string_view what) {
    const auto& f = seen.following;
    if (!disobeyed(times, f)) return;
    auto told = report.add(fmt::format("{} in {} of {}", what, times, count(f.samples, "state")));
    told.because(fmt::format("{} of {}", times, count(f.samples, "state")));
    if (more(f.worst, Amps(0))) told.because("farthest above a limit: " + show(f.worst, 1));
    told.then(
        {"Set the inverter's battery type to one that is controlled by CAN, and its CAN protocol to that of "
         "the battery.",
         "See that the CAN cable is in place: without it the inverter uses its own settings.",
         "Until then set the inverter's own limits no higher than those of the battery."});
}

} // namespace

void look_prohibition_ignored(const Observation& seen, Report& report) {
    tell(seen, report, seen.following.prohibited, "current flowed where it was forbidden");
}
void look_charge_limit_ignored(const Observation& seen, Report& report) {
    tell(seen, report, seen.following.over_charge, "the inverter charged with more than the limit");
}
void look_discharge_limit_ignored(const Observation& seen, Report& report) {
    tell(seen, report, seen.following.over_discharge, "the inverter drew more than the limit");
}
void look_voltage_limit_ignored(const Observation& seen, Report& report) {
    tell(seen, report, seen.following.over_voltage, "the voltage was above the charge voltage limit");
}

void look_no_state(const Observation& seen, Report& report) {
    if (seen.state) return;
    const auto& bus = seen.can;
    const auto& line = seen.serial;
    if (bus && !bus->dialect.empty() && bus->battery_frames > 0)
        report.add(fmt::format("{}: a battery is heard, and it is not known how it is", bus->interface))
            .because(count(bus->battery_frames, "frame") + " of the battery")
            .then({"Listen longer: all messages of a dialect come within seconds.",
                   "See whether another dialect fits better."});
    if (line && !line->dialect.empty() && line->replies > line->refusals)
        report.add(fmt::format("{}: something answers, and it is not known how it is", line->port))
            .because(fmt::format("{} right ones of {}", line->replies, count(line->requests, "request")))
            .then({"Ask longer, or another address.", "See whether another dialect fits better."});
}

void look_inverter_not_listed(const Observation& seen, Report& report) {
    const auto& bus = seen.can;
    if (!bus || bus->battery_frames == 0 || bus->dialect.empty() || bus->dialect.starts_with("sofar")) return;
    report
        .add(fmt::format("the battery speaks {}; the manual lists inverters of Sofar Solar only",
                         bus->dialect))
        .because("dialect: " + bus->dialect)
        .then({"Ask the maker for its list of compatible inverters, if this is a GTX2500.",
               "Inverters of Sofar Solar can be set to Pylontech, too."});
}

} // namespace gtx::diag
