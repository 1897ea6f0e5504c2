// SPDX-License-Identifier: MIT
/// \file
/// Why bytes of a serial line were not taken, and how often: one list of reasons for all framers.
///
/// A framer takes bytes in blocks of any size and gives frames; it opens nothing, reads no clock and
/// remembers a bounded amount whatever comes. What it does not take is given back as Refused and counted by
/// reason. A refusal never costs the frame behind it.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"

namespace gtx::serial {

using Bytes = std::span<const std::uint8_t>;

/// The bytes of a text. They are borrowed.
inline Bytes bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

enum class Refusal : std::uint8_t {
    noise,                 ///< bytes that begin no frame; text outside any answer of a console
    after_end,             ///< 00 and LF right behind the end of a frame, as cheap adapters add them
    empty,                 ///< a beginning and an end with nothing between
    too_short,             ///< not even room for the fields that every frame has
    too_long,              ///< no end within the longest frame, line or answer
    cut,                   ///< another frame begins before this one ended
    unfinished,            ///< the bytes stop within a frame
    not_hex,               ///< something else where hex digits stand
    odd_digits,            ///< half a byte in INFO
    wrong_length_checksum, ///< LCHKSUM does not belong to LENID
    wrong_length,          ///< LENID, with its right checksum, is not the length of INFO
    length_in_bytes,       ///< LENID counts the bytes of INFO instead of its characters
    wrong_checksum,        ///< CHKSUM or CRC does not belong to the bytes
    wrong_end,             ///< right up to the checksum, and no end where it should be
    not_text,              ///< a console's line with bytes that are no text
    misaligned,            ///< a row whose values do not stand under the headings
};
inline constexpr std::size_t refusal_count = 16;

/// A few words for a person. Never fails.
GTX_API std::string_view describe(Refusal reason) noexcept;
/// The name in JSON and CSV: "wrong_checksum". Never fails.
GTX_API std::string_view name(Refusal reason) noexcept;

/// Where something stood among the bytes, and when they came.
struct Place {
    std::uint64_t offset = 0; ///< of its first byte, from 0 for the first byte the reader took
    std::uint64_t length = 0; ///< in bytes, its beginning and end marks included
    Timestamp began;          ///< of the block in which its first byte came
    Timestamp ended;          ///< of the block in which its last byte came
};

/// Bytes that were not taken.
struct Refused {
    static constexpr std::size_t most_shown = 80;

    Place place;
    Refusal reason{};
    std::string bytes; ///< the first of them, at most most_shown, as they came
};

/// What a reader counted so far. After finish(), bytes == frame_bytes + all refused_bytes.
struct Counts {
    std::uint64_t bytes = 0;
    std::uint64_t frames = 0;
    std::uint64_t frame_bytes = 0;
    std::uint64_t without_end = 0; ///< frames taken though their end mark is missing; they count as frames
    std::array<std::uint64_t, refusal_count> refused{};
    std::array<std::uint64_t, refusal_count> refused_bytes{};

    [[nodiscard]] std::uint64_t of(Refusal r) const { return refused[static_cast<std::size_t>(r)]; }
    [[nodiscard]] std::uint64_t bytes_of(Refusal r) const {
        return refused_bytes[static_cast<std::size_t>(r)];
    }
    [[nodiscard]] std::uint64_t refused_total() const {
        std::uint64_t sum = 0;
        for (auto n : refused) sum += n;
        return sum;
    }
};

/// Bytes refused in a row become one Refused, up to this many; then another begins. So endless noise shows
/// while it lasts.
inline constexpr std::size_t max_refused_run = 8192;

} // namespace gtx::serial
