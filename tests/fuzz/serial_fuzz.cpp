// SPDX-License-Identifier: MIT
// Whatever comes over a serial line: blocks of any size give the same, each byte is accounted for once, and
// each frame taken is written again as it stood.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/serial/aa55.hpp"
#include "gtx/serial/ascii.hpp"
#include "gtx/serial/console.hpp"
#include "gtx/serial/modbus.hpp"

using namespace gtx;
using namespace gtx::serial;

namespace {

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

template <class Batch>
struct Read {
    Batch batch;
    Counts counts;
};

template <class Reader, class Batch>
Read<Batch> read(std::string_view stream, std::size_t block) {
    Reader reader;
    Read<Batch> out;
    for (; !stream.empty(); stream.remove_prefix(std::min(block, stream.size()))) {
        const auto size = std::min(block, stream.size());
        // Exactly that many bytes on the heap, so that reading beyond them is seen.
        const auto exact = std::make_unique<char[]>(size);
        std::memcpy(exact.get(), stream.data(), size);
        reader.read(bytes_of({exact.get(), size}), Timestamp::none(), out.batch);
    }
    reader.finish(out.batch);
    out.counts = reader.counts();
    return out;
}

bool same(const Place& a, const Place& b) {
    return a.offset == b.offset && a.length == b.length;
}

void require_same_refusals(const std::vector<Refused>& a, const std::vector<Refused>& b) {
    require(std::ranges::equal(a, b,
                               [](const Refused& x, const Refused& y) {
                                   return same(x.place, y.place) && x.reason == y.reason &&
                                          x.bytes == y.bytes;
                               }),
            "the same refusals");
}

template <class Batch>
void require_same(const Read<Batch>& a, const Read<Batch>& b) {
    require_same_refusals(a.batch.refused, b.batch.refused);
    require(std::ranges::equal(
                a.batch.frames, b.batch.frames,
                [](const auto& x, const auto& y) { return same(x.place, y.place) && x.frame == y.frame; }),
            "the same frames");
}

template <class Batch>
void require_accounts(const Read<Batch>& r, std::size_t size) {
    const auto& c = r.counts;
    std::uint64_t bytes = c.frame_bytes;
    for (auto n : c.refused_bytes) bytes += n;
    require(c.bytes == size && bytes == size, "each byte is accounted for once");
    require(c.frames == r.batch.frames.size(), "each frame is counted");
    require(c.refused_total() == r.batch.refused.size(), "each refusal is counted");
    std::vector<Place> places;
    for (const auto& f : r.batch.frames) places.push_back(f.place);
    for (const auto& f : r.batch.refused) places.push_back(f.place);
    std::ranges::sort(places, {}, &Place::offset);
    std::uint64_t next = 0;
    for (const auto& p : places) {
        require(p.offset == next && p.length > 0, "no gap and no overlap");
        next += p.length;
    }
    require(next == size, "up to the end");
}

template <class Reader, class Batch>
Read<Batch> read_by_law(std::string_view stream, std::size_t block) {
    auto whole = read<Reader, Batch>(stream, stream.size());
    require_accounts(whole, stream.size());
    require_same(whole, read<Reader, Batch>(stream, block));
    require_same(whole, read<Reader, Batch>(stream, 1));
    return whole;
}

std::string capitals(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'a' && c <= 'f') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

/// The frame in capitals. CHKSUM is over the codes, so it is that of capitals only where VER … INFO were.
void require_written(const AsciiSeen& seen, std::string_view stream) {
    const auto text = encode_ascii(seen.frame);
    require(text.has_value(), "what was read can be written");
    const auto stood = stream.substr(seen.place.offset, seen.place.length);
    require(seen.place.length == text->size() - seen.without_end, "as long as it stood");
    const auto body = text->size() - 5;
    require(capitals(stood.substr(0, body)) == text->substr(0, body), "the same up to CHKSUM");
    if (capitals(stood.substr(0, body)) == stood.substr(0, body))
        require(capitals(stood) == text->substr(0, stood.size()), "the same CHKSUM");
}

void require_written(std::string_view stood, const Result<std::vector<std::uint8_t>>& bytes) {
    require(bytes.has_value(), "what was read can be written");
    require(std::ranges::equal(bytes_of(stood), *bytes), "as it stood");
}

bool same_answer(const ConsoleAnswer& a, const ConsoleAnswer& b) {
    return same(a.place, b.place) && a.prompt == b.prompt && a.command == b.command && a.lines == b.lines &&
           a.says == b.says && a.end == b.end && a.pages == b.pages && a.refused_lines == b.refused_lines;
}

void require_same_text(const Read<ConsoleBatch>& a, const Read<ConsoleBatch>& b) {
    require(std::ranges::equal(a.batch.answers, b.batch.answers, same_answer), "the same answers");
    require_same_refusals(a.batch.refused, b.batch.refused);
    require(a.counts.refused == b.counts.refused, "the same counts");
}

void require_table(const ConsoleAnswer& answer) {
    for (const auto& line : answer.lines) (void)key_value(line);
    const auto table = read_table(answer.lines);
    if (!table) return;
    require(table->rows.size() + table->refused.size() < answer.lines.size(), "each row is a line");
    for (const auto& row : table->rows)
        require(row.cells.size() == table->headings.size() && row.line > table->heading_line,
                "each cell has its heading");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    const std::size_t block = data[0] + 1u;
    const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);

    const auto ascii = read_by_law<AsciiReader, AsciiBatch>(stream, block);
    for (const auto& f : ascii.batch.frames) require_written(f, stream);

    const auto modbus = read_by_law<ModbusReader, ModbusBatch>(stream, block);
    for (const auto& f : modbus.batch.frames)
        require_written(stream.substr(f.place.offset, f.place.length), encode_modbus(f.frame));

    const auto aa55 = read_by_law<Aa55Reader, Aa55Batch>(stream, block);
    for (const auto& f : aa55.batch.frames)
        require_written(stream.substr(f.place.offset, f.place.length), encode_aa55(f.frame));

    const auto console = read<ConsoleReader, ConsoleBatch>(stream, stream.size());
    require_same_text(console, read<ConsoleReader, ConsoleBatch>(stream, block));
    require_same_text(console, read<ConsoleReader, ConsoleBatch>(stream, 1));
    for (const auto& a : console.batch.answers) require_table(a);
    return 0;
}
