// SPDX-License-Identifier: MIT
#include "gtx/plan/day.hpp"

#include <cmath>

#include "tools/gtx-charge-plan/day_input.hpp"
#include "tools/gtx-charge-plan/tell.hpp"
#include "tools/gtx-charge-plan/verbs.hpp"

namespace gtx::charge_plan_tool {

namespace {

constexpr unsigned money = 4; // decimals

/// Without the sign of a zero.
double whole(Watts w) {
    return std::round(w.value()) + 0.0;
}

void append_text(std::string& out, const plan::DayPlan& p) {
    append_obstacles(out, p.obstacles);
    out += fmt::format("{:25} {:9} {:>6} {:>6} {:>6}  {}\n", "begin", "action", "W", "grid W", "%", "why");
    for (const auto& d : p.decisions)
        out += fmt::format("{:25} {:9} {:6.0f} {:6.0f} {:6.1f}  {}\n", date(d.begin, d.utc_offset),
                           plan::name(d.action), whole(d.battery), whole(d.grid), d.soc_end.value(), d.why);
    out += fmt::format("Cost {}, without the battery {}: {} saved, {} full cycles\n", number(p.cost, 2),
                       number(p.cost_without, 2), number(p.cost_without - p.cost, 2), number(p.cycles, 2));
    if (p.full_charge)
        out += fmt::format("Full charge done by {} (R-PCS-3, R-PCS-4)\n", date(*p.full_charge));
}

void append_decision(std::string& out, const plan::DayDecision& d) {
    Json object(out);
    object.date("begin", d.begin, d.utc_offset);
    object.quantity("width", d.width);
    object.text("action", plan::name(d.action));
    object.text("reason", plan::name(d.reason));
    object.text("why", d.why);
    object.quantity("battery", d.battery);
    object.quantity("ask", d.ask);
    object.quantity("grid", d.grid);
    object.quantity("lost", d.lost);
    object.quantity("soc_begin", d.soc_begin);
    object.quantity("soc_end", d.soc_end);
    object.plain("buy", d.buy, money);
    object.plain("sell", d.sell, money);
    object.plain("cost", d.cost, money);
    object.plain("cost_without", d.cost_without, money);
    object.plain("worth", d.worth, money);
}

void append_json(std::string& out, const plan::DayPlan& p) {
    {
        Json object(out);
        object.flag("possible", p.possible);
        object.obstacles("obstacles", p.obstacles);
        object.plain("cost", p.cost, money);
        object.plain("cost_without", p.cost_without, money);
        object.plain("end_value", p.end_value, money);
        object.plain("cycles", p.cycles, 3);
        if (p.full_charge) object.date("full_charge", *p.full_charge);
        object.flag("convex", p.convex);
        object.list("decisions", p.decisions, append_decision);
    }
    out += '\n';
}

void append_csv(std::string& out, const plan::DayPlan& p) {
    out +=
        "begin,width_s,action,reason,battery_W,ask_A,grid_W,lost_W,soc_begin_pct,soc_end_pct,buy,sell,cost,"
        "cost_without\n";
    for (const auto& d : p.decisions)
        out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", date(d.begin, d.utc_offset),
                           number(d.width), plan::name(d.action), plan::name(d.reason), number(d.battery),
                           number(d.ask), number(d.grid), number(d.lost), number(d.soc_begin.value(), 6),
                           number(d.soc_end.value(), 6), number(d.buy, money), number(d.sell, money),
                           number(d.cost, money), number(d.cost_without, money));
}

/// Local hours on the axis: each slot's time with its own offset.
void append_gnuplot(std::string& out, const plan::DayPlan& p) {
    out += "$plan << EOD\n# local_s battery_W grid_W soc_pct buy\n";
    for (const auto& d : p.decisions)
        out += fmt::format("{:.0f} {} {} {} {}\n", d.begin.seconds() + d.utc_offset.value(),
                           number(d.battery), number(d.grid), number(d.soc_begin), number(d.buy, money));
    out += "EOD\n"
           "set xdata time\nset timefmt '%s'\nset format x '%H:%M'\n"
           "set multiplot layout 3,1\n"
           "set ylabel 'W'\n"
           "plot $plan using 1:2 with steps title 'battery', $plan using 1:3 with steps title 'grid'\n"
           "set ylabel '%'\nset yrange [0:100]\n"
           "plot $plan using 1:4 with lines title 'SOC'\n"
           "set ylabel 'price'\nset autoscale y\n"
           "plot $plan using 1:5 with steps title 'buy'\n"
           "unset multiplot\n";
}

} // namespace

Result<cli::ExitStatus> day(const Given& given, std::string& out) {
    GTX_TRY(const auto wish, day_wish(given));
    if (!wish) return cli::ExitStatus::usage;
    const auto p = plan::plan_day(*wish);
    switch (given.options.format) {
    case Format::json:
        append_json(out, p);
        break;
    case Format::csv:
        append_csv(out, p);
        break;
    case Format::scenario:
        append_obstacles(out, p.obstacles, "# ");
        plan::append_beginning(out, given.packs(), given.temperature(), given.options.seed);
        plan::append_scenario(out, p);
        break;
    case Format::gnuplot:
        append_obstacles(out, p.obstacles, "# ");
        append_gnuplot(out, p);
        break;
    default:
        append_text(out, p);
    }
    return status_of(p.possible);
}

} // namespace gtx::charge_plan_tool
