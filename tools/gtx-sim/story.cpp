// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/story.hpp"

#include <algorithm>
#include <filesystem>

#include "gtx/port/clock.hpp"
#include "tools/common/input.hpp"
#include "tools/common/message.hpp"

namespace gtx::sim_tool {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_ns = 86400 * second_ns;
/// A scenario longer than this is none.
constexpr std::size_t longest_text = 64 << 20;

Result<std::string> read_all(std::string_view path) {
    GTX_TRY(auto input, cli::Input::open(path));
    std::string text;
    for (;;) {
        GTX_TRY(const auto block, input.read());
        if (block.empty()) {
            if (const auto damage = input.damage(); !damage) return damage.error();
            return text;
        }
        text += block;
        if (text.size() > longest_text) return Error{Errc::bad_length, input.name() + ": too long"};
    }
}

/// Files that a scenario names lie beside it.
std::string beside(const std::string& scenario, std::string_view path) {
    if (scenario == "-" || std::filesystem::path(path).is_absolute()) return std::string(path);
    return (std::filesystem::path(scenario).parent_path() / path).string();
}

pack::Ageing ageing(Ageing a) {
    constexpr pack::Ageing laws[] = {pack::Ageing::typical, pack::Ageing::warranty, pack::Ageing::none};
    return laws[static_cast<std::size_t>(a)];
}

sim::SimulationSetup setup_of(const Options& options) {
    sim::SimulationSetup s;
    s.start = options.start.value_or(is_live(options) ? port::now() : default_start);
    if (options.step) s.step_ns = options.step->ns;
    s.cycles = static_cast<std::int64_t>(options.cycles);
    s.ageing = ageing(options.ageing);
    s.slow_pair = options.slow_pair;
    s.running = !options.off;
    if (const auto* d = dialect::find(options.dialect); d != nullptr && !d->cadence.name.empty())
        s.name = d->cadence.name;
    return s;
}

/// What is given goes before what the scenario says of the beginning.
void take_given(const Options& options, sim::SimulationSetup& s) {
    s.packs = static_cast<unsigned>(options.packs.value_or(s.packs));
    s.seed = options.seed.value_or(s.seed);
    s.soh = options.soh.value_or(s.soh);
    if (options.soc) s.soc = options.soc->values;
    if (options.ambient) s.ambient = options.ambient->value;
    for (auto& pack : s.pack) {
        if (options.soh) pack.soh.reset();
        if (options.ambient) pack.temperature.reset();
    }
}

bool tell(const std::vector<sim::Refusal>& refused, const std::string& file) {
    for (const auto& r : refused) cli::error("{}:{}: {}", r.file.empty() ? file : r.file, r.line, r.why);
    return !refused.empty();
}

bool goes_on(const Options& options) {
    return is_live(options) || (options.speed && options.speed->factor < 1e9);
}

Timestamp end_of(const Options& options, const Story& story) {
    const auto start = story.setup.start.ns();
    if (options.duration) return Timestamp(start + options.duration->ns);
    const auto& steps = story.scenario;
    if (!steps.empty() && std::holds_alternative<sim::command::End>(steps.back().command))
        return Timestamp(start + steps.back().at_ns);
    if (goes_on(options)) return Timestamp::none();
    const auto last = steps.empty() ? 0 : steps.back().at_ns;
    return Timestamp(start + last + 3600 * second_ns);
}

} // namespace

std::optional<unsigned> find_version(const dialect::Dialect& dialect, std::string_view name) {
    if (name.empty()) return 0;
    const auto at = std::ranges::find(dialect.versions, name, &dialect::Version::name);
    if (at == dialect.versions.end()) return std::nullopt;
    return static_cast<unsigned>(at - dialect.versions.begin());
}

Result<std::optional<Story>> read_story(const Options& options) {
    Story story;
    story.setup = setup_of(options);
    if (!options.scenario.empty()) {
        GTX_TRY(const auto text, read_all(options.scenario));
        const std::string name = options.scenario == "-" ? "standard input" : options.scenario;
        sim::ScenarioOptions how;
        how.start_of_day = Seconds(static_cast<double>(story.setup.start.ns() % day_ns) / second_ns);
        how.read_file = [&](std::string_view path) { return read_all(beside(options.scenario, path)); };
        std::vector<sim::Refusal> refused;
        story.scenario = sim::parse_scenario(text, name, how, refused);
        if (refused.empty()) sim::take_beginning(story.scenario, story.setup);
        take_given(options, story.setup);
        if (refused.empty()) refused = sim::check(story.scenario, story.setup.packs);
        if (tell(refused, name)) return std::optional<Story>();
    }
    take_given(options, story.setup);
    story.end = end_of(options, story);
    return std::optional(std::move(story));
}

} // namespace gtx::sim_tool
