// SPDX-License-Identifier: MIT
#include "gtx/plan/expand.hpp"

#include "tools/gtx-charge-plan/tell.hpp"
#include "tools/gtx-charge-plan/verbs.hpp"

namespace gtx::charge_plan_tool {

namespace {

plan::ExpandWish wish_of(const Given& given) {
    plan::ExpandWish wish;
    wish.running = given.packs();
    for (const auto soc : given.options.add->values) {
        auto& start = wish.added.emplace_back();
        start.soc = soc;
        start.temperature = given.temperature();
    }
    wish.ambient = given.temperature();
    wish.current = given.options.current.value_or(wish.current);
    wish.seed = given.options.seed;
    return wish;
}

void append_meeting(std::string& out, std::string_view lead, const plan::Meeting& m) {
    out += fmt::format("{}: {} apart, {} at first, {} after a second{}", lead, words(m.apart),
                       words(m.at_first), words(m.after_a_second), m.trips ? ", which trips (R-DIAG-4)" : "");
    if (m.limiter_used) out += fmt::format("; {} through the resistor of the BMS", words(m.limited));
    out += '\n';
}

void append_text(std::string& out, const plan::ExpandPlan& p) {
    out += p.possible ? "The packs may be added\n" : "The packs may not be added like this\n";
    append_obstacles(out, p.obstacles);
    append_actions(out, p.actions);
    if (!p.possible) return;
    append_meeting(out, "Connected as they are", p.unprepared);
    append_meeting(out, "Connected prepared", p.prepared);
    out += fmt::format("Gap when they meet: {}; full charges until balanced: {}\n", words(p.gap), p.cycles);
}

void append_meeting_json(std::string& out, const plan::Meeting& m) {
    Json object(out);
    object.quantity("apart", m.apart);
    object.quantity("at_first", m.at_first);
    object.quantity("after_a_second", m.after_a_second);
    object.flag("trips", m.trips);
    object.flag("limiter_used", m.limiter_used);
    object.quantity("limited", m.limited);
}

void append_json(std::string& out, const plan::ExpandPlan& p) {
    {
        Json object(out);
        object.flag("possible", p.possible);
        object.obstacles("obstacles", p.obstacles);
        object.actions("actions", p.actions);
        object.quantity("prepare_to", p.prepare_to);
        object.quantity("prepare_charge", p.prepare_charge);
        object.quantity("prepare_time", p.prepare_time);
        object.quantity("gap", p.gap);
        append_meeting_json(object.key("unprepared"), p.unprepared);
        append_meeting_json(object.key("prepared"), p.prepared);
        object.quantity("full_charge_time", p.full_charge.time);
        object.quantity("full_charge_wall", p.full_charge.wall);
        object.quantity("gap_after", p.gap_after);
        object.plain("cycles", p.cycles, 0);
    }
    out += '\n';
}

} // namespace

Result<cli::ExitStatus> expand(const Given& given, std::string& out) {
    const auto p = plan::plan_expansion(wish_of(given));
    if (given.options.format == Format::json) {
        append_json(out, p);
    } else if (given.options.format == Format::csv) {
        out += action_heading;
        append_action_rows(out, "actions", p.actions);
    } else {
        append_text(out, p);
    }
    return status_of(p.possible);
}

} // namespace gtx::charge_plan_tool
