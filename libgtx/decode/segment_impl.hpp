// SPDX-License-Identifier: MIT
/// \file
/// A short constant text that is written often: copied in steps of fixed size, which costs less than its
/// length.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

namespace gtx::decode {

class Segment {
public:
    static constexpr std::size_t most = 96;

    Segment() = default;
    explicit Segment(std::string_view s) : size_(s.size() < most ? s.size() : most) { s.copy(text_, size_); }

    /// Writes it at `out`, where there must be room for `most` characters; returns the place behind it.
    char* put(char* out) const {
        std::memcpy(out, text_, 32);
        if (size_ > 32) std::memcpy(out + 32, text_ + 32, most - 32);
        return out + size_;
    }
    [[nodiscard]] std::size_t size() const { return size_; }

private:
    char text_[most] = {};
    std::size_t size_ = 0;
};

} // namespace gtx::decode
