// SPDX-License-Identifier: MIT
// Whatever stands in a capture, each reader of text takes: blocks of any size give the same, each line is one
// of frames, comments, details, reports and refusals, and what a writer made of the frames is read again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/log/reader.hpp"
#include "gtx/log/serial_text.hpp"
#include "gtx/log/writer.hpp"

using namespace gtx::log;

namespace {

[[noreturn]] void broken(std::string_view law) {
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

void require(bool kept, std::string_view law) {
    if (!kept) broken(law);
}

struct Read {
    std::vector<Entry> entries; ///< without XL, which only candump's form holds
    std::vector<std::string> interfaces;
    std::string told; ///< all frames and refusals, with their lines
    Counts counts;
};

void collect(Read& out, const Batch& batch, Reader& reader) {
    require(batch.count <= CandumpReader::batch_size, "a batch is bounded");
    require(batch.refused.size() <= CandumpReader::batch_size, "refusals of a batch are bounded");
    for (std::size_t i = 0; i < batch.count; ++i) {
        const auto& entry = batch.entries[i];
        const auto name = reader.interfaces().name(entry.interface);
        out.told += std::to_string(entry.line) + " " + std::to_string(entry.time.known()) + " ";
        append_candump_line(out.told, entry, name);
        if (entry.frame.kind == gtx::can::Kind::xl) continue;
        require(entry.frame.length <= gtx::can::Frame::max_fd_length, "a length fits its frame");
        for (std::size_t n = entry.frame.length; n < 8 && entry.frame.has_data(); ++n)
            require(entry.frame.data[n] == 0, "zero behind a short frame");
        out.entries.push_back(entry);
        out.interfaces.emplace_back(name);
    }
    for (const auto& r : batch.refused)
        out.told += std::to_string(r.line) + " " + std::string(name(r.reason)) + " " + r.text + "\n";
}

Read read(const Format& format, std::string_view capture, std::size_t size, TimeMode mode) {
    const auto reader = format.reader({.time_mode = mode});
    Batch batch;
    Read out;
    for (; !capture.empty(); capture.remove_prefix(std::min(size, capture.size()))) {
        const auto n = std::min(size, capture.size());
        // Exactly that many bytes on the heap, so that reading beyond them is seen.
        const auto block = std::make_unique<char[]>(n);
        std::memcpy(block.get(), capture.data(), n);
        for (std::string_view rest(block.get(), n); !rest.empty();) {
            const auto taken = reader->read(rest, batch);
            require(taken >= 1 && taken <= rest.size(), "a call takes something, and no more than there is");
            rest.remove_prefix(taken);
            collect(out, batch, *reader);
        }
    }
    for (bool more = true; more;) {
        more = reader->finish(batch);
        collect(out, batch, *reader);
    }
    out.counts = reader->counts();
    return out;
}

void require_counted_once(const Read& r, std::string_view capture) {
    const auto& c = r.counts;
    require(c.lines == c.frames + c.comments + c.details + c.drop_reports + c.refused_total(),
            "each line is counted once");
    auto lines = static_cast<std::uint64_t>(std::ranges::count(capture, '\n'));
    if (!capture.empty() && capture.back() != '\n') ++lines;
    require(c.lines == lines, "each line is counted");
}

/// Frames have no order by kind of refusal in `told`, so what one block gave is compared by lines.
std::vector<std::string_view> sorted_lines(std::string_view told) {
    std::vector<std::string_view> lines;
    for (; !told.empty(); told.remove_prefix(told.find('\n') + 1))
        lines.push_back(told.substr(0, told.find('\n')));
    std::ranges::sort(lines);
    return lines;
}

void require_written_as_read(const Read& r) {
    for (const auto& format : written_formats()) {
        const auto writer = format.writer();
        std::string file;
        std::string wanted;
        for (std::size_t i = 0; i < r.entries.size(); ++i) {
            auto entry = r.entries[i];
            // What no capture has: times before 1970 or beyond 2200, which formats with dates cannot hold.
            constexpr std::int64_t last = std::int64_t{7'000'000'000} * 1'000'000'000;
            const auto step = entry.time_decimals > 6 ? 1 : 1000;
            const auto ns = entry.time.known() ? std::clamp<std::int64_t>(entry.time.ns(), 0, last) : 0;
            entry.time = gtx::Timestamp(ns / step * step);
            // Texts may say lengths that CAN FD does not have, and packets may not.
            auto& frame = entry.frame;
            if (frame.kind == gtx::can::Kind::fd) {
                std::fill(frame.data.begin() + frame.length, frame.data.end(), std::uint8_t{0});
                frame.length = gtx::can::fd_length_for(frame.length);
            }
            // CSV writes a mark for bytes that are no UTF-8 in a name.
            auto name = r.interfaces[i];
            std::ranges::replace_if(
                name, [](char c) { return static_cast<unsigned char>(c) >= 0x7F; }, '_');
            require(writer->append(file, entry, name), "all but CAN XL can be written");
            append_candump_line(wanted, entry, name);
        }
        writer->finish(file);
        const auto again = read(*find_format(format.name), file, file.size(), TimeMode::as_written);
        if (again.counts.refused_total() != 0) std::cerr << format.name << '\n' << file;
        require(again.counts.refused_total() == 0, "what is written is understood");
        std::string got;
        for (std::size_t i = 0; i < again.entries.size(); ++i)
            append_candump_line(got, again.entries[i], again.interfaces[i]);
        if (got != wanted) std::cerr << format.name << '\n' << got << "and not\n" << wanted;
        require(got == wanted, "what is written is read the same");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 3) return 0;
    constexpr TimeMode modes[] = {TimeMode::automatic, TimeMode::as_written, TimeMode::differences};
    const auto mode = modes[data[0] % 3];
    const std::size_t block = data[1] + 1U;
    const std::string_view capture(reinterpret_cast<const char*>(data) + 3, size - 3);

    // The format it looks like, and one that it may not look like.
    const auto* likely = format_of(capture, true);
    require(likely != nullptr, "some format takes it");
    for (const auto* format : {likely, &formats()[data[2] % formats().size()]}) {
        // candump's look ahead depends on the first block; it has a target of its own.
        if (format->binary || format == &formats().back()) continue;
        const auto whole = read(*format, capture, capture.size(), mode);
        require_counted_once(whole, capture);
        for (const std::size_t n : {block, std::size_t{1}}) {
            const auto cut = read(*format, capture, n, mode);
            require(sorted_lines(cut.told) == sorted_lines(whole.told), "blocks of any size give the same");
        }
        require_written_as_read(whole);
    }
    return 0;
}
