// SPDX-License-Identifier: MIT
/// \file
/// The fast way through the plain log line, `(1436509052.249713) can0 351#3002F401`: nearly all lines of
/// nearly all captures.
///
/// It goes over the line once, eight characters at a time, and looks for no line end beforehand. Seconds and
/// interface repeat from line to line, so they are compared with what was there before instead of read.
/// Whatever is unusual is left to the LineParser, which must come to the same result for every line that is
/// taken here.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include "gtx/base/bytes.hpp"
#include "log/candump_line_impl.hpp"

namespace gtx::log {

class FastLines {
public:
    /// So many bytes must be readable from the beginning of a line: the longest line taken here has 65.
    static constexpr std::size_t room = 72;

    explicit FastLines(LineParser& thorough) : thorough_(&thorough) {}

    /// Reads the line at `p` into all of `entry` but its line number. Gives the beginning of the next line,
    /// or null if the line is not a plain one.
    const char* parse(const char* p, Entry& entry);

private:
    /// An interface with the blanks around it, as it stood between stamp and frame.
    struct Name {
        std::uint64_t text[2] = {};
        std::uint64_t mask[2] = {};
        std::uint32_t size = 0;
        std::uint16_t number = 0;

        [[nodiscard]] bool stands_at(const char* p) const {
            return (((load(p) ^ text[0]) & mask[0]) | ((load(p + 8) ^ text[1]) & mask[1])) == 0;
        }
    };

    static std::uint64_t load(const char* p) {
        std::uint64_t v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }
    static std::uint32_t load_half(const char* p) {
        std::uint32_t v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }

    bool new_second(const char* p);
    const Name* new_name(const char* p);
    const Name* find_name(const char* p);
    static const char* parse_id(const char* p, can::Frame& frame);
    static const char* parse_data(const char* p, can::Frame& frame);
    static const char* parse_end(const char* p, can::Frame& frame);
    static const char* parse_unusual_end(const char* p, can::Frame& frame);
    bool set_time(std::uint32_t microseconds, Entry& entry);

    LineParser* thorough_;
    std::uint64_t second_text_ = 0; ///< "(1436509" of the line before
    std::uint32_t second_rest_ = 0; ///< "052."
    bool second_stands_alone_ = false;
    std::int64_t second_ns_ = 0;
    std::array<Name, 8> names_{};
    std::size_t name_count_ = 0; ///< how many were met; names_ keeps the last eight
    const Name* last_name_ = &names_[0];
};

inline const char* FastLines::parse_id(const char* p, can::Frame& frame) {
    if (p[3] == '#') {
        const unsigned a = hex_value(p[0]);
        const unsigned b = hex_value(p[1]);
        const unsigned c = hex_value(p[2]);
        frame.id = {a << 8 | b << 4 | c, false};
        frame.kind = can::Kind::data;
        return a <= 7 && ((b | c) & 0xF0) == 0 ? p + 4 : nullptr;
    }
    const auto run = hex_run(p);
    if (p[8] != '#' || run.digits != 8) return nullptr;
    const std::uint32_t value = __builtin_bswap32(static_cast<std::uint32_t>(run.bytes));
    if (value >= 2 * error_bit) return nullptr;
    frame.kind = value & error_bit ? can::Kind::error : can::Kind::data;
    frame.id = {value & (error_bit - 1), true};
    return p + 9;
}

inline const char* FastLines::parse_data(const char* p, can::Frame& frame) {
    constexpr std::uint64_t keep[9] = {
        0, 0xFF, 0xFFFF, 0xFFFFFF, 0xFFFFFFFF, 0xFFFFFFFFFF, 0xFFFFFFFFFFFF, 0xFFFFFFFFFFFFFF, ~0ull};
    const auto run = hex_run(p);
    const auto length = run.digits / 2;
    bytes::store_le64(frame.data.data(), run.bytes & keep[length]);
    frame.length = static_cast<std::uint8_t>(length);
    return run.digits % 2 == 0 ? p + run.digits : nullptr;
}

inline const char* FastLines::parse_end(const char* p, can::Frame& frame) {
    frame.direction = can::Direction::unknown;
    if (*p == '\n') return p + 1;
    return parse_unusual_end(p, frame);
}

inline bool FastLines::set_time(std::uint32_t microseconds, Entry& entry) {
    const std::int64_t ns = second_ns_ + std::int64_t{microseconds} * 1000;
    entry.time = Timestamp(ns);
    if (second_stands_alone_) return true;
    const auto time = thorough_->timeline().take({.ns = ns, .decimals = 6});
    if (!time) return false;
    entry.time = *time;
    return true;
}

inline const FastLines::Name* FastLines::find_name(const char* p) {
    return last_name_->stands_at(p) && last_name_->size != 0 ? last_name_ : new_name(p);
}

inline const char* FastLines::parse(const char* p, Entry& entry) {
    if (load(p) != second_text_ || load_half(p + 8) != second_rest_)
        if (!new_second(p)) return nullptr;
    constexpr std::uint64_t six_digits_and_end = 0x2029303030303030; // "000000) "
    const auto fraction = load(p + 12) ^ six_digits_and_end;
    if (fraction >> 48 != 0 || !all_below_ten(fraction)) return nullptr;

    const Name* name = find_name(p + 20);
    if (!name) return nullptr;
    const char* next = parse_id(p + 20 + name->size, entry.frame);
    if (!next) return nullptr;
    next = parse_data(next, entry.frame);
    if (!next) return nullptr;
    next = parse_end(next, entry.frame);
    if (!next) return nullptr;
    if (!set_time(number_of_digits(fraction << 16), entry)) return nullptr;

    last_name_ = name;
    entry.interface = name->number;
    entry.time_decimals = 6;
    entry.frame.raw_dlc = 0;
    entry.frame.fd_flags = 0;
    thorough_->frame_passed(entry.frame.kind);
    return next;
}

} // namespace gtx::log
