// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/listing.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gtx/decode/serial_writers.hpp"
#include "gtx/dialect/dbc.hpp"
#include "gtx/dialect/dialect.hpp"
#include "tools/common/output.hpp"

namespace gtx::decode_tool {

namespace {

Result<cli::ExitStatus> write_all(const std::string& path, std::string_view text) {
    GTX_TRY(auto output, cli::Output::open(path));
    output.write(text);
    if (const auto closed = output.close(); !closed) return closed.error();
    return cli::ExitStatus::yes;
}

} // namespace

Result<cli::ExitStatus> list_dialects(const Options& options) {
    std::string table;
    for (const auto* d : dialect::all())
        if (d->decodable()) table += fmt::format("{:<17} {:<38} {}\n", d->name, d->title, d->verified);
    for (const auto* d : dialect::all_serial())
        table += fmt::format("{:<17} {:<38} {}\n", d->name, d->title, d->verified);
    return write_all(options.output, table);
}

Result<cli::ExitStatus> write_dbc(const Options& options) {
    return write_all(options.dbc_out, dialect::dbc(*dialect::find(options.dialect)));
}

std::string unknown_names(const Options& options, const Databases& databases) {
    decode::Selection names;
    names.messages = options.messages;
    names.signals = options.signals;
    auto unknown = options.messages;
    unknown.insert(unknown.end(), options.signals.begin(), options.signals.end());
    const auto strike = [&](const std::vector<std::string>& here) {
        std::erase_if(unknown, [&](const auto& name) { return std::ranges::find(here, name) == here.end(); });
    };
    const auto asked = [&](std::string_view name) {
        return options.dialect == "auto" || options.dialect == name;
    };
    for (const auto* d : dialect::all())
        if (d->decodable() && asked(d->name)) strike(decode::unknown_names(names, *d));
    for (const auto* d : dialect::all_serial())
        if (asked(d->name)) strike(decode::unknown_names(names, *d));
    databases.strike_known(unknown, names);
    return unknown.empty() ? std::string() : unknown.front();
}

} // namespace gtx::decode_tool
