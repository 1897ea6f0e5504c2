// SPDX-License-Identifier: MIT
// A DBC file of any bytes: it is refused with a place that lies in it, or read; then every message is found
// by its identifier, and what it says of any frame is finite and bit by bit what lies there. The summary of a
// log of such frames is one that merges.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/error.hpp"
#include "gtx/decode/stream.hpp"
#include "gtx/decode/summary.hpp"
#include "gtx/dialect/dbc_dialect.hpp"
#include "gtx/log/entry.hpp"
#include "tests/support/oracle.hpp"

using namespace gtx;

namespace {

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

/// "a.dbc:LINE:COLUMN: words", and the line is one of the text.
void check_place(std::string_view context, std::string_view text) {
    require(context.starts_with("a.dbc:"), "an error names the file");
    const auto line = std::strtoull(std::string(context.substr(6)).c_str(), nullptr, 10);
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
    require(line >= 1 && line <= lines, "an error names a line of the file");
}

/// A number of JSON (RFC 8259), and nothing around it.
bool is_json_number(const std::string& s) {
    static const std::regex number("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?");
    return std::regex_match(s, number);
}

void check_value(const dialect::DbcValue& v, test::Bytes bytes) {
    require(std::isfinite(v.value), "values are finite");
    require(test::slow_extract(v.signal->row.bits, bytes) == v.raw, "bit by bit the value is the same");
    std::string printed;
    append_value(printed, v);
    std::string number;
    append_number(number, v);
    require(is_json_number(number), "a number is one of JSON");
    const auto label = wire::label(v.signal->row, v.raw);
    require(!printed.empty() || v.signal->row.kind == wire::Kind::choice, "a value is printed");
    require(label.empty() || v.signal->number != dialect::DbcSignal::Number::integer || printed == label,
            "a value that has a name is told by it");
}

void check(const dialect::DbcFile& file, test::Bytes bytes) {
    std::vector<dialect::DbcValue> values;
    for (const auto& m : file.messages()) {
        require(file.find(m.id) == &m, "a message is found by its identifier");
        for (std::size_t n = 0; n <= bytes.size(); ++n) {
            values.clear();
            dialect::decode(m, bytes.first(n), values);
            require(values.size() <= m.signals.size(), "a signal says one thing");
            for (const auto& v : values) check_value(v, bytes.first(n));
        }
    }
}

/// A few frames of the first messages, whole and cut, as a summary in JSON.
std::string summary_of(const dialect::DbcFile& file, const dialect::Dialect& dialect, test::Bytes bytes) {
    constexpr std::size_t most_messages = 32;
    log::InterfaceNames names;
    std::vector<log::Entry> entries;
    const auto interface = names.number_of("can0");
    const auto messages = file.messages().first(std::min(file.messages().size(), most_messages));
    for (const auto length : {bytes.size(), bytes.size() / 2, bytes.size()}) {
        for (const auto& m : messages) {
            log::Entry entry;
            entry.interface = interface;
            entry.time = Timestamp(static_cast<std::int64_t>(entries.size()) * 1'000'000);
            entry.frame.id = m.id;
            entry.frame.length = static_cast<std::uint8_t>(std::min<std::size_t>(length, 8));
            std::copy_n(bytes.begin(), entry.frame.length, entry.frame.data.begin());
            entries.push_back(entry);
        }
    }
    decode::Buffer out;
    const auto writer =
        decode::make_writer({.as = decode::As::summary, .format = decode::Format::json}, names, nullptr, out);
    decode::StreamOptions options;
    options.dialect_of = [&](std::uint16_t) { return &dialect; };
    decode::Stream stream(options, *writer);
    stream.push(entries);
    stream.finish();
    return std::string(out.view());
}

void check_summary(dialect::DbcFile read, test::Bytes bytes) {
    const dialect::DbcPart part{"dbc:a", std::move(read)};
    const dialect::DbcDialect dbc({&part});
    const auto summary = summary_of(part.file, dbc.dialect(), bytes);
    const auto unpacked = decode::read_summary(summary);
    require(std::holds_alternative<decode::Summary>(unpacked), "a summary merges");
    std::string again;
    decode::write_summary(std::get<decode::Summary>(unpacked), decode::Format::json,
                          [&](std::string_view text) { again += text; });
    require(again == summary, "what was read of a summary says what it said");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto file = dialect::read_dbc(text, "a.dbc");
    if (!file) {
        check_place(file.error().context, text);
        return 0;
    }
    for (const auto& n : file->notes()) require(n.line >= 1 && n.column >= 1, "a note has a place");
    // The last bytes of the file are a frame, too.
    const test::Bytes frame{data + size - std::min<std::size_t>(size, 16), std::min<std::size_t>(size, 16)};
    check(*file, frame);
    check_summary(std::move(*file), frame);
    return 0;
}
