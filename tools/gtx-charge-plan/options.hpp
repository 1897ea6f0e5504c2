// SPDX-License-Identifier: MIT
/// \file
/// The options of gtx-charge-plan: what they hold, and a row for each with the verbs it goes with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/common/option.hpp"
#include "tools/gtx-charge-plan/values.hpp"

namespace gtx::charge_plan_tool {

enum class Verb : std::uint8_t { charge, storage, recover, expand, day };
enum class Format : std::uint8_t { text, json, csv, scenario, gnuplot, ical };
enum class Pace : std::uint8_t { fast, gentle, by };

struct Options {
    Verb verb = Verb::charge;
    std::string state; ///< file with a state; empty: none

    std::uint64_t packs = 0; ///< 0: as many as --soc has values
    std::optional<SocList> soc;
    std::optional<Share> soh;
    std::optional<Degrees> temperature;
    std::optional<Share> cell_spread;
    std::uint64_t seed = 1;

    std::optional<Share> to;
    std::optional<cli::Duration> within;
    Pace pace = Pace::fast;
    std::optional<Amps> current;
    std::optional<Watts> power;
    std::optional<Volts> charger;
    std::optional<Share> efficiency;
    std::optional<Watts> standby;
    bool disobey = false;

    std::optional<Timestamp> from;
    std::string temperatures;
    std::optional<Share> humidity;
    std::optional<Volts> battery;
    std::optional<Volts> cell;
    bool connected = false;
    std::optional<SocList> add;

    std::string prices;
    std::string load;
    std::string pv;
    std::optional<Share> reserve;
    std::optional<double> wear;
    std::optional<double> end_value;
    std::optional<Watts> grid;
    std::optional<Watts> export_max;
    std::vector<Timestamp> full_by;
    std::optional<Timestamp> last_full;
    bool keep = false;
    std::string replan;

    Format format = Format::text;
    std::string output = "-";
    bool quiet = false;
};

} // namespace gtx::charge_plan_tool

namespace gtx::cli {

template <>
inline constexpr auto choices<charge_plan_tool::Verb> = std::to_array<Choice>({
    {"charge", "how long to a charge, and what limits it"},
    {"storage", "whether it may lie, and until when"},
    {"recover", "what to do with an over-discharged pack"},
    {"expand", "how to add packs to a stack"},
    {"day", "when to charge and discharge at least cost"},
});
template <>
inline constexpr auto choices<charge_plan_tool::Format> = std::to_array<Choice>({
    {"text", "for people, and may change"},
    {"json", "JSON Lines"},
    {"csv", "one table with a heading"},
    {"scenario", "lines that gtx-sim runs; of charge and day"},
    {"gnuplot", "a script with its data; of charge and day"},
    {"ical", "dates for a calendar; of storage and recover"},
});
template <>
inline constexpr auto choices<charge_plan_tool::Pace> = std::to_array<Choice>({
    {"fast", "as fast as allowed"},
    {"gentle", "0.2 C, or faster where --within needs it"},
    {"by", "as slow as --within allows"},
});

} // namespace gtx::cli

