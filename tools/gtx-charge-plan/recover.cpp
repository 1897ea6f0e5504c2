// SPDX-License-Identifier: MIT
#include "gtx/plan/recover.hpp"

#include <algorithm>

#include "gtx/port/clock.hpp"
#include "tools/gtx-charge-plan/tell.hpp"
#include "tools/gtx-charge-plan/verbs.hpp"

namespace gtx::charge_plan_tool {

namespace {

plan::RecoverWish wish_of(const Given& given) {
    const auto& o = given.options;
    const auto& s = given.state;
    plan::RecoverWish wish;
    wish.soc = given.soc();
    wish.battery = o.battery ? o.battery : s.voltage;
    wish.cell_min = o.cell ? o.cell : s.cell_min;
    wish.temperature = given.temperature();
    wish.connected = o.connected;
    wish.since = o.from.value_or(Timestamp::none());
    wish.charger = o.charger;
    wish.charger_current = o.current.value_or(wish.charger_current);
    return wish;
}

void append_text(std::string& out, const plan::RecoverPlan& p) {
    out += p.possible ? "May be charged now\n" : "May not be charged like this\n";
    append_obstacles(out, p.obstacles);
    if (p.allowed)
        out += fmt::format("Recharge within {} ({})\n", duration_words(*p.allowed), p.deadline_rule);
    if (p.deadline.known()) out += fmt::format("Recharge by {} ({})\n", date(p.deadline), p.deadline_rule);
    if (p.waking != plan::Waking::unknown) out += fmt::format("Charger: {}\n", plan::name(p.waking));
    if (p.gentle_current > Amps(0) && p.gentle_time > Seconds(0))
        out += fmt::format("Gently first: {} until the lowest cell is at {}, about {}\n",
                           words(p.gentle_current), words(p.gentle_until), duration_words(p.gentle_time));
    append_actions(out, p.actions);
    if (p.give_up.empty()) return;
    out += "Stop, and call the maker, if one of these is so:\n";
    append_actions(out, p.give_up);
}

void append_json(std::string& out, const plan::RecoverPlan& p) {
    {
        Json object(out);
        object.flag("possible", p.possible);
        object.obstacles("obstacles", p.obstacles);
        object.flag("over_discharged", p.over_discharged);
        object.quantity("allowed", p.allowed);
        object.date("deadline", p.deadline);
        object.text("rule", p.deadline_rule);
        object.text("waking", plan::name(p.waking));
        object.quantity("gentle_current", p.gentle_current);
        object.quantity("gentle_until", p.gentle_until);
        object.quantity("gentle_charge", p.gentle_charge);
        object.quantity("gentle_time", p.gentle_time);
        object.actions("actions", p.actions);
        object.actions("give_up", p.give_up);
    }
    out += '\n';
}

} // namespace

Result<cli::ExitStatus> recover(const Given& given, std::string& out) {
    const auto p = plan::plan_recovery(wish_of(given));
    if (given.options.format == Format::ical) {
        plan::append_calendar(out, plan::calendar_of(p), port::now());
    } else if (given.options.format == Format::json) {
        append_json(out, p);
    } else if (given.options.format == Format::csv) {
        out += action_heading;
        append_action_rows(out, "actions", p.actions);
        append_action_rows(out, "give_up", p.give_up);
    } else {
        append_text(out, p);
    }
    return status_of(p.possible);
}

} // namespace gtx::charge_plan_tool
