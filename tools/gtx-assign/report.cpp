// SPDX-License-Identifier: MIT
#include "tools/gtx-assign/report.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "tools/common/wrap.hpp"

namespace gtx::assign_tool {

namespace {

using link::Observation;

/// A line of the table.
struct Row {
    std::size_t member;
    std::size_t position; ///< in the chain, from 1; 0: none is known
};

/// "bench", or the serial number.
std::string name_of(const Observation& seen, std::size_t member) {
    return member == link::coordinator ? "bench" : text_of_serial(seen.members[member].identity.serial);
}

std::vector<std::string> names_beside(const Observation& seen, std::size_t member, bool out) {
    std::vector<std::string> names;
    for (const auto& edge : seen.edges) {
        if ((out ? edge.from : edge.to) != member) continue;
        auto name = name_of(seen, out ? edge.to : edge.from);
        if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
    return names;
}

/// Those whose Out reaches it (or, with `out`, whom its Out reaches); empty: nobody, as far as is known.
std::string neighbours(const Observation& seen, std::size_t member, bool out) {
    std::string text;
    for (const auto& name : names_beside(seen, member, out)) text += (text.empty() ? "" : " ") + name;
    return text;
}

/// Members in the order of the chain, the others behind them.
std::vector<Row> in_order(const Observation& seen) {
    std::vector<Row> order;
    for (std::size_t i = 0; i < seen.chain.size(); ++i) order.push_back({seen.chain[i], i + 1});
    for (std::size_t i = 0; i < seen.members.size(); ++i)
        if (std::ranges::find(seen.chain, i) == seen.chain.end()) order.push_back({i, 0});
    return order;
}

std::string position_text(const Row& row) {
    return row.position == 0 ? "" : std::to_string(row.position);
}
std::string number_text(const Observation& seen, const Row& row) {
    const auto& m = seen.members[row.member];
    return m.number ? std::to_string(*m.number) : "";
}

std::string_view or_dash(std::string_view text) {
    return text.empty() ? "-" : text;
}

void append_table(std::string& out, const Observation& seen) {
    constexpr std::string_view row = "{:<9} {:<3} {:<11} {:<9} {:<11} {}\n";
    if (!seen.members.empty())
        out += fmt::format(row, "position", "id", "serial", "firmware", "In from", "Out to");
    for (const auto& r : in_order(seen)) {
        const auto& m = seen.members[r.member];
        out += fmt::format(row, or_dash(position_text(r)), or_dash(number_text(seen, r)),
                           text_of_serial(m.identity.serial), text_of_firmware(m.identity.firmware),
                           or_dash(neighbours(seen, r.member, false)),
                           or_dash(neighbours(seen, r.member, true)));
        if (m.copies > 1)
            out += fmt::format("{:13} at least {} packs have this serial number\n", "", m.copies);
    }
    if (seen.unlisted > 0) out += fmt::format("and {} more\n", seen.unlisted);
}

std::string rule_words(const link::Fault& fault) {
    const auto rule = link::rule(fault.kind);
    return fmt::format("({}{}{})", link::name(fault.kind), rule.empty() ? "" : ", ", rule);
}

void append_explanation(std::string& out, const link::Explanation& faults, const Observation& seen,
                        std::string_view lead) {
    const std::string later(lead.size(), ' ');
    for (std::size_t i = 0; i < faults.size(); ++i)
        cli::append_wrapped(out, i == 0 ? lead : std::string_view(later),
                            fmt::format("{} {}", link::sentence(faults[i], seen), rule_words(faults[i])));
}

void append_text(std::string& out, const Report& r) {
    append_table(out, r.seen);
    if (r.listed_only) return;
    if (r.verdict.right) {
        out += fmt::format("right: {} numbered in the order of the chain\n",
                           r.seen.chain.size() == 1 ? "1 pack is"
                                                    : fmt::format("{} packs are", r.seen.chain.size()));
        return;
    }
    const auto& all = r.verdict.explanations;
    if (all.empty()) out += fmt::format("wrong: the coding ended: {}\n", link::name(r.seen.ending));
    if (all.size() > 1) out += "wrong, and what was seen cannot tell which of these it is:\n";
    for (std::size_t i = 0; i < all.size(); ++i)
        append_explanation(out, all[i], r.seen, all.size() == 1 ? "wrong: " : fmt::format("  {}. ", i + 1));
}

void append_seconds(std::string& out, Timestamp t) {
    char digits[32];
    out.append(digits, text::put_seconds(digits, t));
}

void append_head(std::string& out, const Report& r, std::string_view kind) {
    append_seconds(out += "{\"t\":", r.time);
    text::append_json_string(out += ",\"source\":", r.source);
    out += fmt::format(",\"kind\":\"{}\"", kind);
}

void append_names(std::string& out, std::string_view key, const Observation& seen, std::size_t member,
                  bool outward) {
    out += fmt::format(",\"{}\":[", key);
    const char* comma = "";
    for (const auto& name : names_beside(seen, member, outward))
        text::append_json_string(out += std::exchange(comma, ","), name);
    out += ']';
}

void append_pack_json(std::string& out, const Report& r, const Row& row) {
    const auto& m = r.seen.members[row.member];
    append_head(out, r, "pack");
    if (row.position != 0) out += fmt::format(",\"position\":{}", row.position);
    if (m.number) out += fmt::format(",\"id\":{}", number_text(r.seen, row));
    out += fmt::format(",\"serial\":\"{}\",\"firmware\":\"{}\",\"copies\":{}",
                       text_of_serial(m.identity.serial), text_of_firmware(m.identity.firmware), m.copies);
    append_names(out, "in", r.seen, row.member, false);
    append_names(out, "out", r.seen, row.member, true);
    out += "}\n";
}

void append_json(std::string& out, const Report& r) {
    for (const auto& row : in_order(r.seen)) append_pack_json(out, r, row);
    if (r.listed_only) return;
    for (std::size_t e = 0; e < r.verdict.explanations.size(); ++e) {
        for (const auto& fault : r.verdict.explanations[e]) {
            append_head(out, r, "finding");
            out += fmt::format(",\"explanation\":{},\"code\":\"{}\"", e + 1, link::name(fault.kind));
            if (!link::rule(fault.kind).empty())
                out += fmt::format(",\"rule\":\"{}\"", link::rule(fault.kind));
            if (fault.pack) out += fmt::format(",\"serial\":\"{}\"", name_of(r.seen, *fault.pack));
            if (fault.other) out += fmt::format(",\"other\":\"{}\"", name_of(r.seen, *fault.other));
            text::append_json_string(out += ",\"says\":", link::sentence(fault, r.seen));
            out += "}\n";
        }
    }
    append_head(out, r, "result");
    out += fmt::format(",\"right\":{},\"ending\":\"{}\",\"packs\":{}}}\n", r.verdict.right,
                       link::name(r.seen.ending), r.seen.members.size() + r.seen.unlisted);
}

void append_csv(std::string& out, const Report& r) {
    out += "t,source,kind,position,id,serial,firmware,copies,in,out,explanation,code,rule,other,says\n";
    const auto head = [&](std::string_view kind) {
        append_seconds(out, r.time);
        text::append_csv_field(out += ',', r.source);
        out += fmt::format(",{},", kind);
    };
    for (const auto& row : in_order(r.seen)) {
        const auto& m = r.seen.members[row.member];
        head("pack");
        out += fmt::format("{},{},{},{},{},{},{},,,,,\n", position_text(row), number_text(r.seen, row),
                           text_of_serial(m.identity.serial), text_of_firmware(m.identity.firmware), m.copies,
                           neighbours(r.seen, row.member, false), neighbours(r.seen, row.member, true));
    }
    if (r.listed_only) return;
    for (std::size_t e = 0; e < r.verdict.explanations.size(); ++e) {
        for (const auto& fault : r.verdict.explanations[e]) {
            head("finding");
            out += fmt::format(",,{},,,,,{},{},{},{},", fault.pack ? name_of(r.seen, *fault.pack) : "", e + 1,
                               link::name(fault.kind), link::rule(fault.kind),
                               fault.other ? name_of(r.seen, *fault.other) : "");
            text::append_csv_field(out, link::sentence(fault, r.seen));
            out += '\n';
        }
    }
    head("result");
    out += fmt::format(",,,,,,,,{},,,{}\n", link::name(r.seen.ending), r.verdict.right ? "right" : "wrong");
}

} // namespace

void append_report(std::string& out, const Report& report, Format format) {
    switch (format) {
    case Format::text:
        return append_text(out, report);
    case Format::json:
        return append_json(out, report);
    case Format::csv:
        return append_csv(out, report);
    }
}

} // namespace gtx::assign_tool
