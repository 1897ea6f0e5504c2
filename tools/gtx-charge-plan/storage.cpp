// SPDX-License-Identifier: MIT
#include "gtx/plan/storage.hpp"

#include "gtx/plan/calendar.hpp"
#include "gtx/plan/series.hpp"
#include "gtx/port/clock.hpp"
#include "tools/gtx-charge-plan/files.hpp"
#include "tools/gtx-charge-plan/tell.hpp"
#include "tools/gtx-charge-plan/verbs.hpp"

namespace gtx::charge_plan_tool {

namespace {

std::string_view name(plan::StorageEnd end) {
    constexpr std::string_view names[] = {"not_allowed", "time", "charge", "temperature"};
    return names[static_cast<std::size_t>(end)];
}

void append_text(std::string& out, const plan::StorageWish& wish, const plan::StoragePlan& p) {
    out += fmt::format("{} from {}\n", p.allowed ? "May be stored" : "May not be stored like this",
                       date(wish.from));
    append_obstacles(out, p.obstacles);
    if (p.until.known()) {
        const auto in = duration_words(Seconds(seconds_between(wish.from, p.until)));
        const auto* what = p.end == plan::StorageEnd::temperature ? "Take it away" : "Recharge";
        out += fmt::format("{} by {}: in {}, at {} then ({})\n", what, date(p.until), in, words(p.soc_then),
                           p.rule);
    }
    if (!p.allowed) {
        out += fmt::format("Best stored at {}\n", words(p.soc_best));
        return;
    }
    if (p.by_time.known()) out += fmt::format("  storage time ends  {}\n", date(p.by_time));
    if (p.by_charge.known()) out += fmt::format("  30 % are reached   {}\n", date(p.by_charge));
    if (p.over_discharged.known()) out += fmt::format("  over-discharged    {}\n", date(p.over_discharged));
    if (p.recharge_charge > AmpHours(0))
        out += fmt::format("Recharge with {} to {}: {} in {} (R-STORE-3)\n", words(p.recharge_current),
                           words(p.recharge_to), words(p.recharge_charge), duration_words(p.recharge_time));
    out += fmt::format("Best stored at {}\n", words(p.soc_best));
}

void append_json(std::string& out, const plan::StorageWish& wish, const plan::StoragePlan& p) {
    {
        Json object(out);
        object.flag("allowed", p.allowed);
        object.obstacles("obstacles", p.obstacles);
        object.date("from", wish.from);
        object.quantity("soc", wish.soc);
        object.text("end", name(p.end));
        object.date("until", p.until);
        object.text("rule", p.rule);
        object.date("by_time", p.by_time);
        object.date("by_charge", p.by_charge);
        object.date("by_temperature", p.by_temperature);
        object.date("over_discharged", p.over_discharged);
        if (p.until.known()) object.quantity("soc_then", p.soc_then);
        object.quantity("soc_best", p.soc_best);
        object.quantity("recharge_current", p.recharge_current);
        object.quantity("recharge_to", p.recharge_to);
        object.quantity("recharge_charge", p.recharge_charge);
        object.quantity("recharge_time", p.recharge_time);
    }
    out += '\n';
}

void append_csv(std::string& out, const plan::StorageWish& wish, const plan::StoragePlan& p) {
    out +=
        "allowed,from,soc_pct,end,until,rule,by_time,by_charge,by_temperature,over_discharged,soc_then_pct,"
        "recharge_current_A,recharge_to_pct,recharge_charge_Ah,recharge_time_s\n";
    out += fmt::format("{:d},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", p.allowed, date(wish.from),
                       number(wish.soc), name(p.end), date(p.until), p.rule, date(p.by_time),
                       date(p.by_charge), date(p.by_temperature), date(p.over_discharged),
                       p.until.known() ? number(p.soc_then) : "", number(p.recharge_current),
                       number(p.recharge_to), number(p.recharge_charge), number(p.recharge_time));
}

Result<bool> take_temperatures(const Given& given, plan::StorageWish& wish) {
    if (given.options.temperatures.empty()) {
        wish.temperatures = {{wish.from, given.temperature()}};
        return true;
    }
    GTX_TRY(const auto series,
            read_table(given.options.temperatures, {.kind = plan::SeriesKind::temperature, .columns = {}}));
    if (series) wish.temperatures = plan::temperatures_of(*series);
    return series.has_value();
}

} // namespace

Result<cli::ExitStatus> storage(const Given& given, std::string& out) {
    plan::StorageWish wish;
    wish.soc = given.soc().value_or(Percent(50));
    wish.from = given.options.from.value_or(given.state.time.known() ? given.state.time : port::now());
    if (given.options.humidity) wish.humidity_pct = given.options.humidity->value.value();
    GTX_TRY(const bool taken, take_temperatures(given, wish));
    if (!taken) return cli::ExitStatus::usage;
    const auto p = plan::plan_storage(wish);
    if (given.options.format == Format::ical)
        plan::append_calendar(out, plan::calendar_of(p), port::now());
    else if (given.options.format == Format::json)
        append_json(out, wish, p);
    else if (given.options.format == Format::csv)
        append_csv(out, wish, p);
    else
        append_text(out, wish, p);
    return status_of(p.allowed);
}

} // namespace gtx::charge_plan_tool
