// SPDX-License-Identifier: MIT
/// \file
/// Texts that are written again and again: copied in steps of fixed size, which costs less than their length.
#pragma once

#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace gtx::decode {

/// A short constant text.
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

/// A text of any length, kept with room up to a whole number of steps.
class Block {
public:
    static constexpr std::size_t step = 64;

    void assign(std::string_view s) {
        size_ = s.size();
        const auto room = (size_ + step - 1) / step * step;
        if (text_.size() < room) text_.resize(room);
        if (size_ != 0) std::memcpy(text_.data(), s.data(), size_);
    }
    /// Writes it at `out`, where there must be room for room() characters; returns the place behind it.
    char* put(char* out) const {
        for (std::size_t i = 0; i < size_; i += step) std::memcpy(out + i, text_.data() + i, step);
        return out + size_;
    }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t room() const { return size_ + step; }

private:
    std::vector<char> text_;
    std::size_t size_ = 0;
};

} // namespace gtx::decode
