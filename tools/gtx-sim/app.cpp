// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/app.hpp"

#include <algorithm>
#include <cmath>

#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-sim/serial_line.hpp"
#include "tools/gtx-sim/session.hpp"
#include "tools/gtx-sim/story.hpp"

namespace gtx::sim_tool {

namespace {

constexpr std::int64_t hour_ns = 3600LL * 1'000'000'000;

std::string too_many(const Options& options, std::uint64_t packs) {
    if (!options.soc || options.soc->values.size() <= packs) return {};
    return fmt::format("--soc: {} values for {} packs", options.soc->values.size(), packs);
}

std::string wrong_stack(const Options& options) {
    if (options.packs && (*options.packs < 1 || *options.packs > sim::most_packs))
        return fmt::format("--packs: expected 1 to {}, not {}", sim::most_packs, *options.packs);
    if (options.packs || options.scenario.empty())
        if (auto what = too_many(options, options.packs.value_or(1)); !what.empty()) return what;
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

std::string wrong_line_alone(const Options& options) {
    if (!options.serial_link.empty()) return "--serial-link goes with --serial pty";
    if (options.address) return "--address goes with --serial";
    if (options.serial_speed) return "--serial-speed goes with --serial";
    if (options.reply_delay) return "--reply-delay goes with --serial";
    if (options.tail != 0) return "--tail goes with --serial";
    if (options.short_status) return "--short-status goes with --serial";
    if (!options.prompt.empty()) return "--prompt goes with --serial";
    return {};
}

std::string wrong_line_values(const Options& options) {
    constexpr std::uint64_t fastest = 4'000'000;
    constexpr std::int64_t longest_delay_ns = 10'000'000'000;
    constexpr std::size_t longest_prompt = 32;
    const auto packs = options.packs.value_or(1);
    if (options.address && *options.address + packs > 255)
        return fmt::format("--address: expected 0 to {}", 255 - packs);
    if (options.serial_speed && (*options.serial_speed < 50 || *options.serial_speed > fastest))
        return fmt::format("--serial-speed: expected 50 to {}", fastest);
    if (options.reply_delay && options.reply_delay->ns > longest_delay_ns)
        return "--reply-delay: expected at most 10s";
    if (options.tail != 0 && options.tail != 1 && options.tail != 10 && options.tail != 14)
        return "--tail: expected 0, 1, 10 or 14";
    const bool words =
        std::ranges::all_of(options.prompt, [](char c) { return c > ' ' && c <= '~' && c != '>'; });
    if (!words || options.prompt.size() > longest_prompt)
        return fmt::format("--prompt: expected a word of at most {} letters", longest_prompt);
    return {};
}

std::string wrong_line(const Options& options) {
    if (options.serial.empty()) return wrong_line_alone(options);
    if (dialect::find_serial(options.protocol) == nullptr)
        return fmt::format("no such protocol: '{}'", options.protocol);
    if (find_protocol(options) == nullptr)
        return fmt::format("protocol {} can be listened to, and not spoken", options.protocol);
    if (!options.serial_link.empty() && options.serial != pseudo_terminal)
        return "--serial-link goes with --serial pty";
    if (options.speed && !std::isfinite(options.speed->factor))
        return "--serial needs a clock, not --speed max";
    return wrong_line_values(options);
}

std::string wrong_link(const Options& options) {
    constexpr std::uint64_t fastest = 4'000'000;
    if (options.link.empty()) {
        if (!options.link_name.empty()) return "--link-name goes with --link";
        return options.link_speed ? "--link-speed goes with --link" : "";
    }
    if (!options.link_name.empty() && options.link != pseudo_terminal)
        return "--link-name goes with --link pty";
    if (options.link_speed && (*options.link_speed < 50 || *options.link_speed > fastest))
        return fmt::format("--link-speed: expected 50 to {}", fastest);
    if (options.speed && !std::isfinite(options.speed->factor))
        return "--link needs a clock, not --speed max";
    return {};
}

/// What only this tool can know to be wrong about a command line; empty if nothing is.
std::string complaint(const Options& options) {
    if (auto what = wrong_stack(options); !what.empty()) return what;
    if (auto what = wrong_bus(options); !what.empty()) return what;
    if (auto what = wrong_line(options); !what.empty()) return what;
    if (auto what = wrong_link(options); !what.empty()) return what;
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
    auto whole = options; // with what the scenario says of the beginning
    whole.packs = story->setup.packs;
    whole.seed = story->setup.seed;
    if (const auto what = complaint(whole); !what.empty()) return cli::wrong_usage(tool, what);
    return Session(whole, *std::move(story)).run();
}

} // namespace gtx::sim_tool
