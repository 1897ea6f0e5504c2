// SPDX-License-Identifier: MIT
/// \file
/// The line that a block ends in.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gtx::log {

/// What is there of a line whose end is in a later block, bounded: of a line that is too long only its
/// beginning was ever kept, and what follows up to its end is passed over.
class BegunLine {
public:
    /// The next byte begins a line.
    [[nodiscard]] bool empty() const { return text_.empty() && !skipping_; }
    /// Inside a line that was told as too long.
    [[nodiscard]] bool skipping() const { return skipping_; }
    [[nodiscard]] const std::string& text() const { return text_; }

    /// The line goes on. False: with this it is longer than `most`; who tells that skips the rest.
    bool add(std::string_view part, std::size_t most) {
        if (!skipping_) text_ += part.substr(0, most + 1 - text_.size());
        return text_.size() <= most;
    }
    void skip() {
        text_.clear();
        skipping_ = true;
    }
    /// It is over.
    void clear() {
        text_.clear();
        skipping_ = false;
    }

private:
    std::string text_;
    bool skipping_ = false;
};

} // namespace gtx::log
