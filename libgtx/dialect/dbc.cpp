// SPDX-License-Identifier: MIT
#include "gtx/dialect/dbc.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/wire/codec.hpp"

namespace gtx::dialect {

namespace {

constexpr std::size_t longest_name = 32; // what other programs read

/// What one SG_ line says. A row is one of them, a long text several.
struct Signal {
    const wire::Row* row = nullptr;
    std::string name;      ///< at most longest_name letters
    std::string full_name; ///< as gtx has it
    wire::Bits bits{};
    unsigned part = 0; ///< of a text that is cut: 1, 2, …
};

struct Written {
    const Message* message = nullptr;
    std::string name;
    std::vector<Signal> signals;
    bool has_other_readings = false;
};

std::string upper_camel(std::string_view snake) {
    std::string name;
    bool begins = true;
    for (const char c : snake) {
        if (c != '_') name += begins && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        begins = c == '_';
    }
    return name;
}

/// The identifier as DBC writes it: bit 31 says 29 bits.
std::uint32_t number_of(const Message& m) {
    const auto id = m.id.id();
    return id.value | (id.extended ? 0x80000000U : 0U);
}

/// mantissa / den, in decimal.
std::string decimal(std::int64_t mantissa, const wire::Scale& scale) {
    char digits[32];
    return {digits, text::put_decimal(digits, mantissa, wire::decimals(scale))};
}

/// A text has no sign, and its characters stand in the order of the bytes: Intel order keeps them so.
void add_signals(std::vector<Signal>& signals, const wire::Row& row) {
    std::string name(row.name);
    if (row.index != 0) name += fmt::format("_{}", row.index);
    if (row.kind != wire::Kind::text || row.bits.width <= 64) {
        signals.push_back({&row, name, name, row.bits});
        return;
    }
    for (unsigned at = 0, part = 1; at < row.bits.width; at += 64, ++part) {
        wire::Bits bits = row.bits;
        bits.start = static_cast<std::uint16_t>(bits.start + at);
        bits.width = static_cast<std::uint8_t>(std::min(64U, row.bits.width - at));
        const auto part_name = fmt::format("{}_part_{}", name, part);
        signals.push_back({&row, part_name, part_name, bits, part});
    }
}

/// Makes names one to a message: of rows that are selected and so may share one, and of long ones that are
/// cut.
void make_unique(std::vector<Signal>& signals) {
    for (auto s = signals.begin(); s != signals.end(); ++s) {
        if (s->row->when >= 0) s->full_name += fmt::format("_when_{}", s->row->when);
        s->name = s->full_name.substr(0, longest_name);
        const auto taken = [&](const Signal& other) { return other.name == s->name; };
        for (int n = 2; std::any_of(signals.begin(), s, taken); ++n) {
            const auto ending = fmt::format("_{}", n);
            s->name = s->full_name.substr(0, longest_name - ending.size()) + ending;
        }
    }
}

std::vector<Written> messages_of(const Dialect& dialect) {
    std::vector<Written> all;
    for (const auto& m : dialect.messages) {
        const auto known = std::ranges::find_if(
            all, [&](const Written& w) { return number_of(*w.message) == number_of(m); });
        if (known != all.end()) {
            known->has_other_readings = true;
            continue;
        }
        Written w{&m, fmt::format("{}_{:X}", upper_camel(m.table->name), m.id.id().value), {}};
        for (const auto& row : m.table->rows) add_signals(w.signals, row);
        make_unique(w.signals);
        all.push_back(std::move(w));
    }
    return all;
}

/// " M" for the row that selects, " m3" for one that is selected.
std::string multiplexor(const wire::Row& row) {
    if (row.selects) return " M";
    return row.when == -1 ? "" : fmt::format(" m{}", row.when);
}

/// "[least|most]", the values that the row allows.
std::string range_of(const Signal& s) {
    const auto& row = *s.row;
    if (row.kind == wire::Kind::text) return "[0|0]";
    const auto limits = wire::raw_limits(row);
    auto low = wire::mantissa(row.scale, limits.low);
    auto high = wire::mantissa(row.scale, limits.high);
    if (low > high) std::swap(low, high);
    return fmt::format("[{}|{}]", decimal(low, row.scale), decimal(high, row.scale));
}

void write_signal(std::string& out, const Signal& s, Flow flow) {
    const auto& row = *s.row;
    fmt::format_to(
        std::back_inserter(out), " SG_ {}{} : {}|{}@{}{} ({},{}) {} \"{}\" {}\n", s.name, multiplexor(row),
        s.bits.start, s.bits.width, s.bits.order == wire::Order::little ? 1 : 0, s.bits.is_signed ? '-' : '+',
        decimal(row.scale.num, row.scale), decimal(row.scale.bias, row.scale), range_of(s),
        suffix(row.unit) == "pct" ? "%" : suffix(row.unit), flow == Flow::to_inverter ? "INV" : "BMS");
}

void write_message(std::string& out, const Written& w) {
    const auto flow = w.message->flow;
    fmt::format_to(std::back_inserter(out), "BO_ {} {}: {} {}\n", number_of(*w.message), w.name,
                   w.message->table->length, flow == Flow::to_inverter ? "BMS" : "INV");
    for (const auto& s : w.signals) write_signal(out, s, flow);
    out += '\n';
}

/// Prose for a CM_ line, in which a quote would be its end.
std::string quoted(std::string_view s) {
    std::string out = "\"";
    for (const char c : s) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

std::string words_about(const Written& w) {
    std::string words(w.message->table->doc);
    if (w.has_other_readings)
        words += " Some senders mean these bytes otherwise; that reading is not written here.";
    if (w.message->id.pack_width != 0)
        words += fmt::format(
            " Written for pack {}; the number of another pack stands in the identifier from bit {}.",
            w.message->id.pack_first, w.message->id.pack_shift);
    if (!w.message->source.empty()) words += fmt::format(" Source: {}.", w.message->source);
    return words;
}

std::string words_about(const Signal& s) {
    const auto& row = *s.row;
    std::string words(row.doc);
    if (row.kind == wire::Kind::text) words += " A text: one character to a byte, the first in the lowest.";
    if (s.part != 0) words += fmt::format(" Part {}, since a signal has at most 64 bits.", s.part);
    if (row.invalid) words += fmt::format(" Raw 0x{:X} means that there is no value.", *row.invalid);
    return words + fmt::format(" Evidence: {}.", wire::name(row.evidence));
}

void write_comments(std::string& out, const Dialect& d, const std::vector<Written>& all) {
    fmt::format_to(std::back_inserter(out), "CM_ {};\n", quoted(fmt::format("{}. {}", d.title, d.doc)));
    for (const auto& w : all) {
        const auto id = number_of(*w.message);
        fmt::format_to(std::back_inserter(out), "CM_ BO_ {} {};\n", id, quoted(words_about(w)));
        for (const auto& s : w.signals)
            fmt::format_to(std::back_inserter(out), "CM_ SG_ {} {} {};\n", id, s.name,
                           quoted(words_about(s)));
    }
}

void write_attributes(std::string& out, const std::vector<Written>& all) {
    out += "BA_DEF_ BO_ \"GenMsgCycleTime\" INT 0 65535;\n"
           "BA_DEF_ SG_ \"SystemSignalLongSymbol\" STRING;\n"
           "BA_DEF_ \"BusType\" STRING;\n"
           "BA_DEF_DEF_ \"GenMsgCycleTime\" 0;\n"
           "BA_DEF_DEF_ \"SystemSignalLongSymbol\" \"\";\n"
           "BA_DEF_DEF_ \"BusType\" \"CAN\";\n";
    for (const auto& w : all)
        if (w.message->period_ms != 0)
            fmt::format_to(std::back_inserter(out), "BA_ \"GenMsgCycleTime\" BO_ {} {};\n",
                           number_of(*w.message), w.message->period_ms);
    for (const auto& w : all)
        for (const auto& s : w.signals)
            if (s.name != s.full_name)
                fmt::format_to(std::back_inserter(out), "BA_ \"SystemSignalLongSymbol\" SG_ {} {} \"{}\";\n",
                               number_of(*w.message), s.name, s.full_name);
}

std::vector<wire::Label> values_of(const wire::Row& row) {
    if (row.kind == wire::Kind::flag) return {{0, "no"}, {1, "yes"}};
    if (row.kind == wire::Kind::pair) return {{0, "not_said"}, {1, "yes"}, {2, "no"}, {3, "not_said_either"}};
    return {row.labels.begin(), row.labels.end()};
}

void write_values(std::string& out, const Written& w) {
    for (const auto& s : w.signals) {
        const auto values = values_of(*s.row);
        if (values.empty()) continue;
        fmt::format_to(std::back_inserter(out), "VAL_ {} {}", number_of(*w.message), s.name);
        for (const auto& v : values) fmt::format_to(std::back_inserter(out), " {} \"{}\"", v.raw, v.name);
        out += " ;\n";
    }
}

} // namespace

std::string dbc(const Dialect& dialect) {
    const auto all = messages_of(dialect);
    std::string out =
        "VERSION \"\"\n\nNS_ :\n\tCM_\n\tBA_DEF_\n\tBA_\n\tVAL_\n\tBA_DEF_DEF_\n\nBS_:\n\nBU_: BMS INV\n\n";
    for (const auto& w : all) write_message(out, w);
    write_comments(out, dialect, all);
    write_attributes(out, all);
    for (const auto& w : all) write_values(out, w);
    return out;
}

} // namespace gtx::dialect
