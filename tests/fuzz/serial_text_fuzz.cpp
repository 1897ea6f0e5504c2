// SPDX-License-Identifier: MIT
// Captures of serial lines, whatever they hold: blocks of any size give the same, each line is one of frames,
// comments, details and refused, and what is written as a trace is read back byte for byte.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "gtx/decode/serial_stream.hpp"
#include "gtx/log/serial_text.hpp"

using namespace gtx;
using namespace gtx::log;

namespace {

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

struct Read {
    std::string bytes;
    std::string trace;
    Counts counts;
};

Read read(std::string_view capture, std::size_t block, Content content) {
    SerialReader reader({.content = content});
    SerialBatch batch;
    Read out;
    const auto take = [&] {
        for (const auto& piece : batch.pieces) {
            const auto bytes = batch.bytes_of(piece);
            out.bytes.append(bytes.begin(), bytes.end());
            append_serial_line(out.trace, piece.time, reader.ports().name(piece.port), piece.direction,
                               bytes);
        }
        batch.clear();
    };
    for (; !capture.empty(); capture.remove_prefix(std::min(block, capture.size()))) {
        const auto size = std::min(block, capture.size());
        // Exactly that many bytes on the heap, so that reading beyond them is seen.
        const auto exact = std::make_unique<char[]>(size);
        std::memcpy(exact.get(), capture.data(), size);
        reader.read({exact.get(), size}, batch);
        take();
    }
    reader.finish(batch);
    take();
    out.counts = reader.counts();
    return out;
}

/// Takes whatever comes.
class Nobody : public decode::SerialSink {
public:
    bool take(const decode::SerialRecord& record) override {
        ++frames;
        bytes += record.bytes;
        return true;
    }
    std::uint64_t frames = 0;
    std::uint64_t bytes = 0;
};

void decode_all(std::string_view capture, Content content) {
    Nobody nobody;
    decode::SerialStream stream({}, nobody);
    stream.set_console(content == Content::console);
    SerialReader reader({.content = content});
    SerialBatch batch;
    reader.read(capture, batch);
    reader.finish(batch);
    stream.push(batch);
    stream.finish();
    const auto& counts = stream.counts();
    require(counts.frames == nobody.frames, "each frame is handed over");
    require(counts.frames == counts.framers.frames, "each frame of a framer is read");
    require(counts.decoded + counts.unknown <= counts.frames, "a frame is counted once");
    require(counts.framers.frame_bytes == nobody.bytes, "the bytes of frames are those of the framers");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view capture(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto found = content_of(capture, true);
    require(found != Content::undecided, "a whole capture is decided");
    require(content_of(capture, true, true) != Content::can, "what is known to be serial is no CAN");
    for (const auto content : {Content::serial_text, Content::console, Content::pcapng, Content::bytes}) {
        const auto whole = read(capture, capture.size(), content);
        const auto parts = read(capture, 1U + data[0] % 64U, content);
        require(whole.bytes == parts.bytes, "blocks of any size give the same bytes");
        require(whole.counts.refused_total() == parts.counts.refused_total() &&
                    whole.counts.lines == parts.counts.lines,
                "blocks of any size give the same counts");
        const auto& c = whole.counts;
        require(c.lines == c.frames + c.comments + c.details + c.refused_total(), "the counts add up");
        const auto again = read(whole.trace, whole.trace.size() + 1, Content::serial_text);
        const bool long_line = again.counts.refused_total() != 0; // a trace of very long pieces
        require(long_line || again.bytes == whole.bytes, "a trace says what it was made of");
        decode_all(capture, content);
    }
    return 0;
}
