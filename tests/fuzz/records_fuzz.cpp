// SPDX-License-Identifier: MIT
// Whatever stands in a binary capture: blocks of any size give the same, each record is counted once, what is
// refused has its reason, memory stays bounded, and frames written as pcapng are the frames read again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/log/pcapng_writer.hpp"
#include "gtx/log/reader.hpp"

using namespace gtx::log;

namespace {

/// More than this at once is no longer bounded: XL bytes of one batch are half a megabyte, the longest packet
/// of pcap a quarter.
constexpr std::size_t most_at_once = std::size_t{2} << 20;
bool watching = false; ///< inside of a reader

struct Read {
    std::string shown; ///< frames as log lines with their place, refusals with their text
    std::string log;
    std::string pcapng;
    Counts counts;
};

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

/// One call of a reader, which may allocate this much and no more.
template <class Call>
auto watched(Call&& call) {
    watching = true;
    const auto result = call();
    watching = false;
    return result;
}

void collect(Read& out, const Batch& batch, Reader& reader, PcapngWriter& writer) {
    require(batch.count <= CandumpReader::batch_size, "no more entries than a batch holds");
    for (std::size_t i = 0; i < batch.count; ++i) {
        const auto& entry = batch.entries[i];
        const auto name = reader.interfaces().name(entry.interface);
        const auto& f = entry.frame;
        for (std::size_t n = f.length; n < 8; ++n) require(f.data[n] == 0, "zero behind a short frame");
        out.shown += std::to_string(entry.line) + ' ' + std::to_string(entry.time_decimals) + ' ';
        const auto before = out.log.size();
        append_candump_line(out.log, entry, name);
        out.shown += out.log.substr(before);
        writer.append(out.pcapng, entry, name);
    }
    for (const auto& r : batch.refused)
        out.shown += std::to_string(r.line) + ' ' + std::string(name(r.reason)) + ' ' + r.text + '\n';
}

/// Frames and refusals of one batch may change their order with the cut; as a whole they are the same.
std::string sorted_lines(const std::string& text) {
    std::vector<std::string_view> lines;
    for (std::string_view rest = text; !rest.empty();) {
        const auto end = rest.find('\n') + 1;
        lines.push_back(rest.substr(0, end));
        rest.remove_prefix(end);
    }
    std::ranges::sort(lines);
    std::string out;
    for (const auto line : lines) out += line;
    return out;
}

Read read(const Format& format, std::string_view capture, std::size_t size) {
    const auto reader = format.reader({});
    PcapngWriter writer;
    Batch batch;
    Read out;
    for (; !capture.empty(); capture.remove_prefix(std::min(size, capture.size()))) {
        const auto n = std::min(size, capture.size());
        // Exactly that many bytes on the heap, so that reading beyond them is seen.
        const auto block = std::make_unique<char[]>(n);
        std::memcpy(block.get(), capture.data(), n);
        for (std::string_view rest(block.get(), n); !rest.empty();) {
            const auto taken = watched([&] { return reader->read(rest, batch); });
            require(taken >= 1 && taken <= rest.size(), "a call takes something, and no more than there is");
            rest.remove_prefix(taken);
            collect(out, batch, *reader, writer);
        }
    }
    for (bool more = true; more;) {
        more = watched([&] { return reader->finish(batch); });
        collect(out, batch, *reader, writer);
    }
    out.counts = reader->counts();
    return out;
}

void require_counted_once(const Read& r) {
    const auto& c = r.counts;
    require(c.lines == c.frames + c.comments + c.details + c.drop_reports + c.refused_total(),
            "each record is counted once");
    require(c.frames == static_cast<std::uint64_t>(std::ranges::count(r.log, '\n')), "each frame is counted");
}

void require_same(const Read& a, const Read& b) {
    require(a.log == b.log, "the same frames");
    require(sorted_lines(a.shown) == sorted_lines(b.shown), "the same records");
    require(a.counts.lines == b.counts.lines && a.counts.comments == b.counts.comments &&
                a.counts.details == b.counts.details,
            "the same counts");
}

void require_written_as_read(const Read& r) {
    const auto again = read(*find_format("pcapng"), r.pcapng, r.pcapng.size());
    require(again.counts.refused_total() == 0, "what is written is understood");
    require(again.log == r.log, "the frame written is the frame read");
}

/// One of the binary formats: pcapng, pcap, blf.
const Format& binary_format(std::size_t choice) {
    std::vector<const Format*> binary;
    for (const auto& format : formats())
        if (format.binary) binary.push_back(&format);
    return *binary[choice % binary.size()];
}

} // namespace

// The address sanitizer calls this for each allocation, also of the library and of zlib.
extern "C" void __sanitizer_malloc_hook(const volatile void*, std::size_t size) {
    if (watching && size > most_at_once) __builtin_trap();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 1 << 12) return 0;
    const auto& format = binary_format(data[0]);
    const std::size_t block = data[1] + 1U;
    const std::string_view capture(reinterpret_cast<const char*>(data) + 2, size - 2);
    for (const bool whole : {false, true}) (void)format_of(capture, whole);

    const auto all = read(format, capture, capture.size());
    require_counted_once(all);
    require_same(all, read(format, capture, block));
    require_same(all, read(format, capture, 1));
    require_written_as_read(all);
    return 0;
}
