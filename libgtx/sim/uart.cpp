// SPDX-License-Identifier: MIT
#include "sim/uart_impl.hpp"

namespace gtx::sim {

namespace {

constexpr std::uint64_t bits_per_character = 10; // start, eight of data, stop

/// The level of the line over time. Time is counted so that a bit as sent is 2 · heard long, and one as heard
/// 2 · sent: whole numbers all.
class Line {
public:
    Line(std::string_view bytes, std::uint32_t sent, std::uint32_t heard)
        : bytes_(bytes), sent_(sent), bit_(std::uint64_t{2} * heard) {}

    [[nodiscard]] bool high(std::uint64_t time) const {
        const auto bit = time / bit_;
        const auto character = bit / bits_per_character;
        if (character >= bytes_.size()) return true;
        const auto place = bit % bits_per_character;
        if (place == 0) return false;
        return place > 8 || (static_cast<unsigned char>(bytes_[character]) >> (place - 1) & 1U) != 0;
    }
    /// The next beginning of a low bit at or after `time`; the end if there is none.
    [[nodiscard]] std::uint64_t next_fall(std::uint64_t time) const {
        while (time < end() && !high(time)) time = next_bit(time); // a break: until it is over
        while (time < end() && high(time)) time = next_bit(time);
        return time;
    }
    [[nodiscard]] std::uint64_t end() const { return bytes_.size() * bits_per_character * bit_; }
    /// The middle of bit `n` of a character whose start bit begins at `start`.
    [[nodiscard]] std::uint64_t middle(std::uint64_t start, std::uint64_t n) const {
        return start + (2 * n + 1) * sent_;
    }

private:
    [[nodiscard]] std::uint64_t next_bit(std::uint64_t time) const { return (time / bit_ + 1) * bit_; }

    std::string_view bytes_;
    std::uint64_t sent_;
    std::uint64_t bit_;
};

} // namespace

std::string hear_at(std::string_view bytes, std::uint32_t sent, std::uint32_t heard) {
    if (sent == heard || sent == 0 || heard == 0) return std::string(bytes);
    const Line line(bytes, sent, heard);
    std::string out;
    for (auto start = line.next_fall(0); start < line.end();) {
        unsigned value = 0;
        for (unsigned i = 0; i < 8; ++i) value |= (line.high(line.middle(start, i + 1)) ? 1U : 0U) << i;
        const auto stop = line.middle(start, 9);
        out += static_cast<char>(line.high(stop) ? value : 0U);
        start = line.next_fall(stop);
    }
    return out;
}

} // namespace gtx::sim
