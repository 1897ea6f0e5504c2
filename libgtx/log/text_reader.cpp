// SPDX-License-Identifier: MIT
#include "log/text_reader_impl.hpp"

#include <cstring>

#include <fmt/format.h>

#include "log/line_text_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool full(const Batch& batch) {
    return batch.count == CandumpReader::batch_size || batch.refused.size() == CandumpReader::batch_size;
}

const char* line_end_in(const char* p, const char* end) {
    return static_cast<const char*>(std::memchr(p, '\n', static_cast<std::size_t>(end - p)));
}

std::string_view between(const char* p, const char* end) {
    return {p, static_cast<std::size_t>(end - p)};
}

void clear(Entry& entry, std::uint64_t line) {
    entry = {};
    entry.line = line;
    entry.time_decimals = 0;
    entry.frame.data.fill(0);
}

} // namespace

std::string_view trimmed(std::string_view line) {
    constexpr std::string_view blanks = " \t\r";
    const auto first = line.find_first_not_of(blanks);
    if (first == line.npos) return {};
    return line.substr(first, line.find_last_not_of(blanks) - first + 1);
}

std::uint16_t TextReader::bus(std::uint32_t index) {
    if (index < buses_.size() && buses_[index] != 0) return static_cast<std::uint16_t>(buses_[index] - 1);
    const auto number = interfaces().number_of(fmt::format("can{}", index));
    if (index < buses_.size()) buses_[index] = number + 1U;
    return number;
}

void TextReader::begin(Batch& batch) {
    batch.count = 0;
    batch.refused.clear();
    batch.xl_bytes.clear();
    if (batch.entries.size() < CandumpReader::batch_size) batch.entries.resize(CandumpReader::batch_size);
}

void TextReader::refuse(Refusal reason, std::string_view line, Batch& batch) {
    ++counts_.refused[static_cast<std::size_t>(reason)];
    batch.refused.push_back({counts_.lines, reason, shown_line(line)});
    lose();
}

Outcome TextReader::look_at(std::string_view line, Entry& entry) {
    if (counts_.lines == 1 && line.starts_with(byte_order_mark)) line.remove_prefix(byte_order_mark.size());
    line = trimmed(line);
    if (has_control(line)) {
        strip_colour(line, without_colour_);
        line = trimmed(without_colour_);
        if (has_control(line)) return refusal_outcome(Refusal::binary);
    }
    if (line.empty()) return comment_outcome();
    return parse(line, entry);
}

void TextReader::take(std::string_view line, Batch& batch, bool last) {
    ++counts_.lines;
    if (line.size() > CandumpReader::max_line) return refuse(Refusal::too_long, line, batch);
    auto& entry = batch.entries[batch.count];
    clear(entry, counts_.lines);
    const auto outcome = look_at(line, entry);
    if (!outcome.count(counts_)) refuse(last && outcome.ran_out ? Refusal::cut : outcome.reason, line, batch);
    if (outcome.what == Outcome::What::frame) ++batch.count;
}

void TextReader::keep(std::string_view part, Batch& batch) {
    if (begun_line_.add(part, CandumpReader::max_line)) return;
    ++counts_.lines;
    refuse(Refusal::too_long, begun_line_.text(), batch);
    begun_line_.skip();
}

/// Brings the line that an earlier block began to its end.
const char* TextReader::continue_line(const char* p, const char* end, Batch& batch) {
    const auto* line_end = line_end_in(p, end);
    keep(between(p, line_end != nullptr ? line_end : end), batch);
    if (line_end == nullptr) return end;
    if (!begun_line_.skipping()) take(begun_line_.text(), batch);
    begun_line_.clear();
    return line_end + 1;
}

const char* TextReader::read_lines(const char* p, const char* end, Batch& batch) {
    while (p != end && !full(batch)) {
        const auto* line_end = line_end_in(p, end);
        if (line_end == nullptr) {
            keep(between(p, end), batch);
            return end;
        }
        take(between(p, line_end), batch);
        p = line_end + 1;
    }
    return p;
}

std::size_t TextReader::read(std::string_view bytes, Batch& batch) {
    begin(batch);
    if (bytes.empty()) return 0;
    const char* p = bytes.data();
    const char* const end = p + bytes.size();
    if (!begun_line_.empty()) p = continue_line(p, end, batch);
    return static_cast<std::size_t>(read_lines(p, end, batch) - bytes.data());
}

bool TextReader::finish(Batch& batch) {
    begin(batch);
    if (!begun_line_.text().empty()) take(begun_line_.text(), batch, true);
    begun_line_.clear();
    return false;
}

bool is_one_frame(Reader& reader, std::string_view line) {
    Batch batch;
    if (!line.empty()) reader.read(line, batch);
    reader.finish(batch);
    return batch.count == 1 && reader.counts().lines == 1;
}

Likeness look_at_lines(std::string_view beginning, bool whole, Likeness (*look)(std::string_view line)) {
    if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
    while (!beginning.empty()) {
        const auto end = beginning.find('\n');
        if (end == beginning.npos && !whole) return Likeness::more;
        const auto line = trimmed(beginning.substr(0, end));
        const auto likeness = line.empty() ? Likeness::more : look(line);
        if (likeness != Likeness::more) return likeness;
        if (end == beginning.npos) break;
        beginning.remove_prefix(end + 1);
    }
    return whole ? Likeness::no : Likeness::more;
}

} // namespace gtx::log
