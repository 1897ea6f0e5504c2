// SPDX-License-Identifier: MIT
#include "serial_reading.hpp"

#include <algorithm>

namespace serial_reading {

namespace {

void show(const SerialBatch& batch, const InterfaceNames& ports, bool pieces, Result& result) {
    auto refused = batch.refused.begin();
    const auto show_refused = [&](std::uint64_t before) {
        for (; refused != batch.refused.end() && refused->line < before; ++refused)
            result.shown += std::to_string(refused->line) + ": refused " +
                            std::string(name(refused->reason)) + " '" + refused->text + "'\n";
    };
    for (const auto& piece : batch.pieces) {
        show_refused(piece.line);
        const auto bytes = batch.bytes_of(piece);
        result.bytes.append(bytes.begin(), bytes.end());
        if (!pieces) continue;
        result.shown += std::to_string(piece.line) + ": ";
        append_serial_line(result.shown, piece.time, ports.name(piece.port), piece.direction, bytes);
    }
    show_refused(UINT64_MAX);
}

} // namespace

Result read_in(std::string_view capture, std::size_t size, SerialOptions options) {
    const bool pieces = options.content == Content::serial_text || options.content == Content::pcapng;
    SerialReader reader(options);
    SerialBatch batch;
    Result result;
    for (std::size_t at = 0; at < capture.size(); at += size) {
        batch.clear();
        reader.read(capture.substr(at, size), batch);
        show(batch, reader.ports(), pieces, result);
    }
    batch.clear();
    reader.finish(batch);
    show(batch, reader.ports(), pieces, result);
    result.counts = reader.counts();
    const auto& c = result.counts;
    BOOST_TEST(c.lines == c.frames + c.comments + c.details + c.refused_total());
    return result;
}

Result read(std::string_view capture, SerialOptions options) {
    if (options.content == Content::undecided) options.content = content_of(capture, true);
    BOOST_TEST_REQUIRE((options.content != Content::undecided && options.content != Content::can));
    const auto whole = read_in(capture, capture.size() + 1, options);
    for (std::size_t size = 1; size < capture.size(); size = size < 70 ? size + 1 : size * 2) {
        const auto parts = read_in(capture, size, options);
        BOOST_TEST(parts.shown == whole.shown);
        BOOST_TEST((parts.bytes == whole.bytes));
        BOOST_TEST(std::ranges::equal(parts.counts.refused, whole.counts.refused));
        BOOST_TEST(parts.counts.lines == whole.counts.lines);
        BOOST_TEST(parts.counts.comments == whole.counts.comments);
    }
    return whole;
}

std::string line(std::string_view text) {
    auto shown = read(text, {.content = Content::serial_text}).shown;
    if (!shown.empty()) shown.pop_back();
    return shown;
}

} // namespace serial_reading
