// SPDX-License-Identifier: MIT
#include "records_reading.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

namespace records_reading {

namespace {

void collect(Seen& seen, const Batch& batch, Reader& reader) {
    BOOST_TEST_REQUIRE(batch.count <= CandumpReader::batch_size);
    auto refused = batch.refused.begin();
    const auto tell_refused = [&](std::uint64_t before) {
        for (; refused != batch.refused.end() && refused->line < before; ++refused)
            seen.shown +=
                std::to_string(refused->line) + ": refused " + std::string(name(refused->reason)) + "\n";
    };
    for (std::size_t i = 0; i < batch.count; ++i) {
        const auto& entry = batch.entries[i];
        tell_refused(entry.line);
        std::string line;
        append_candump_line(line, entry, reader.interfaces().name(entry.interface));
        seen.log += line;
        seen.shown += std::to_string(entry.line) + ": " + line;
    }
    tell_refused(UINT64_MAX);
}

std::uint64_t sum(const Counts& c) {
    return c.frames + c.comments + c.details + c.drop_reports + c.refused_total();
}

} // namespace

Seen read_in(std::string_view capture, std::size_t size, std::string_view format, ReaderOptions options) {
    const auto* row = format.empty() ? format_of(capture, true) : find_format(format);
    BOOST_REQUIRE(row != nullptr);
    const auto reader = row->reader(options);
    Seen seen;
    Batch batch;
    for (; !capture.empty(); capture.remove_prefix(std::min(size, capture.size()))) {
        const auto n = std::min(size, capture.size());
        // A block of exactly that size on the heap: whoever reads behind it is caught by the sanitizer.
        const auto block = std::make_unique<char[]>(n);
        std::copy_n(capture.data(), n, block.get());
        for (std::string_view rest(block.get(), n); !rest.empty();) {
            const auto taken = reader->read(rest, batch);
            BOOST_REQUIRE_GE(taken, 1u);
            BOOST_REQUIRE_LE(taken, rest.size());
            rest.remove_prefix(taken);
            collect(seen, batch, *reader);
        }
    }
    for (bool more = true; more;) {
        more = reader->finish(batch);
        collect(seen, batch, *reader);
    }
    seen.counts = reader->counts();
    return seen;
}

Seen read(std::string_view capture, std::string_view format, ReaderOptions options) {
    const auto whole = read_in(capture, std::max<std::size_t>(capture.size(), 1), format, options);
    BOOST_TEST(whole.counts.lines == sum(whole.counts));
    for (const std::size_t size : {1U, 2U, 3U, 5U, 7U, 13U, 64U, 255U, 4096U}) {
        if (capture.size() / size > 100000) continue;
        const auto cut = read_in(capture, size, format, options);
        BOOST_TEST_CONTEXT("blocks of " << size) {
            BOOST_TEST(cut.shown == whole.shown);
            BOOST_TEST(cut.counts.lines == whole.counts.lines);
            BOOST_TEST(cut.counts.comments == whole.counts.comments);
            BOOST_TEST(cut.counts.details == whole.counts.details);
        }
    }
    return whole;
}

std::string shown(std::string_view capture, std::string_view format) {
    return read(capture, format).shown;
}

std::string number(std::uint64_t value, std::size_t size, bool big) {
    std::string s;
    for (std::size_t i = 0; i < size; ++i) {
        const auto place = big ? size - 1 - i : i;
        s += static_cast<char>(place < 8 ? value >> 8 * place & 0xFF : 0);
    }
    return s;
}

std::string bytes(std::string_view hex) {
    std::string s;
    for (std::size_t i = 0; i < hex.size();) {
        if (hex[i] == ' ') {
            ++i;
            continue;
        }
        unsigned byte = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        s += static_cast<char>(byte);
        i += 2;
    }
    return s;
}

} // namespace records_reading
