// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/app.hpp"

#include <algorithm>
#include <filesystem>

#include "gtx/dialect/serial_dialect.hpp"
#include "tools/common/cli.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-decode/dbc.hpp"
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

/// What is wrong about --dbc; empty if nothing is.
std::string dbc_complaint(const Options& options) {
    if (options.databases.empty()) return {};
    if (dialect::find_serial(options.dialect) != nullptr)
        return fmt::format("--dbc is about CAN, and {} is spoken on serial lines", options.dialect);
    const bool views = options.view == decode::As::messages || options.view == decode::As::summary;
    if (!views && !decode::passes_frames(options.format)) return "--dbc goes with --as messages and summary";
    const bool captured =
        options.files.empty() || std::ranges::find(options.files, "-") != options.files.end();
    for (const auto& typed : options.databases) {
        const DatabaseName name(typed);
        if (name.file.empty()) return "--dbc: the name of the file is empty";
        if (name.file == "-" && captured) return "--dbc -: standard input is a capture, too";
    }
    return {};
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
    return dbc_complaint(options);
}

/// A capture or a DBC that is the output file, too: opening that would empty it. Empty if there is none.
std::string capture_in_danger(const Options& options) {
    if (options.output.empty() || options.output == "-") return {};
    auto files = options.files;
    if (files.empty()) files.emplace_back("-");
    for (const auto& typed : options.databases) files.push_back(DatabaseName(typed).file);
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
    Databases databases;
    GTX_TRY(const bool right, databases.read(options));
    if (!right) return cli::ExitStatus::usage;
    if (const auto name = unknown_names(options, databases); !name.empty())
        return cli::wrong_usage(tool, fmt::format("no message or signal has the name '{}'", name));
    if (options.list_dialects) return list_dialects(options);
    if (!options.dbc_out.empty()) return write_dbc(options);
    if (const auto file = capture_in_danger(options); !file.empty())
        return cli::wrong_usage(tool,
                                fmt::format("{}: is the output, too", file == "-" ? "standard input" : file));
    if (options.merge) return merge_summaries(options);
    return Session(options, databases).run();
}

} // namespace gtx::decode_tool
