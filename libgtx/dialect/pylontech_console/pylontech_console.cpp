// SPDX-License-Identifier: MIT
// The text console of Pylontech US and of Pytes packs.
#include <algorithm>

#include "dialect/pylontech_console/values_impl.hpp"

namespace gtx::dialect {

namespace console {

namespace {

constexpr std::string_view recorded =
    "PLCHome/ioBroker.pylontech, recordings of US5000, US2000C, US2KBPL and Pytes E-Box";
constexpr std::string_view listed = "serial-protocols.md 6; no recording with values that are known";

constexpr SerialCommand one(std::string_view name, std::string_view line, Carries carries, bool polled,
                            std::string_view doc) {
    return {.name = name,
            .doc = doc,
            .line = line,
            .carries = carries,
            .polled = polled,
            .evidence = Evidence::capture,
            .source = recorded};
}
constexpr SerialCommand not_described(std::string_view name, std::string_view line, std::string_view doc) {
    return {.name = name, .doc = doc, .line = line, .evidence = Evidence::source, .source = listed};
}

constexpr SerialCommand commands[] = {
    one("packs", "pwr", Carries::nothing, true, "All packs, a row for each."),
    one("pack", "pwr", Carries::pack, false, "One pack."),
    one("cells", "bat", Carries::pack, true, "The cells of a pack."),
    one("info", "info", Carries::pack, false, "What a pack is."),
    one("counters", "stat", Carries::pack, true, "What happened to a pack, how often; cycles and health."),
    one("cell_health", "soh", Carries::pack, false, "The health of the cells of a pack."),
    one("time", "time", Carries::nothing, false, "The clock of the pack."),
    not_described("log", "log", "Events with their time."),
    not_described("help", "help", "The commands of the console."),
    not_described("system", "pwrsys", "The stack as a whole: its measurements, extremes and limits."),
    not_described("serial_counters", "ci", "What came in on the ports, and what was wrong with it."),
};

constexpr Greeting greetings[] = {{&commands[0], 0, "shows a table of packs: console of Pylontech or Pytes"}};

constexpr Form forms[] = {
    {"packs", Shape::packs, pack_values},      {"pack", Shape::list, detail_values},
    {"cells", Shape::cells, cell_values},      {"info", Shape::list, info_values},
    {"counters", Shape::list, counter_values}, {"cell_health", Shape::cells, health_values},
    {"time", Shape::time, time_values},
};

} // namespace

const Form* form_of(const SerialCommand& command) {
    const auto found = std::ranges::find(forms, command.name, &Form::command);
    return found == std::end(forms) ? nullptr : found;
}

} // namespace console

extern const SerialDialect pylontech_console_dialect;
const SerialDialect pylontech_console_dialect{
    .name = "pylontech-console",
    .title = "Console of Pylontech and Pytes",
    .doc =
        "The text console on RS232 of Pylontech US2000 to US5000 and of Pytes packs. Columns are found by "
        "their headings, so firmware may add some. The console of Pylontech SC (high voltage) looks alike: "
        "it is told apart, and refused.",
    .verified = "captures",
    .framing = Framing::console,
    .address_first = 1,
    .address_last = 16,
    .speeds = serial::console_speeds,
    .commands = console::commands,
    .greetings = console::greetings,
};

} // namespace gtx::dialect
