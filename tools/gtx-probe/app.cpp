// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/app.hpp"

#include <algorithm>
#include <filesystem>
#include <span>
#include <string_view>

#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-probe/check.hpp"
#include "tools/gtx-probe/session.hpp"
#include "tools/gtx-probe/source.hpp"

namespace gtx::probe_tool {

namespace {

std::string wrong_line(const Options& options) {
    const bool automatic = options.dialect == "auto";
    if (!automatic && dialect::find(options.dialect) == nullptr &&
        dialect::find_serial(options.dialect) == nullptr)
        return fmt::format("no such dialect: '{}'", options.dialect);
    if (options.bit_rate && !options.up) return "--bitrate goes with --up";
    if (options.bit_rate && (*options.bit_rate == 0 || *options.bit_rate > 1'000'000))
        return "--bitrate: expected 1 to 1000000";
    if (options.speed && (*options.speed < 300 || *options.speed > 4'000'000))
        return "--speed: expected 300 to 4000000";
    if (options.listen_only && options.keep_alive) return "--listen-only and --keepalive exclude each other";
    if (options.listen_only && options.scan) return "--listen-only and --scan exclude each other";
    if (options.timeout && options.timeout->ns == 0) return "--timeout needs a time above 0";
    return {};
}

std::string wrong_output(const Options& options) {
    if (options.scan + options.diagnose + options.check > 1)
        return "--scan, --diagnose and --check exclude each other";
    const bool once = options.scan || options.diagnose || options.check;
    if (once && options.watch) return "--watch goes with states only";
    if (once && options.count) return "--count goes with states only";
    if (options.check && options.format != Format::text) return "--check has a form of its own";
    if (once && options.format == Format::prometheus) return "prometheus is a form of states only";
    if (options.watch && options.watch->ns == 0) return "--watch needs a time above 0";
    if (options.count && *options.count == 0) return "--count needs a number above 0";
    return {};
}

bool has_threshold(const Options& o) {
    return o.warn_soc || o.critical_soc || o.warn_soh || o.critical_soh || o.warn_temperature ||
           o.critical_temperature || o.warn_cell || o.critical_cell || o.warn_spread || o.critical_spread;
}

/// What only this tool can know to be wrong about a command line; empty if nothing is.
std::string complaint(const Options& options) {
    if (auto what = wrong_line(options); !what.empty()) return what;
    if (auto what = wrong_output(options); !what.empty()) return what;
    if (has_threshold(options) && !options.check) return "thresholds go with --check";
    return {};
}

/// True if opening `file` for writing would empty the capture that is to be read.
bool endangers(const std::string& source, const std::string& file) {
    if (file.empty() || file == "-") return false;
    std::error_code none; // a file that is not there is in no danger
    const std::string path = source == "-" ? "/dev/stdin" : source;
    return std::filesystem::is_regular_file(path, none) && std::filesystem::equivalent(path, file, none);
}

/// What does not fit the source; empty if all does.
std::string misfit(const Options& options, SourceKind kind) {
    const bool can = kind == SourceKind::can, line = kind == SourceKind::line;
    if (!can && options.up) return "--up goes with a CAN interface";
    if (!can && options.keep_alive) return "--keepalive goes with a CAN interface";
    if (!line && options.speed) return "--speed goes with a serial line";
    if (!line && options.addresses) return "--address goes with a serial line";
    if (endangers(options.source, options.output))
        return fmt::format("{}: is the output, too",
                           options.source == "-" ? "standard input" : options.source);
    if (kind == SourceKind::capture && !options.trace.empty()) return "--trace goes with a live source";
    if (can && dialect::find_serial(options.dialect) != nullptr)
        return fmt::format("{} is spoken on serial lines", options.dialect);
    if (line && dialect::find(options.dialect) != nullptr)
        return fmt::format("{} is spoken on CAN buses", options.dialect);
    return {};
}

Result<std::vector<Seen>> watch(const Options& options, SourceKind kind, const Sink& sink, Teller& teller,
                                Trace& trace) {
    switch (kind) {
    case SourceKind::can:
        return run_can(options, teller, trace);
    case SourceKind::line:
        return run_line(options, teller, trace);
    case SourceKind::capture:
        break;
    }
    return run_capture(options, sink, teller);
}

Result<cli::ExitStatus> work(const Options& options, SourceKind kind) {
    GTX_TRY(auto trace, Trace::open(options.trace));
    GTX_TRY(auto sink, Sink::open(options));
    const auto teller = make_teller(options, sink);
    GTX_TRY(auto seen, watch(options, kind, sink, *teller, trace));
    const auto status = teller->finish(std::move(seen));
    const auto traced = trace.close();
    if (const auto closed = sink.close(); !closed) return closed.error();
    if (!traced) return traced.error();
    return status;
}

/// A plugin says on stdout what went wrong.
Result<cli::ExitStatus> unknown(const Options& options, const Error& error) {
    GTX_TRY(auto sink, Sink::open(options));
    sink.put(check_failed(error.message()).line);
    if (const auto closed = sink.close(); !closed) return closed.error();
    return static_cast<cli::ExitStatus>(Health::unknown);
}

cli::ExitStatus wrong(const Options& options, std::string_view what) {
    const auto status = cli::wrong_usage(tool, what);
    return options.check ? static_cast<cli::ExitStatus>(Health::unknown) : status;
}

} // namespace

Result<cli::ExitStatus> run(const Options& options) {
    cli::set_message_level(cli::level_of(options.quiet, options.verbose));
    if (const auto what = complaint(options); !what.empty()) return wrong(options, what);
    const auto kind = classify(options.source);
    if (!kind && options.check) return unknown(options, kind.error());
    if (!kind) return kind.error();
    if (const auto what = misfit(options, *kind); !what.empty()) return wrong(options, what);
    const auto status = work(options, *kind);
    if (!status && options.check) return unknown(options, status.error());
    return status;
}

int main(int argc, const char* const* argv) {
    Options options;
    bool understood = false;
    const int status = cli::run_main(argc, argv, tool, &options, [&] {
        understood = true;
        return run(options);
    });
    const std::span words(argv, static_cast<std::size_t>(argc));
    const bool plugin =
        std::ranges::any_of(words, [](const char* word) { return std::string_view(word) == "--check"; });
    const bool wrong = !understood && status == static_cast<int>(cli::ExitStatus::usage);
    return plugin && wrong ? static_cast<int>(Health::unknown) : status;
}

} // namespace gtx::probe_tool
