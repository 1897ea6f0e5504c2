// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/app.hpp"

#include <filesystem>

#include "gtx/dialect/serial_dialect.hpp"
#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-decode/listing.hpp"
#include "tools/gtx-decode/merging.hpp"
#include "tools/gtx-decode/session.hpp"

namespace gtx::decode_tool {

namespace {

/// "asc, trc, candump".
std::string format_names() {
    std::string names;
    for (const auto& format : log::formats())
        names += fmt::format("{}{}", names.empty() ? "" : ", ", format.name);
    return names;
}

/// What only this tool can know to be wrong about a command line; empty if nothing is.
std::string complaint(const Options& options) {
    const bool automatic = options.dialect == "auto";
    const bool serial = dialect::find_serial(options.dialect) != nullptr;
    if (!automatic && !serial && dialect::find(options.dialect) == nullptr)
        return fmt::format("no such dialect: '{}' (--list-dialects shows them)", options.dialect);
    if (!options.from_format.empty() && log::find_format(options.from_format) == nullptr)
        return fmt::format("no such format: '{}' (there are {})", options.from_format, format_names());
    if (!options.dbc_out.empty() && automatic) return "--dbc-out needs a dialect: -d NAME";
    if (!options.dbc_out.empty() && serial)
        return fmt::format("--dbc-out is about CAN, and {} is spoken on serial lines", options.dialect);
    const bool drawn = options.format == decode::Format::gnuplot;
    if (drawn && options.view != decode::As::state) return "-f gnuplot goes with --as state";
    if (drawn && options.every) return "--every does not go with -f gnuplot, whose columns fit the picture";
    if (options.every && options.view != decode::As::state) return "--every goes with --as state";
    if (options.every && options.every->ns == 0) return "--every needs a time above 0";
    if (options.jobs && (*options.jobs == 0 || *options.jobs > 256))
        return "--jobs needs a number from 1 to 256";
    if (options.all && options.view != decode::As::messages) return "--all goes with --as messages";
    if (options.from && options.to && *options.from >= *options.to) return "--from is not before --to";
    if (auto what = merge_complaint(options); !what.empty()) return what;
    const auto unknown = unknown_names(options);
    if (!unknown.empty()) return fmt::format("no message or signal has the name '{}'", unknown);
    return {};
}

/// A capture that is the output file, too: opening that would empty it. Empty if there is none.
std::string capture_in_danger(const Options& options) {
    if (options.output.empty() || options.output == "-") return {};
    auto files = options.files;
    if (files.empty()) files.emplace_back("-");
    for (const auto& file : files) {
        std::error_code none; // a file that is not there is in no danger
        const std::string path = file == "-" ? "/dev/stdin" : file;
        if (std::filesystem::is_regular_file(path, none) &&
            std::filesystem::equivalent(path, options.output, none))
            return file;
    }
    return {};
}

} // namespace

Result<cli::ExitStatus> run(const Options& typed) {
    auto options = typed;
    const bool drawn = options.format == decode::Format::gnuplot;
    options.view = options.as.value_or(drawn ? decode::As::state : decode::As::messages);
    cli::set_message_level(cli::level_of(options.quiet, options.verbose));
    if (const auto what = complaint(options); !what.empty()) return cli::wrong_usage(tool, what);
    if (options.list_dialects) return list_dialects(options);
    if (!options.dbc_out.empty()) return write_dbc(options);
    if (const auto file = capture_in_danger(options); !file.empty())
        return cli::wrong_usage(tool,
                                fmt::format("{}: is the output, too", file == "-" ? "standard input" : file));
    if (options.merge) return merge_summaries(options);
    return Session(options).run();
}

} // namespace gtx::decode_tool
