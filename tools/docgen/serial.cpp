// SPDX-License-Identifier: MIT
// The protocols of serial lines as chapters of gtx-dialects(7).
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/wire/codec.hpp"
#include "tools/docgen/docgen.hpp"
#include "tools/docgen/rows.hpp"

namespace gtx::docgen {
namespace {

using dialect::Carries;
using dialect::Framing;
using dialect::SerialCommand;
using dialect::SerialDialect;

/// "Hex text, VER 20, CID1 46; addresses 2 to 9; 115200 or 9600 Bd, 8N1."
std::string line_words(const SerialDialect& d) {
    std::string out;
    auto to = std::back_inserter(out);
    switch (d.framing) {
    case Framing::ascii:
        fmt::format_to(to, "Hex text, VER {:02X}, CID1 {:02X}; addresses {} to {}", d.ver, d.cid1,
                       d.address_first, d.address_last);
        break;
    case Framing::console:
        out += "Lines of text";
        break;
    case Framing::aa55:
        out += "Binary frames that begin with AA 55";
        break;
    case Framing::modbus:
        out += "Modbus RTU";
        break;
    }
    for (std::size_t i = 0; i < d.speeds.size(); ++i)
        fmt::format_to(to, "{}{}", i == 0 ? "; " : ", ", d.speeds[i]);
    return out + (d.speeds.empty() ? "." : " Bd.");
}

std::string code_words(const SerialDialect& d, const SerialCommand& c) {
    if (d.framing == Framing::console) return fmt::format("Li {} ,\n.Cm {}", c.line, c.name);
    return fmt::format("0x{:02X} Cm {}", c.code, c.name);
}

/// Who may be asked, and whether gtx ever does.
std::string use_words(const SerialDialect& d, const SerialCommand& c) {
    if (!c.harmless) return "May change the pack: decoded when others send it, and never sent.";
    const bool sent =
        c.carries != Carries::other && (d.framing == Framing::ascii || d.framing == Framing::console);
    if (!sent) return "Decoded when others send it, and not sent.";
    std::string out = c.polled ? "Part of a poll." : "Sent on occasion.";
    if (c.all_packs) out += "\nOne reply can hold all packs.";
    return out;
}

/// How often a part is there.
std::string times_words(const wire::Part& part) {
    std::string out = part.table->doc.empty() ? std::string() : prose(part.table->doc);
    switch (part.times) {
    case wire::Times::once:
        break;
    case wire::Times::counted:
        out += "\nA byte before says how many.";
        break;
    case wire::Times::to_end:
        out += "\nUp to the end.";
        break;
    case wire::Times::tail:
        out += fmt::format("\nWhere {} {} left over.", part.table->length,
                           part.table->length == 1 ? "byte is" : "bytes are");
        break;
    }
    if (part.when != -1) out += fmt::format("\nWhere the field that selects is {}.", part.when);
    if (part.may_miss) out += "\nIt may be missing.";
    if (part.per_pack) out += "\nFor each pack.";
    return out;
}

/// "cell_1_V, cell_2_V ..." of a repeated part.
std::string key_words(const wire::Part& part, const wire::Row& row) {
    const bool repeated = part.times == wire::Times::counted || part.times == wire::Times::to_end;
    if (!repeated) return wire::key(row);
    return wire::key({.row = &row, .index = 1}) + " , " + wire::key({.row = &row, .index = 2}) + " ...";
}

void append_part(std::string& out, const wire::Part& part) {
    fmt::format_to(std::back_inserter(out), "\n.It Sy {}\n{}", part.table->name, times_words(part));
    if (part.table->rows.empty()) return;
    out += "\n.Bl -tag -width Ds -compact";
    for (const auto& row : part.table->rows) append_row(out, row, key_words(part, row));
    out += "\n.El";
}

void append_layout(std::string& out, const wire::Layout& layout) {
    out += "\n.Bl -tag -width Ds -compact";
    for (const auto& part : layout.parts) append_part(out, part);
    out += "\n.El";
}

/// A layout that several commands share is told at the first.
class Told {
public:
    void append(std::string& out, const SerialCommand& c) {
        if (c.request != nullptr && c.request != c.reply) one(out, c, *c.request, "The request");
        if (c.reply != nullptr) one(out, c, *c.reply, "The reply");
        for (const auto& other : c.others) {
            fmt::format_to(std::back_inserter(out), "\nAnother reply is taken where it fits: {}.",
                           other.note);
        }
    }

private:
    void one(std::string& out, const SerialCommand& c, const wire::Layout& layout, std::string_view what) {
        const auto [at, fresh] = first_.emplace(&layout, c.name);
        fmt::format_to(std::back_inserter(out), "\n{}{}", what, fresh ? " in parts:" : " is that of ");
        if (fresh)
            append_layout(out, layout);
        else
            fmt::format_to(std::back_inserter(out), "\n.Cm {} .", at->second);
    }
    std::map<const wire::Layout*, std::string_view> first_;
};

void append_command(std::string& out, const SerialDialect& d, const SerialCommand& c, Told& told) {
    fmt::format_to(std::back_inserter(out), "\n.It {}\n{}\n{}\nSource: {}.", code_words(d, c), prose(c.doc),
                   use_words(d, c), c.source);
    if (const auto evidence = evidence_words(c.evidence); !evidence.empty()) (out += '\n') += evidence;
    told.append(out, c);
}

void append_serial(std::string& out, const SerialDialect& d) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, ".Ss {}\n.Sy {} .\n{}\n{}\nVerified by: {}.\n", d.name, d.title, prose(d.doc),
                   line_words(d), d.verified);
    for (const auto& g : d.greetings) fmt::format_to(to, "Found by: {}.\n", g.says);
    Told told;
    out += ".Bl -tag -width Ds";
    for (const auto& c : d.commands) append_command(out, d, c, told);
    out += "\n.El\n";
}

} // namespace

std::string mdoc_serial_dialects() {
    std::string out;
    for (const auto* d : dialect::all_serial()) append_serial(out, *d);
    if (!out.empty()) out.pop_back();
    return out;
}

std::string markdown_serial_dialects() {
    std::string out = "| dialect | what | verified by |\n| --- | --- | --- |";
    for (const auto* d : dialect::all_serial())
        fmt::format_to(std::back_inserter(out), "\n| `{}` | {} | {} |", d->name, d->title, d->verified);
    return out;
}

} // namespace gtx::docgen
