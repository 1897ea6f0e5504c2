// SPDX-License-Identifier: MIT
/// \file
/// A growing stretch of characters to write into; whoever owns it empties it into a file now and then.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

namespace gtx::decode {

class Buffer {
public:
    /// Room for `n` more characters; write there and tell where the end is with `end`.
    char* reserve(std::size_t n) {
        if (capacity_ - size_ < n) grow(n);
        return data_.get() + size_;
    }
    void end(const char* p) { size_ = static_cast<std::size_t>(p - data_.get()); }

    void append(std::string_view s) {
        char* p = reserve(s.size());
        s.copy(p, s.size());
        size_ += s.size();
    }
    [[nodiscard]] std::string_view view() const { return {data_.get(), size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }
    void clear() { size_ = 0; }

private:
    void grow(std::size_t n) {
        std::size_t wanted = capacity_ < 4096 ? 8192 : capacity_ * 2;
        while (wanted - size_ < n) wanted *= 2;
        auto bigger = std::make_unique_for_overwrite<char[]>(wanted);
        view().copy(bigger.get(), size_);
        data_ = std::move(bigger);
        capacity_ = wanted;
    }

    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

} // namespace gtx::decode
