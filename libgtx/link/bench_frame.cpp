// SPDX-License-Identifier: MIT
#include "gtx/link/bench_frame.hpp"

#include <string_view>

namespace gtx::link {

namespace {

// serial::encode_ascii() would make them; a test compares them.
constexpr std::string_view raised_frame = "~B0004C010000FD96\r";
constexpr std::string_view dropped_frame = "~B0004C000000FD97\r";

} // namespace

std::string level_frame(bool raised) {
    return std::string(raised ? raised_frame : dropped_frame);
}

void LevelFilter::read(serial::Bytes bytes, std::string& passed, std::vector<LevelSeen>& levels) {
    for (auto byte : bytes) {
        held_ += static_cast<char>(byte);
        if (held_ == raised_frame || held_ == dropped_frame) {
            levels.push_back({passed.size(), held_ == raised_frame});
            held_.clear();
        }
        while (!held_.empty() && !raised_frame.starts_with(held_) && !dropped_frame.starts_with(held_)) {
            passed += held_.front();
            held_.erase(0, 1);
        }
    }
}

void LevelFilter::finish(std::string& passed) {
    passed += held_;
    held_.clear();
}

} // namespace gtx::link
