// SPDX-License-Identifier: MIT
#include "gtx/serial/aa55.hpp"

#include <algorithm>
#include <array>

#include "gtx/serial/modbus.hpp"
#include "serial/window_impl.hpp"

namespace gtx::serial {

namespace {

constexpr std::array<std::uint8_t, 3> head{0xAA, 0x55, 0x01};
constexpr std::array<std::uint8_t, 2> tail{0x0D, 0x0A};
constexpr std::size_t count_at = head.size() + 1;
constexpr std::size_t data_at = count_at + 1;

Verdict more_or(bool over, Verdict verdict) {
    return over ? verdict : Verdict::more();
}

Verdict judge(Bytes bytes, bool over) {
    const auto seen = std::min(bytes.size(), head.size());
    if (!std::equal(head.begin(), head.begin() + seen, bytes.begin()))
        return Verdict::refused(Refusal::noise);
    if (seen < head.size()) return more_or(over, Verdict::refused(Refusal::noise));
    constexpr auto unfinished = Verdict::refused(Refusal::unfinished, true);
    if (bytes.size() <= count_at) return more_or(over, unfinished);
    const std::size_t crc_at = data_at + bytes[count_at];
    if (bytes.size() < crc_at + 2) return more_or(over, unfinished);
    const unsigned sent = bytes[crc_at] | unsigned{bytes[crc_at + 1]} << 8;
    if (crc16(bytes.subspan(head.size(), crc_at - head.size())) != sent)
        return Verdict::refused(Refusal::wrong_checksum, true);
    const auto end = bytes.subspan(crc_at + 2);
    const auto end_seen = std::min(end.size(), tail.size());
    if (!std::equal(tail.begin(), tail.begin() + end_seen, end.begin()))
        return Verdict::refused(Refusal::wrong_end, true);
    if (end_seen < tail.size()) return more_or(over, unfinished);
    return Verdict::frame(crc_at + 2 + tail.size());
}

} // namespace

Result<std::vector<std::uint8_t>> encode_aa55(const Aa55Frame& frame) {
    if (frame.data.size() > Aa55Frame::max_data)
        return Error{Errc::bad_length, "more than 255 bytes of data"};
    std::vector<std::uint8_t> out(head.begin(), head.end());
    out.push_back(frame.command);
    out.push_back(static_cast<std::uint8_t>(frame.data.size()));
    out.insert(out.end(), frame.data.begin(), frame.data.end());
    const auto crc = crc16(Bytes(out).subspan(head.size()));
    out.push_back(static_cast<std::uint8_t>(crc & 0xFF));
    out.push_back(static_cast<std::uint8_t>(crc >> 8));
    out.insert(out.end(), tail.begin(), tail.end());
    return out;
}

class Aa55Reader::Impl {
public:
    Window window{judge};
};

namespace {

/// What to do with a frame that was found.
auto taker(Aa55Batch& batch) {
    return [&batch](const Place& place, Bytes bytes) {
        const auto data = bytes.subspan(data_at, bytes[count_at]);
        batch.frames.push_back({place, {bytes[head.size()], {data.begin(), data.end()}}});
    };
}

} // namespace

Aa55Reader::Aa55Reader() : impl_(std::make_unique<Impl>()) {}
Aa55Reader::~Aa55Reader() = default;
Aa55Reader::Aa55Reader(Aa55Reader&&) noexcept = default;
Aa55Reader& Aa55Reader::operator=(Aa55Reader&&) noexcept = default;

void Aa55Reader::read(Bytes bytes, Timestamp time, Aa55Batch& batch) {
    for (auto byte : bytes) impl_->window.take(byte, time, batch.refused, taker(batch));
}

void Aa55Reader::finish(Aa55Batch& batch) {
    impl_->window.finish(batch.refused, taker(batch));
}

const Counts& Aa55Reader::counts() const {
    return impl_->window.counts();
}

} // namespace gtx::serial