namespace gtx::charge_plan_tool {

using cli::option;

// clang-format off
inline constexpr auto option_rows = cli::rows(
    option<&Options::packs>({.name = "packs", .value = "N", .group = "Battery",
        .help = "Packs in parallel, 1 to 4.",
        .man = "The default is one for each value of\n.Fl -soc ,\nor what the state says.", .verbs = "charge expand day"}),
    option<&Options::soc>({.name = "soc", .value = "PERCENT,...", .group = "Battery",
        .help = "State of charge of each pack.",
        .man = "The last counts for packs behind it.\nThe default is what the state says, else\n.Cm 50% .\n"
               "Of\n.Cm recover\nit is the last that is known, and has no default."}),
    option<&Options::soh>({.name = "soh", .value = "PERCENT", .group = "Battery",
        .help = "Capacity left of the nominal one.", .man = "The default is\n.Cm 100% .", .verbs = "charge expand day"}),
    option<&Options::temperature>({.name = "temperature", .value = "DEGREES", .group = "Battery",
        .help = "Of the packs and of what is around.",
        .man = "In degrees Celsius; the default is what the state says, else\n.Cm 25C ."}),
    option<&Options::cell_spread>({.name = "cell-spread", .value = "PERCENT", .group = "Battery",
        .help = "How the cells of a pack differ in charge.",
        .man = "The standard deviation; the default is\n.Cm 0.5% ,\na proposal, as in\n.Xr gtx-sim 1 .", .verbs = "charge"}),
    option<&Options::seed>({.name = "seed", .value = "N", .group = "Battery",
        .help = "Decides how cells differ, as in gtx-sim.", .man = "The default is 1.", .verbs = "charge expand day"}),
    option<&Options::to>({.name = "to", .value = "PERCENT", .group = "Charger",
        .help = "Charge to this.",
        .man = "The default is\n.Cm 100% ,\nwhich is until the BMS says full (R-TERM-2).", .verbs = "charge"}),
    option<&Options::within>({.name = "within", .value = "DURATION", .group = "Charger",
        .help = "Be there in this time.", .verbs = "charge"}),
    option<&Options::pace>({.name = "pace", .value = "PACE", .group = "Charger",
        .help = "How to get there.", .verbs = "charge"}),
    option<&Options::current>({.name = "current", .value = "AMPS", .group = "Charger",
        .help = "The most it gives.",
        .man = "To the stack; of\n.Cm expand\nto each pack, by default 25 A.", .verbs = "charge recover expand"}),
    option<&Options::power>({.name = "power", .value = "WATTS", .group = "Charger",
        .help = "The most power it gives.", .verbs = "charge"}),
    option<&Options::charger>({.name = "charger", .value = "VOLTS", .group = "Charger",
        .help = "The voltage it gives.",
        .man = "The default of\n.Cm charge\nis what the BMS asks for.", .verbs = "charge recover"}),
    option<&Options::efficiency>({.name = "efficiency", .value = "PERCENT", .group = "Charger",
        .help = "Of each conversion.",
        .man = "The default is 95 %, a proposal.", .verbs = "charge day"}),
    option<&Options::standby>({.name = "standby", .value = "WATTS", .group = "Charger",
        .help = "What it draws from the wall besides.", .man = "The default is 0.", .verbs = "charge"}),
    option<&Options::disobey>({.name = "disobey", .group = "Charger",
        .help = "It does not listen to the BMS.",
        .man = "A plain charger, of which\n.Fl -charger\nand\n.Fl -current\nor\n.Fl -power\nmust be known.\n"
               "It may be used only as far as what it gives stays within what the BMS announces.", .verbs = "charge"}),
    option<&Options::from>({.name = "from", .value = "TIME", .group = "Storage, recovery, expansion",
        .help = "When it begins, or began.",
        .man = "Of\n.Cm storage\nthe day on which the pack is laid away, by default the time of the state or of the clock; of\n"
               ".Cm recover\nwhen it became over-discharged.", .verbs = "storage recover"}),
    option<&Options::temperatures>({.name = "temperatures", .value = "FILE", .group = "Storage, recovery, expansion",
        .help = "Temperatures over time, CSV.",
        .man = "In place of\n.Fl -temperature .", .kind = cli::Kind::file, .verbs = "storage"}),
    option<&Options::humidity>({.name = "humidity", .value = "PERCENT", .group = "Storage, recovery, expansion",
        .help = "Relative humidity there.", .verbs = "storage"}),
    option<&Options::battery>({.name = "battery", .value = "VOLTS", .group = "Storage, recovery, expansion",
        .help = "Measured between B+ and B-.", .verbs = "recover"}),
    option<&Options::cell>({.name = "cell", .value = "VOLTS", .group = "Storage, recovery, expansion",
        .help = "Of the lowest cell.", .verbs = "recover"}),
    option<&Options::connected>({.name = "connected", .group = "Storage, recovery, expansion",
        .help = "The pack is on its inverter (R-OVERDIS-2).", .verbs = "recover"}),
    option<&Options::add>({.name = "add", .value = "PERCENT,...", .group = "Storage, recovery, expansion",
        .help = "State of charge of each new pack.", .verbs = "expand"}),
    option<&Options::prices>({.name = "prices", .value = "FILE", .group = "Day",
        .help = "Prices to buy, and to sell, CSV.",
        .man = "The columns are called\n.Cm buy\nor\n.Cm price ,\nand\n.Cm sell ;\nwithout the latter nothing is paid.",
        .kind = cli::Kind::file, .verbs = "day"}),
    option<&Options::load>({.name = "load", .value = "FILE", .group = "Day",
        .help = "What the house draws, CSV.", .kind = cli::Kind::file, .verbs = "day"}),
    option<&Options::pv>({.name = "pv", .value = "FILE", .group = "Day",
        .help = "What the sun gives, CSV.", .kind = cli::Kind::file, .verbs = "day"}),
    option<&Options::reserve>({.name = "reserve", .value = "PERCENT", .group = "Day",
        .help = "Never discharge below this.",
        .man = "The default is\n.Cm 10% ,\nclear of the forced charge (R-PCS-2).", .verbs = "day"}),
    option<&Options::wear>({.name = "wear", .value = "MONEY", .group = "Day",
        .help = "Cost of each kWh that leaves the cells.", .man = "The default is 0.", .verbs = "day"}),
    option<&Options::end_value>({.name = "end-value", .value = "MONEY", .group = "Day",
        .help = "What a kWh stored at the end is worth.",
        .man = "The default is what it costs to buy it at the cheapest price of the last day, not below 0: a proposal.",
        .verbs = "day"}),
    option<&Options::grid>({.name = "grid", .value = "WATTS", .group = "Day",
        .help = "The most that may be bought.", .verbs = "day"}),
    option<&Options::export_max>({.name = "export", .value = "WATTS", .group = "Day",
        .help = "The most that may be sold.", .man = "What the sun gives beyond it is lost.", .verbs = "day"}),
    option<&Options::full_by>({.name = "full-by", .value = "TIME", .group = "Day",
        .help = "Be full at this time, UTC.", .verbs = "day"}),
    option<&Options::last_full>({.name = "last-full", .value = "TIME", .group = "Day",
        .help = "When it was last at 97 %, for R-PCS-3.",
        .man = "The monthly full charge is placed in the cheapest night before its time is over (R-PCS-3, R-PCS-4).\n"
               "Without this none is placed.", .verbs = "day"}),
    option<&Options::keep>({.name = "sun-only", .group = "Day",
        .help = "Neither buy to store nor sell from it.", .verbs = "day"}),
    option<&Options::replan>({.name = "replan", .value = "FILE", .group = "Day",
        .help = "Keep to this earlier plan where it is free.",
        .man = "A file written with\n.Fl f Cm csv .\nIts end of each slot is kept where that costs nothing.",
        .kind = cli::Kind::file, .verbs = "day"}),
    option<&Options::format>({.name = "format", .letter = 'f', .value = "FORMAT", .group = "Output",
        .help = "Write.",
        .man = "The forms\n.Cm json\nand\n.Cm csv\nare promises."}),
    option<&Options::output>({.name = "output", .letter = 'o', .value = "FILE", .group = "Output",
        .help = "Write to this file instead of stdout.", .man = "The file is emptied first.",
        .kind = cli::Kind::file}),
    option<&Options::quiet>({.name = "quiet", .letter = 'q', .group = "Behaviour",
        .help = "Say nothing on stderr but errors."}));

inline constexpr auto positional_rows = std::to_array<cli::Positional>({
    cli::positional<&Options::verb>({.name = "VERB", .help = "charge, storage, recover, expand or day.", .man = {},
        .required = true}),
    cli::positional<&Options::state>({.name = "STATE",
        .help = "File whose last line is a state; - is stdin.",
        .man = "A state in JSON, as\n.Xr gtx-probe 1\nand\n.Xr gtx-sim 1\nwrite it, see\n.Xr gtx-formats 5 .\n"
               "Of several lines the last counts.\nOptions go before what it says.",
        .kind = cli::Kind::file}),
});
// clang-format on

inline constexpr std::array<std::string_view, 1> usage = {"VERB [OPTION]... [STATE]"};

inline constexpr cli::Tool tool = {
    .name = "gtx-charge-plan",
    .summary = "when and how to charge, store, recover and expand",
    .usage = usage,
    .options = option_rows,
    .positionals = positional_rows,
    .exit_no = "What is wished cannot be; the output says what is in the way and what the nearest wish is.",
    .verbs = true,
};

} // namespace gtx::charge_plan_tool
