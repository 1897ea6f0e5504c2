// SPDX-License-Identifier: MIT
// What docgen asks the library: the dialects with all their fields, the keys of a state, the conditions.
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/state/keys.hpp"
#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

std::vector<cli::Choice> choices_of_dialects() {
    std::vector<cli::Choice> choices = {{"auto", "recognise it"}};
    for (const auto* d : dialect::all()) {
        if (d->decodable()) choices.push_back({d->name, d->title});
    }
    return choices;
}

/// Prose as mdoc: no backslash is an escape, no line is a macro, each sentence begins a line.
std::string prose(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\')
            out += "\\e";
        else if (c == ' ' && i > 0 && text[i - 1] == '.' && i + 1 < text.size() && text[i + 1] >= 'A' &&
                 text[i + 1] <= 'Z')
            out += '\n';
        else
            out += c;
    }
    return out;
}

/// A decimal number without needless zeros.
std::string number(double v) {
    std::string out;
    text::append_number(out, v, 0, 3);
    return out;
}

/// "bits 0-15", "bytes 0-1 big endian", "characters 0-7".
std::string place_words(const wire::Row& row) {
    const auto p = wire::place(row.bits);
    if (row.kind == wire::Kind::text) return fmt::format("characters in bytes {}-{}", p.first, p.last);
    const bool whole = row.bits.width % 8 == 0 && p.shift == 0;
    const char* order = row.bits.order == wire::Order::big && p.first != p.last ? ", big endian" : "";
    if (whole && p.first == p.last) return fmt::format("byte {}", p.first);
    if (whole) return fmt::format("bytes {}-{}{}", p.first, p.last, order);
    const auto byte = row.bits.order == wire::Order::little ? p.first : p.last;
    if (row.bits.width == 1) return fmt::format("byte {} bit {}", byte, p.shift);
    return fmt::format("byte {} bits {}-{}{}", byte, p.shift, p.shift + row.bits.width - 1, order);
}

/// What a value of the row can be.
std::string value_words(const wire::Row& row) {
    std::string out;
    if (row.kind == wire::Kind::constant) return fmt::format("always {:X} hex", row.fill);
    if (row.kind == wire::Kind::pair) return "01 yes, 10 no, 00 and 11 nothing said";
    for (const auto& l : row.labels) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", l.raw, l.name);
    if (!out.empty() || row.kind != wire::Kind::number) return out;
    out = row.bits.is_signed ? "signed" : "unsigned";
    const bool plain = row.scale.num == 1 && row.scale.den == 1;
    if (!plain) out += fmt::format(", step {}", number(static_cast<double>(row.scale.num) / row.scale.den));
    if (row.scale.bias != 0)
        out += fmt::format(", offset {}", number(static_cast<double>(row.scale.bias) / row.scale.den));
    if (row.range.given()) out += fmt::format(", {} to {}", number(row.range.low), number(row.range.high));
    if (row.unit != Unit::none) out += fmt::format(" {}", symbol(row.unit));
    if (row.invalid) out += fmt::format("; {:X} hex is missing", *row.invalid);
    return out;
}

std::string_view evidence_words(wire::Evidence evidence) {
    switch (evidence) {
    case wire::Evidence::document:
        return "";
    case wire::Evidence::capture:
        return "Known from captures.";
    case wire::Evidence::source:
        return "Known from source code that is reported to work.";
    case wire::Evidence::inference:
        return "An inference: no source states it.";
    }
    return "";
}

void append_row(std::string& out, const wire::Row& row) {
    const auto values = value_words(row);
    fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}{}{}.\n{}", wire::key(row), place_words(row),
                   values.empty() ? "" : ": ", values, prose(row.doc));
    if (const auto evidence = evidence_words(row.evidence); !evidence.empty()) (out += '\n') += evidence;
}

std::string id_words(const dialect::IdPattern& id) {
    std::string out = fmt::format(fmt::runtime(id.extended ? "0x{:08X}" : "0x{:03X}"), id.value);
    if (id.pack_width != 0) out += fmt::format(" plus the pack times 0x{:X}", 1U << id.pack_shift);
    return out;
}

std::string version_words(const dialect::Dialect& d, std::uint32_t mask) {
    std::string out;
    for (std::size_t v = 0; v < d.versions.size(); ++v)
        if ((mask >> v & 1) != 0) out += fmt::format("{}{}", out.empty() ? "" : ", ", d.versions[v].name);
    return out;
}

