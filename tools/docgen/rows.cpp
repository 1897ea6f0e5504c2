// SPDX-License-Identifier: MIT
#include "tools/docgen/rows.hpp"

#include <iterator>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/wire/codec.hpp"

namespace gtx::docgen {

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

std::string number(double v) {
    std::string out;
    text::append_number(out, v, 0, 3);
    return out;
}

namespace {

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

} // namespace

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

void append_row(std::string& out, const wire::Row& row, std::string_view key) {
    const auto values = value_words(row);
    fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}{}{}.\n{}", key, place_words(row),
                   values.empty() ? "" : ": ", values, prose(row.doc));
    if (const auto evidence = evidence_words(row.evidence); !evidence.empty()) (out += '\n') += evidence;
}

} // namespace gtx::docgen
