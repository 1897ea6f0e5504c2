// SPDX-License-Identifier: MIT
#include "tools/gtx-assign/app.hpp"

#include <filesystem>

#include "gtx/link/observation.hpp"
#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"

namespace gtx::assign_tool {

namespace {

std::string wrong_purpose(const Options& o) {
    if (o.discover + o.as_pack + o.dry_run + !o.wiring.empty() > 1)
        return "--discover, --as-pack, --dry-run and --wiring exclude each other";
    if (!o.wiring.empty()) return o.port.empty() ? "" : "--wiring takes no PORT";
    return o.port.empty() && !o.dry_run ? "a PORT, --wiring or --dry-run is missing" : "";
}

std::string wrong_company(const Options& o) {
    const bool line = o.wiring.empty();
    if (o.draw && line) return "--draw goes with --wiring";
    if (o.draw && o.format != Format::text) return "--draw is for people: it goes with -f text";
    if (o.serial_number && !o.as_pack) return "--serial-number goes with --as-pack";
    if (o.firmware && !o.as_pack) return "--firmware goes with --as-pack";
    if (o.last && !o.as_pack) return "--last goes with --as-pack";
    if (o.as_pack && (o.expect || o.survey || o.no_line)) return "--as-pack takes no option of the coding";
    if (o.discover && o.survey) return "--discover and --survey exclude each other";
    if (!line && (o.expect || o.survey)) return "--wiring takes no option of the coding";
    if (!line && (o.speed || o.no_line || o.bench_levels || o.timeout || !o.trace.empty()))
        return "--wiring takes no option of a line";
    if (o.dry_run && (o.bench_levels || o.timeout || !o.trace.empty())) return "--dry-run opens no line";
    if (o.dry_run && o.format != Format::text) return "--dry-run has a form of its own";
    if (o.no_line && o.bench_levels) return "--no-line and --bench-levels exclude each other";
    return {};
}

/// Opening the output would empty the description.
bool endangered(const std::string& source, const std::string& file) {
    if (source.empty() || file == "-") return false;
    std::error_code none; // a file that is not there is in no danger
    const std::string path = source == "-" ? "/dev/stdin" : source;
    return std::filesystem::is_regular_file(path, none) && std::filesystem::equivalent(path, file, none);
}

std::string wrong_values(const Options& o) {
    if (o.expect && (*o.expect == 0 || *o.expect > link::listed_max))
        return fmt::format("--expect: expected 1 to {}", link::listed_max);
    if (o.speed && (*o.speed < 300 || *o.speed > 4'000'000)) return "--speed: expected 300 to 4000000";
    if (o.timeout && o.timeout->ns == 0) return "--timeout needs a time above 0";
    if (endangered(o.wiring, o.output)) return fmt::format("{}: is the output, too", o.wiring);
    return {};
}

/// What only this tool can know to be wrong about a command line; empty if nothing is.
std::string complaint(const Options& options) {
    for (const auto look : {wrong_purpose, wrong_company, wrong_values})
        if (auto what = look(options); !what.empty()) return what;
    return {};
}

} // namespace

Result<cli::ExitStatus> run(const Options& options) {
    cli::set_message_level(cli::level_of(options.quiet, options.verbose));
    if (const auto what = complaint(options); !what.empty()) return cli::wrong_usage(tool, what);
    if (!options.wiring.empty()) return run_wiring(options);
    if (options.dry_run) return run_dry(options);
    return options.as_pack ? run_pack(options) : run_line(options);
}

} // namespace gtx::assign_tool
