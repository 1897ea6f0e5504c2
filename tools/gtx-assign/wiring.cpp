// SPDX-License-Identifier: MIT
// --wiring: what is wrong with a described installation, and what to change.
#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/diag/findings.hpp"
#include "gtx/link/draw.hpp"
#include "tools/common/input.hpp"
#include "tools/common/message.hpp"
#include "tools/common/output.hpp"
#include "tools/common/wrap.hpp"
#include "tools/gtx-assign/app.hpp"

namespace gtx::assign_tool {

namespace {

/// More is no description of at most six packs.
constexpr std::size_t longest_text = 1 << 20;

struct Description {
    std::string name;
    std::string text;
};

Result<Description> read_all(const std::string& path) {
    GTX_TRY(auto input, cli::Input::open(path));
    Description d{input.name(), {}};
    for (;;) {
        GTX_TRY(const auto block, input.read());
        if (block.empty()) return d;
        d.text += block;
        if (d.text.size() > longest_text) return Error{Errc::bad_length, d.name + ": too long"};
    }
}

/// By the first of the variables that is set, as the C library looks at them.
bool locale_has_utf8() {
    for (const auto* variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = std::getenv(variable);
        if (value == nullptr || *value == 0) continue;
        const std::string_view v(value);
        return v.find("UTF-8") != v.npos || v.find("utf8") != v.npos;
    }
    return false;
}

bool dangerous(const link::WiringFinding& f) {
    return f.row->gravity == link::Gravity::danger;
}

void append_text(std::string& out, const Description& d, const std::vector<link::WiringFinding>& findings) {
    if (findings.empty()) out += fmt::format("{}: right\n", d.name);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        const auto& f = findings[i];
        cli::append_wrapped(out, fmt::format("{}. {}: ", i + 1, link::name(f.row->gravity)),
                            fmt::format("{} ({}, {})", f.says, f.row->code, f.row->rule));
        for (std::size_t k = 0; k < f.next.size(); ++k)
            cli::append_wrapped(out, fmt::format("    {}. ", k + 1), f.next[k]);
    }
    if (std::ranges::none_of(findings, dangerous)) return;
    out += "If a pack is wet, burns, leaks or is damaged (R-SAFE-1):\n";
    for (const auto step : diag::emergency_steps()) cli::append_wrapped(out, "    - ", step);
}

std::vector<std::size_t> lines_of(const link::WiringFinding& f, const link::Wiring& wiring) {
    std::vector<std::size_t> lines;
    for (const auto i : f.cables) lines.push_back(wiring.cables[i].line);
    return lines;
}

void append_strings(std::string& out, const auto& list) {
    const char* comma = "";
    for (const auto& s : list) text::append_json_string(out += std::exchange(comma, ","), s);
}

void append_json(std::string& out, const Description& d, const link::Wiring& wiring,
                 const std::vector<link::WiringFinding>& findings) {
    for (const auto& f : findings) {
        text::append_json_string(out += "{\"source\":", d.name);
        out += fmt::format(
            ",\"weight\":\"{}\",\"code\":\"{}\",\"rule\":\"{}\",\"packs\":[{}],\"lines\":[{}],\"says\":",
            link::name(f.row->gravity), f.row->code, f.row->rule, fmt::join(f.packs, ","),
            fmt::join(lines_of(f, wiring), ","));
        text::append_json_string(out, f.says);
        append_strings(out += ",\"next\":[", f.next);
        out += fmt::format("],\"emergency\":{}", dangerous(f));
        if (dangerous(f)) append_strings(out += ",\"emergency_steps\":[", diag::emergency_steps());
        out += dangerous(f) ? "]}\n" : "}\n";
    }
}

void append_csv(std::string& out, const Description& d, const link::Wiring& wiring,
                const std::vector<link::WiringFinding>& findings) {
    out += "source,weight,code,rule,packs,lines,says,next,emergency\n";
    for (const auto& f : findings) {
        text::append_csv_field(out, d.name);
        out += fmt::format(",{},{},{},{},{}", link::name(f.row->gravity), f.row->code, f.row->rule,
                           fmt::join(f.packs, " "), fmt::join(lines_of(f, wiring), " "));
        text::append_csv_field(out += ',', f.says);
        text::append_csv_field(out += ',', fmt::format("{}", fmt::join(f.next, "; ")));
        out += dangerous(f) ? ",1\n" : ",0\n";
    }
}

} // namespace

Result<cli::ExitStatus> run_wiring(const Options& options) {
    GTX_TRY(const auto description, read_all(options.wiring));
    const auto read = link::read_wiring(description.text);
    for (const auto& e : read.errors) cli::error("{}:{}:{}: {}", description.name, e.line, e.column, e.what);
    if (!read.errors.empty()) return cli::ExitStatus::usage;
    const auto findings = link::judge(read.wiring);
    GTX_TRY(auto output, cli::Output::open(options.output));
    std::string out;
    if (options.draw)
        out = link::draw(read.wiring, findings, {.unicode = output.terminal() && locale_has_utf8()});
    if (options.format == Format::text) append_text(out, description, findings);
    if (options.format == Format::json) append_json(out, description, read.wiring, findings);
    if (options.format == Format::csv) append_csv(out, description, read.wiring, findings);
    output.write(out);
    if (const auto closed = output.close(); !closed) return closed.error();
    return findings.empty() ? cli::ExitStatus::yes : cli::ExitStatus::no;
}

} // namespace gtx::assign_tool
