// SPDX-License-Identifier: MIT
#include "gtx/plan/charge.hpp"

#include "tools/gtx-charge-plan/tell.hpp"
#include "tools/gtx-charge-plan/verbs.hpp"

namespace gtx::charge_plan_tool {

namespace {

plan::ChargeWish wish_of(const Given& given) {
    const auto& o = given.options;
    plan::ChargeWish wish;
    wish.packs = given.packs();
    wish.ambient = given.temperature();
    if (o.to) wish.target = o.to->value;
    wish.pace = static_cast<plan::Pace>(o.pace);
    if (o.within) wish.within = Seconds(static_cast<double>(o.within->ns) / 1e9);
    wish.seed = o.seed;
    for (auto& p : wish.packs)
        if (o.cell_spread) p.cell_spread = o.cell_spread->value;
    wish.source.standby = o.standby.value_or(Watts(0));
    wish.source.obeys_limits = !o.disobey;
    wish.source.current = o.current;
    wish.source.power = o.power;
    wish.source.voltage = o.charger;
    if (o.efficiency) wish.source.efficiency = fraction(o.efficiency->value);
    return wish;
}

std::string limit_words(const plan::ChargePhase& phase) {
    const auto rule = plan::rule_of(phase.limit);
    return fmt::format("{}{}{}", plan::name(phase.limit), rule.empty() ? "" : " ", rule);
}

void append_phases(std::string& out, const plan::ChargePlan& p) {
    out += fmt::format("# {:16} {:>7} {:>13} {:>13} {:>6}  {}\n", "phase", "end", "A", "V", "%", "limit");
    for (const auto& f : p.phases) {
        const auto amps = fmt::format("{:.1f}-{:.1f}", f.current_begin.value(), f.current_end.value());
        const auto volts = fmt::format("{:.2f}-{:.2f}", f.voltage_begin.value(), f.voltage_end.value());
        out += fmt::format("# {:16} {:>7} {:>13} {:>13} {:6.2f}  {}\n", plan::name(f.kind),
                           duration_words(f.end), amps, volts, f.soc_end.value(), limit_words(f));
    }
}

/// A scenario too, with the table in its comments, so that it may go into gtx-sim as it is.
void append_text(std::string& out, const plan::ChargeWish& wish, const plan::ChargePlan& p) {
    append_obstacles(out, p.obstacles, "# ");
    append_obstacles(out, p.notes, "# ");
    if (!p.possible) return;
    out += fmt::format("# {} in {}: {}, {} from the wall, {} into the packs\n", words(p.soc),
                       duration_words(p.time), words(p.charge), words(p.wall), words(p.cells));
    append_phases(out, p);
    plan::append_scenario(out, wish, p);
}

void append_phase_json(std::string& out, const plan::ChargePhase& f) {
    Json object(out);
    object.text("phase", plan::name(f.kind));
    object.text("limit", plan::name(f.limit));
    object.text("rule", plan::rule_of(f.limit));
    object.quantity("begin", f.begin);
    object.quantity("end", f.end);
    object.quantity("current_begin", f.current_begin);
    object.quantity("current_end", f.current_end);
    object.quantity("voltage_begin", f.voltage_begin);
    object.quantity("voltage_end", f.voltage_end);
    object.quantity("soc_begin", f.soc_begin);
    object.quantity("soc_end", f.soc_end);
    object.quantity("charge", f.charge);
    object.quantity("wall", f.wall);
    object.quantity("cells", f.cells);
    object.text("until", f.until);
}

void append_totals(Json& object, const plan::ChargePlan& p) {
    object.quantity("ask_current", p.ask_current);
    object.quantity("ask_power", p.ask_power);
    object.quantity("time", p.time);
    object.quantity("balancing", p.balancing);
    object.quantity("charge", p.charge);
    object.quantity("wall", p.wall);
    object.quantity("cells", p.cells);
    object.quantity("soc", p.soc);
    object.list("pack_soc_pct", p.pack_soc, [](std::string& to, Percent soc) { to += number(soc); });
    object.quantity("cell_spread", p.cell_spread);
    object.quantity("temperature_max", p.temperature_max);
}

void append_json(std::string& out, const plan::ChargePlan& p) {
    {
        Json object(out);
        object.flag("possible", p.possible);
        object.obstacles("obstacles", p.obstacles);
        object.obstacles("notes", p.notes);
        if (p.possible) append_totals(object, p);
        object.list("phases", p.phases, append_phase_json);
    }
    out += '\n';
}

void append_csv(std::string& out, const plan::ChargePlan& p) {
    out += "phase,limit,rule,begin_s,end_s,current_begin_A,current_end_A,voltage_begin_V,voltage_end_V,"
           "soc_begin_pct,soc_end_pct,charge_Ah,wall_Wh,cells_Wh,until\n";
    for (const auto& f : p.phases) {
        out += fmt::format("{},{},{},{},{},{},{},{},{},{},{},{},{},{},", plan::name(f.kind),
                           plan::name(f.limit), plan::rule_of(f.limit), number(f.begin), number(f.end),
                           number(f.current_begin), number(f.current_end), number(f.voltage_begin),
                           number(f.voltage_end), number(f.soc_begin), number(f.soc_end), number(f.charge),
                           number(f.wall), number(f.cells));
        gtx::text::append_csv_field(out, f.until);
        out += '\n';
    }
}

void append_gnuplot(std::string& out, const plan::ChargePlan& p) {
    out += "$plan << EOD\n# h V A limit_A soc_pct degC\n";
    for (const auto& s : p.samples)
        out += fmt::format("{:.4f} {} {} {} {} {}\n", s.at.value() / 3600, number(s.voltage),
                           number(s.current), number(s.limit), number(s.soc), number(s.temperature));
    out += "EOD\n"
           "set xlabel 'hours'\nset ylabel 'A, %'\nset y2label 'V'\nset ytics nomirror\nset y2tics\n"
           "set key outside top\n"
           "plot $plan using 1:3 with lines title 'current', \\\n"
           "     $plan using 1:4 with lines dashtype 2 title 'limit', \\\n"
           "     $plan using 1:5 with lines title 'SOC', \\\n"
           "     $plan using 1:2 axes x1y2 with lines title 'voltage'\n";
}

} // namespace

Result<cli::ExitStatus> charge(const Given& given, std::string& out) {
    const auto wish = wish_of(given);
    const auto p = plan::plan_charge(wish);
    switch (given.options.format) {
    case Format::json:
        append_json(out, p);
        break;
    case Format::csv:
        append_csv(out, p);
        break;
    case Format::scenario:
        if (p.possible) plan::append_scenario(out, wish, p);
        if (!p.possible) append_obstacles(out, p.obstacles, "# ");
        break;
    case Format::gnuplot:
        if (p.possible) append_gnuplot(out, p);
        if (!p.possible) append_obstacles(out, p.obstacles, "# ");
        break;
    default:
        append_text(out, wish, p);
    }
    return status_of(p.possible);
}

} // namespace gtx::charge_plan_tool
