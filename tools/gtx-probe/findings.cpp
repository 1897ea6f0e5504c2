// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/findings.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "tools/common/wrap.hpp"

namespace gtx::probe_tool {

namespace {

using cli::append_wrapped;

/// "critical: pack 2: cell 7 at 3.702 V … (overvoltage, R-DIAG-5)".
void append_finding(std::string& out, const diag::Finding& f) {
    auto head = fmt::format("{} ({}{}{})", f.says, f.code, f.rule.empty() ? "" : ", ", f.rule);
    if (f.inferred) head += ", concluded and not measured";
    append_wrapped(out, fmt::format("{}: ", diag::name(f.weight)), head);
    for (const auto& evidence : f.evidence) append_wrapped(out, "    seen: ", evidence);
    for (std::size_t i = 0; i < f.next.size(); ++i)
        append_wrapped(out, fmt::format("    {}. ", i + 1), f.next[i]);
}

void append_list(std::string& out, std::string_view key, const auto& list) {
    out += fmt::format(",\"{}\":[", key);
    const char* comma = "";
    for (const auto& text : list) {
        out += comma;
        text::append_json_string(out, text);
        comma = ",";
    }
    out += ']';
}

void append_seconds(std::string& out, Timestamp t) {
    char digits[32];
    out.append(digits, text::put_seconds(digits, t));
}

std::string joined(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& text : list) out += (out.empty() ? "" : "; ") + text;
    return out;
}

} // namespace

void append_findings_text(std::string& out, std::string_view source,
                          std::span<const diag::Finding> findings) {
    if (findings.empty()) out += fmt::format("{}: nothing wrong was seen\n", source);
    for (const auto& finding : findings) append_finding(out, finding);
    if (std::ranges::none_of(findings, &diag::Finding::emergency)) return;
    out += "If a pack is wet, burns, leaks or is damaged (R-SAFE-1):\n";
    for (const auto step : diag::emergency_steps()) append_wrapped(out, "    - ", step);
}

void append_findings_json(std::string& out, std::string_view source, Timestamp time,
                          std::span<const diag::Finding> findings) {
    for (const auto& f : findings) {
        out += '{';
        if (time.known()) append_seconds(out += "\"t\":", time);
        out += time.known() ? ",\"source\":" : "\"source\":";
        text::append_json_string(out, source);
        if (f.pack) out += fmt::format(",\"pack\":{}", *f.pack);
        out += fmt::format(",\"weight\":\"{}\",\"code\":\"{}\"", diag::name(f.weight), f.code);
        if (!f.rule.empty()) out += fmt::format(",\"rule\":\"{}\"", f.rule);
        text::append_json_string(out += ",\"says\":", f.says);
        append_list(out, "evidence", f.evidence);
        append_list(out, "next", f.next);
        out += fmt::format(",\"inferred\":{},\"emergency\":{}", f.inferred, f.emergency);
        if (f.emergency) append_list(out, "emergency_steps", diag::emergency_steps());
        out += "}\n";
    }
}

void append_findings_csv_heading(std::string& out) {
    out += "t,source,pack,weight,code,rule,says,evidence,next,inferred,emergency\n";
}

void append_findings_csv(std::string& out, std::string_view source, Timestamp time,
                         std::span<const diag::Finding> findings) {
    for (const auto& f : findings) {
        if (time.known()) append_seconds(out, time);
        text::append_csv_field(out += ',', source);
        out += fmt::format(",{},{},{},{}", f.pack ? std::to_string(*f.pack) : "", diag::name(f.weight),
                           f.code, f.rule);
        text::append_csv_field(out += ',', f.says);
        text::append_csv_field(out += ',', joined(f.evidence));
        text::append_csv_field(out += ',', joined(f.next));
        out += fmt::format(",{},{}\n", f.inferred ? 1 : 0, f.emergency ? 1 : 0);
    }
}

} // namespace gtx::probe_tool
