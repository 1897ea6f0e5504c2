// SPDX-License-Identifier: MIT
#include "tools/gtx-charge-plan/app.hpp"

#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"
#include "tools/common/output.hpp"
#include "tools/gtx-charge-plan/files.hpp"
#include "tools/gtx-charge-plan/verbs.hpp"

namespace gtx::charge_plan_tool {

namespace {

/// True if a verb can write this form.
bool has_form(Verb verb, Format format) {
    const bool over_time = verb == Verb::charge || verb == Verb::day;
    const bool dated = verb == Verb::storage || verb == Verb::recover;
    if (format == Format::scenario || format == Format::gnuplot) return over_time;
    return format != Format::ical || dated;
}

std::string wrong_charge(const Options& o) {
    if (o.pace == Pace::by && !o.within) return "--pace by needs --within";
    if (o.current && o.power && o.verb == Verb::charge) return "--current and --power exclude each other";
    if (o.disobey && !(o.charger && (o.current || o.power)))
        return "--disobey needs --charger, and --current or --power";
    if (o.standby && *o.standby < Watts(0)) return "--standby: expected 0 W or more";
    if (o.efficiency && o.efficiency->value <= Percent(0)) return "--efficiency: expected above 0 to 100 %";
    if (o.current && *o.current <= Amps(0)) return "--current: expected above 0 A";
    if (o.power && *o.power <= Watts(0)) return "--power: expected above 0 W";
    return {};
}

/// What only this tool can know to be wrong about a command line; empty if nothing is.
std::string complaint(const Options& o) {
    const auto name = [](auto value) {
        return cli::choices<decltype(value)>[static_cast<std::size_t>(value)].name;
    };
    if (!has_form(o.verb, o.format))
        return fmt::format("-f {} does not go with {}", name(o.format), name(o.verb));
    if (o.packs > 4) return fmt::format("--packs: expected 1 to 4, not {} (R-DATA-7)", o.packs);
    if (o.packs > 0 && o.soc && o.soc->values.size() > o.packs)
        return fmt::format("--soc: {} values for {} packs", o.soc->values.size(), o.packs);
    if (o.soh && o.soh->value < Percent(20)) return "--soh: expected 20 % to 100 %";
    if (o.verb == Verb::expand && !o.add) return "expand needs --add: the charge of the new packs";
    if (o.verb == Verb::day && o.prices.empty()) return "day needs --prices";
    if (o.grid && *o.grid < Watts(0)) return "--grid: expected 0 W or more";
    if (o.export_max && *o.export_max < Watts(0)) return "--export: expected 0 W or more";
    if (o.wear && *o.wear < 0) return "--wear: expected 0 or more";
    return wrong_charge(o);
}

Result<cli::ExitStatus> plan(const Given& given, std::string& out) {
    using Plan = Result<cli::ExitStatus> (*)(const Given&, std::string&);
    constexpr Plan plans[] = {charge, storage, recover, expand, day};
    return plans[static_cast<std::size_t>(given.options.verb)](given, out);
}

} // namespace

Result<cli::ExitStatus> run(const Options& options) {
    cli::set_message_level(cli::level_of(options.quiet, false));
    if (const auto what = complaint(options); !what.empty()) return cli::wrong_usage(tool, what);
    Given given{options, {}};
    if (!options.state.empty()) {
        GTX_TRY(const auto text, read_all(options.state));
        auto state = last_state(text, options.state == "-" ? "standard input" : options.state);
        if (!state) return cli::ExitStatus::usage;
        given.state = *std::move(state);
    }
    std::string out;
    GTX_TRY(const auto status, plan(given, out));
    if (status == cli::ExitStatus::usage) return status;
    GTX_TRY(auto output, cli::Output::open(options.output));
    output.write(out);
    if (auto closed = output.close(); !closed) return closed.error();
    return status;
}

} // namespace gtx::charge_plan_tool
