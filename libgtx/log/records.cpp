// SPDX-License-Identifier: MIT
#include "log/records_impl.hpp"

#include <algorithm>
#include <cstring>

#include "gtx/base/text.hpp"
#include "log/hex_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::size_t bytes_shown = 24;

/// The beginning of a record in hex, for the message.
std::string shown_bytes(std::string_view bytes) {
    std::string text;
    for (const char c : bytes.substr(0, bytes_shown)) {
        char two[2];
        text::put_hex_byte(two, static_cast<std::uint8_t>(c));
        text.append(two, 2);
    }
    return text;
}

} // namespace

std::string channel_name(unsigned channel) {
    return "can" + std::to_string(channel == 0 ? 0 : channel - 1);
}

void RecordSink::begin(Batch& batch) {
    batch_ = &batch;
    batch.count = 0;
    batch.refused.clear();
    batch.xl_bytes.clear();
    if (batch.entries.size() < CandumpReader::batch_size) batch.entries.resize(CandumpReader::batch_size);
}

bool RecordSink::full(std::size_t least) const {
    return batch_->count + least > CandumpReader::batch_size ||
           batch_->refused.size() + least > CandumpReader::batch_size;
}

Entry& RecordSink::next() {
    auto& entry = batch_->entries[batch_->count];
    const auto line = ++counts.lines;
    entry = Entry{};
    entry.frame.data.fill(0);
    entry.line = line;
    return entry;
}

void RecordSink::frame() {
    ++counts.frames;
    ++batch_->count;
}

void RecordSink::refuse(Refusal reason, std::string_view shown) {
    ++counts.refused[static_cast<std::size_t>(reason)];
    batch_->refused.push_back({counts.lines, reason, shown_bytes(shown)});
}

void RecordSink::set_xl(Entry& entry, std::string_view bytes) {
    auto& all = batch_->xl_bytes;
    // XL bytes must not move while entries point at them: all the room one batch can need, at the first.
    if (all.empty()) all.reserve(CandumpReader::batch_size * max_xl_length);
    const auto first = all.size();
    all.resize(first + bytes.size());
    std::memcpy(all.data() + first, bytes.data(), bytes.size());
    entry.xl_data = std::span(all).subspan(first);
    entry.xl_length = static_cast<std::uint16_t>(bytes.size());
}

std::size_t RecordReader::take_all(std::string_view bytes) {
    std::size_t used = 0;
    while (!sink_.full(most_)) {
        const auto n = take(bytes.substr(used));
        if (n == 0) break;
        used += n;
    }
    return used;
}

std::size_t RecordReader::read(std::string_view bytes, Batch& batch) {
    constexpr std::size_t most_added = 65536;
    sink_.begin(batch);
    if (bytes.empty()) return 0;
    const auto before = kept_.size();
    if (before == 0) {
        const auto used = take_all(bytes);
        if (used != 0 && sink_.full(most_)) return used;
        kept_ = bytes.substr(used, used == 0 && sink_.full(most_) ? 1 : bytes.npos);
        return used + kept_.size();
    }
    const auto part = bytes.substr(0, most_added);
    kept_ += part;
    const auto used = take_all(kept_);
    if (used > before) { // what was kept is read; the rest is given once more, by the caller
        kept_.clear();
        return used - before;
    }
    kept_.erase(0, used);
    return part.size();
}

bool RecordReader::finish(Batch& batch) {
    sink_.begin(batch);
    kept_.erase(0, take_all(kept_));
    if (sink_.full(most_)) return true;
    const bool again = end(kept_);
    if (!again) kept_.clear();
    return again;
}

} // namespace gtx::log
