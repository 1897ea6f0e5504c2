// SPDX-License-Identifier: MIT
// What docgen asks the library: the dialects with all their fields, the keys of a state, the conditions.
#include <algorithm>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/state/keys.hpp"
#include "tools/docgen/docgen.hpp"
#include "tools/docgen/rows.hpp"

namespace gtx::docgen {
namespace {

std::vector<cli::Choice> choices_of_dialects() {
    std::vector<cli::Choice> choices = {{"auto", "recognise it"}};
    for (const auto* d : dialect::all()) {
        if (d->decodable()) choices.push_back({d->name, d->title});
    }
    return choices;
}

std::string id_words(const dialect::IdPattern& id) {
    std::string out = fmt::format(fmt::runtime(id.extended ? "0x{:08X}" : "0x{:03X}"), id.value);
    if (id.pack_first != 0)
        return out +
               fmt::format(" for pack {}, 0x{:X} more for each further", id.pack_first, 1U << id.pack_shift);
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
    for (const auto& row : m.table->rows) append_row(out, row, wire::key(row));
    out += "\n.El";
}

std::string hex_id(std::uint32_t id) {
    return fmt::format(fmt::runtime(id > 0x7FF ? "0x{:08X}" : "0x{:03X}"), id);
}

/// How a battery puts its frames on the bus.
std::string cadence_words(const dialect::Dialect& d) {
    const auto& c = d.cadence;
    if (std::ranges::all_of(d.messages, [](const auto& m) { return m.period_ms == 0; }))
        return fmt::format("It sends nothing by itself.\nSource: {}.\n", prose(c.source));
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
    out += cadence_words(d);
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
