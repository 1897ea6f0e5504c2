// SPDX-License-Identifier: MIT
// Whatever stands in a capture: blocks of any size give the same, each line is counted once, and each frame
// written is the frame read again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/log/candump.hpp"

using namespace gtx::log;

namespace {

struct Read {
    std::vector<Entry> entries;
    std::vector<std::vector<std::uint8_t>> xl;
    std::vector<std::string> interfaces;
    std::vector<Refused> refused;
    Counts counts;
};

[[noreturn]] void broken(std::string_view law) {
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

void require(bool kept, std::string_view law) {
    if (!kept) broken(law);
}

void collect(Read& out, const Batch& batch, CandumpReader& reader) {
    for (std::size_t i = 0; i < batch.count; ++i) {
        const auto& entry = batch.entries[i];
        const bool is_xl = entry.frame.kind == gtx::can::Kind::xl;
        out.entries.push_back(entry);
        out.xl.emplace_back();
        if (is_xl) out.xl.back().assign(entry.xl_data.begin(), entry.xl_data.end());
        out.entries.back().xl_data = {};
        out.interfaces.emplace_back(reader.interfaces().name(entry.interface));
    }
    out.refused.insert(out.refused.end(), batch.refused.begin(), batch.refused.end());
}

void feed(CandumpReader& reader, std::string_view bytes, Batch& batch, Read& out) {
    // Exactly that many bytes on the heap, so that reading beyond them is seen.
    const auto block = std::make_unique<char[]>(bytes.size());
    std::memcpy(block.get(), bytes.data(), bytes.size());
    for (std::string_view rest(block.get(), bytes.size()); !rest.empty();) {
        const auto taken = reader.read(rest, batch);
        require(taken >= 1 && taken <= rest.size(), "a call takes something, and no more than there is");
        rest.remove_prefix(taken);
        collect(out, batch, reader);
    }
}

Read read(std::string_view capture, std::size_t block, TimeMode mode) {
    CandumpReader reader({.time_mode = mode});
    Batch batch;
    Read out;
    for (; !capture.empty(); capture.remove_prefix(std::min(block, capture.size())))
        feed(reader, capture.substr(0, block), batch, out);
    reader.finish(batch);
    collect(out, batch, reader);
    out.counts = reader.counts();
    return out;
}

bool same_counts(const Counts& a, const Counts& b) {
    return a.lines == b.lines && a.frames == b.frames && a.comments == b.comments && a.details == b.details &&
           a.drop_reports == b.drop_reports && a.dropped == b.dropped &&
           std::memcmp(a.refused, b.refused, sizeof a.refused) == 0;
}

bool same_header(const gtx::can::XlHeader& a, const gtx::can::XlHeader& b) {
    return a.virtual_network == b.virtual_network && a.flags == b.flags && a.sdu_type == b.sdu_type &&
           a.acceptance_field == b.acceptance_field;
}

void require_same_frames(const Read& a, const Read& b, bool decimals_too) {
    require(a.entries.size() == b.entries.size(), "the same number of frames");
    for (std::size_t i = 0; i < a.entries.size(); ++i) {
        const auto& x = a.entries[i];
        const auto& y = b.entries[i];
        require(gtx::can::same_on_wire(x.frame, y.frame), "the same frame");
        require(x.frame.direction == y.frame.direction, "the same direction");
        require(a.interfaces[i] == b.interfaces[i], "the same interface");
        require(a.xl[i] == b.xl[i], "the same XL bytes");
        if (x.frame.kind == gtx::can::Kind::xl) require(same_header(x.xl, y.xl), "the same XL header");
        for (std::size_t n = x.frame.length; n < 8 && x.frame.has_data(); ++n)
            require(x.frame.data[n] == 0, "zero behind a short frame");
        if (!decimals_too) continue;
        require(x.time == y.time && x.time_decimals == y.time_decimals, "the same time");
        require(x.line == y.line, "the same line number");
    }
}

void require_same(const Read& a, const Read& b) {
    require_same_frames(a, b, true);
    require(same_counts(a.counts, b.counts), "the same counts");
    require(a.refused.size() == b.refused.size(), "the same refusals");
    for (std::size_t i = 0; i < a.refused.size(); ++i)
        require(a.refused[i].line == b.refused[i].line && a.refused[i].reason == b.refused[i].reason &&
                    a.refused[i].text == b.refused[i].text,
                "the same refusal");
}

void require_counted_once(const Read& r) {
    const auto& c = r.counts;
    require(c.frames == r.entries.size(), "each frame is counted");
    require(c.refused_total() == r.refused.size(), "each refusal is counted");
    require(c.lines == c.frames + c.comments + c.details + c.drop_reports + c.refused_total(),
            "each line is counted once");
}

void require_written_as_read(const Read& r) {
    std::string text;
    for (std::size_t i = 0; i < r.entries.size(); ++i) {
        auto entry = r.entries[i];
        entry.xl_data = r.xl[i];
        append_candump_line(text, entry, r.interfaces[i]);
    }
    const auto again = read(text, text.size(), TimeMode::as_written);
    require(again.counts.refused_total() == 0, "what is written is understood");
    require_same_frames(r, again, false);
    for (std::size_t i = 0; i < r.entries.size(); ++i) {
        const auto time = r.entries[i].time.known() ? r.entries[i].time.ns() : 0;
        // Differences may have had more decimals before than the line itself has.
        const auto step = r.entries[i].time_decimals > 6 ? 1 : 1000;
        require(time / step * step == again.entries[i].time.ns(), "the time written is the time read");
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const auto mode = data[0] % 2 ? TimeMode::as_written : TimeMode::differences;
    const std::size_t block = data[1] + 1u;
    const std::string_view capture(reinterpret_cast<const char*>(data) + 2, size - 2);

    const auto whole = read(capture, capture.size(), mode);
    require_counted_once(whole);
    require_same(whole, read(capture, block, mode));
    require_same(whole, read(capture, 1, mode));
    require_counted_once(read(capture, capture.size(), TimeMode::automatic));
    require_written_as_read(whole);
    return 0;
}
