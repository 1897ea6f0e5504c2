// SPDX-License-Identifier: MIT
/// \file
/// Bytes of a frame in hex, eight at a time.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>

#include "gtx/base/bytes.hpp"
#include "gtx/base/text.hpp"

namespace gtx::decode {

/// Four bytes, the lowest first, as eight digits in the order of the text.
inline std::uint64_t hex_of(std::uint32_t bytes) {
    // Each byte into two, its high digit in front; then all digits become characters at once.
    std::uint64_t v = bytes;
    v = (v | v << 16) & 0x0000FFFF0000FFFF;
    v = (v | v << 8) & 0x00FF00FF00FF00FF;
    v = (v >> 4 | v << 8) & 0x0F0F0F0F0F0F0F0F;
    const std::uint64_t letters = ((v + 0x0606060606060606) >> 4) & 0x0101010101010101;
    return v + 0x3030303030303030 + letters * ('A' - '9' - 1);
}

/// Writes two digits for each byte; returns the place behind them.
inline char* put_hex(char* out, std::span<const std::uint8_t> bytes) {
    for (; bytes.size() >= 8; bytes = bytes.subspan(8), out += 16) {
        const auto word = bytes::load_le64(bytes.data());
        const auto low = hex_of(static_cast<std::uint32_t>(word));
        const auto high = hex_of(static_cast<std::uint32_t>(word >> 32));
        std::memcpy(out, &low, sizeof low);
        std::memcpy(out + 8, &high, sizeof high);
    }
    for (const auto b : bytes) out = text::put_hex_byte(out, b);
    return out;
}

} // namespace gtx::decode
