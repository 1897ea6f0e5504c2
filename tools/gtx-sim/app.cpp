// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/app.hpp"

#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-sim/session.hpp"
#include "tools/gtx-sim/story.hpp"

namespace gtx::sim_tool {

namespace {

constexpr std::int64_t hour_ns = 3600LL * 1'000'000'000;

std::string wrong_stack(const Options& options) {
    if (options.packs < 1 || options.packs > sim::most_packs)
        return fmt::format("--packs: expected 1 to {}, not {}", sim::most_packs, options.packs);
    if (options.soc && options.soc->values.size() > options.packs)
        return fmt::format("--soc: {} values for {} packs", options.soc->values.size(), options.packs);
    if (options.soh && (*options.soh < Percent(20) || *options.soh > Percent(100)))
        return "--soh: expected 20 % to 100 %";
    if (options.cycles > 100000) return "--cycles: expected at most 100000";
    if (options.step && (options.step->ns < 1'000'000 || options.step->ns > hour_ns))
        return "--step: expected 1ms to 1h";
    return {};
}

std::string wrong_bus(const Options& options) {
    const auto* dialect = dialect::find(options.dialect);
    if (dialect == nullptr) return fmt::format("no such dialect: '{}'", options.dialect);
    if (!find_version(*dialect, options.variant))
        return fmt::format("dialect {} has no version '{}'", options.dialect, options.variant);
    if (!options.interface.empty()) return {};
    if (options.bit_rate) return "--bitrate goes with -i";
    if (options.restart) return "--restart goes with -i";
    return {};
}

/// What only this tool can know to be wrong about a command line; empty if nothing is.
std::string complaint(const Options& options) {
    if (auto what = wrong_stack(options); !what.empty()) return what;
    if (auto what = wrong_bus(options); !what.empty()) return what;
    const bool regular = options.view == As::state || options.view == As::panel;
    if (options.every && !regular) return "--every goes with --as state and --as panel";
    if (options.every && options.every->ns == 0) return "--every needs a time above 0";
    if (options.restart_time && !options.bit_rate) return "--restart-time goes with --bitrate";
    if (options.bit_rate && (*options.bit_rate == 0 || *options.bit_rate > 1'000'000))
        return "--bitrate: expected 1 to 1000000";
    return {};
}

} // namespace

Result<cli::ExitStatus> run(const Options& options) {
    cli::set_message_level(cli::level_of(options.quiet, options.verbose));
    if (const auto what = complaint(options); !what.empty()) return cli::wrong_usage(tool, what);
    GTX_TRY(auto story, read_story(options));
    if (!story) return cli::ExitStatus::usage;
    return Session(options, *std::move(story)).run();
}

} // namespace gtx::sim_tool
