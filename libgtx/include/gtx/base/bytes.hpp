// SPDX-License-Identifier: MIT
/// \file
/// Whole numbers out of bytes and into them, whatever the alignment.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace gtx::bytes {

static_assert(std::endian::native == std::endian::little, "gtx is built for little-endian machines");

/// Eight bytes as a little-endian number. `p` must point at eight readable bytes.
inline std::uint64_t load_le64(const std::uint8_t* p) {
    std::uint64_t v;
    std::memcpy(&v, p, sizeof v);
    return v;
}
inline void store_le64(std::uint8_t* p, std::uint64_t v) {
    std::memcpy(p, &v, sizeof v);
}

} // namespace gtx::bytes