void append_message(std::string& out, const dialect::Dialect& d, const dialect::Message& m) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, "\n.It {} Cm {}\n", id_words(m.id), m.table->name);
    fmt::format_to(
        to, "{}{}, {} bytes", m.flow == dialect::Flow::to_battery ? "From the inverter" : "From the battery",
        m.period_ms != 0 ? fmt::format(" every {} s", number(m.period_ms / 1000.0)) : "", m.table->length);
    if (m.versions != 0) fmt::format_to(to, "; {}", version_words(d, m.versions));
    fmt::format_to(to, ".\n{}\nSource: {}.", prose(m.table->doc), m.source);
    if (!m.note.empty()) fmt::format_to(to, "\nTaken where the bytes say so: {}.", m.note);
    if (m.table->rows.empty()) return;
    out += "\n.Bl -tag -width Ds -compact";
    for (const auto& row : m.table->rows) append_row(out, row);
    out += "\n.El";
}

std::string hex_id(std::uint32_t id) {
    return fmt::format(fmt::runtime(id > 0x7FF ? "0x{:08X}" : "0x{:03X}"), id);
}

/// How a battery puts its frames on the bus.
std::string cadence_words(const dialect::Cadence& c) {
    std::string out = fmt::format("Frames of a cycle are sent {} ms apart", c.spacing_ms);
    for (std::size_t i = 0; i < c.order.size(); ++i)
        out += (i == 0 ? ", in the order " : ", ") + hex_id(c.order[i]);
    out += '.';
    if (c.needs != 0)
        out += fmt::format("\nWithout {} from the inverter the battery allows no current.", hex_id(c.needs));
    if (!c.inquiries.empty())
        out += fmt::format("\nThe inverter asks for more with {}.", hex_id(c.inquiries.front().query.value));
    return out + fmt::format("\nSource of the order of sending: {}.\n", prose(c.source));
}

void append_dialect(std::string& out, const dialect::Dialect& d) {
    auto to = std::back_inserter(out);
    fmt::format_to(to, ".Ss {}\n.Sy {} .\n{}\nVerified by: {}.\n", d.name, d.title, prose(d.doc), d.verified);
    out += cadence_words(d.cadence);
    for (const auto& v : d.versions) fmt::format_to(to, "Version {}: {}\n", v.name, prose(v.doc));
    out += ".Bl -tag -width Ds";
    for (const auto& m : d.messages) append_message(out, d, m);
    out += "\n.El\n";
}

} // namespace

std::span<const cli::Choice> dialects() {
    static const auto choices = choices_of_dialects();
    return choices;
}

std::span<const cli::Choice> any_dialects() {
    static const auto all = [] {
        auto choices = choices_of_dialects();
        for (const auto* d : dialect::all_serial()) choices.push_back({d->name, d->title});
        return choices;
    }();
    return all;
}

std::string mdoc_dialects() {
    std::string out;
    for (const auto* d : dialect::all())
        if (d->decodable()) append_dialect(out, *d);
    out += ".Ss Recognised and not decoded\n.Bl -tag -width Ds";
    for (const auto* d : dialect::all())
        if (!d->decodable()) fmt::format_to(std::back_inserter(out), "\n.It {}\n{}", d->title, prose(d->doc));
    return out + "\n.El";
}

std::string mdoc_state_keys() {
    std::string out = ".Bl -tag -width Ds -compact";
    for (const auto& row : state::key_rows())
        fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}", state::key_text(row), prose(row.doc));
    return out + "\n.El";
}

std::string mdoc_conditions() {
    std::string out;
    for (std::size_t i = 0; i < state::condition_count; ++i)
        fmt::format_to(std::back_inserter(out), "{}.Cm {}{}", i == 0 ? "" : "\n",
                       state::name(static_cast<state::Condition>(i)),
                       i + 1 == state::condition_count ? " ." : " ,");
    return out;
}

std::string markdown_dialects() {
    std::string out = "| dialect | what | verified by |\n| --- | --- | --- |";
    for (const auto* d : dialect::all())
        if (d->decodable())
            fmt::format_to(std::back_inserter(out), "\n| `{}` | {} | {} |", d->name, d->title, d->verified);
    return out;
}

} // namespace gtx::docgen
