// SPDX-License-Identifier: MIT
#include "log/fields_impl.hpp"

#include <algorithm>
#include <charconv>

#include "gtx/base/text.hpp"

namespace gtx::log {

namespace {

constexpr std::uint32_t bus_error_class = 0x80; ///< linux/can/error.h: CAN_ERR_BUSERROR
constexpr std::uint8_t error_bytes = 8;         ///< linux/can/error.h: CAN_ERR_DLC

std::string_view without_0x(std::string_view word) {
    return word.starts_with("0x") || word.starts_with("0X") ? word.substr(2) : word;
}

/// The digits as a number, 10^(`decimals`) times as large as they say; digits beyond that are cut off.
std::optional<std::int64_t> scaled(std::string_view whole, std::string_view fraction, unsigned decimals) {
    std::int64_t value = 0;
    const auto add = [&](char c) {
        return !__builtin_mul_overflow(value, 10, &value) && !__builtin_add_overflow(value, c - '0', &value);
    };
    if (!std::ranges::all_of(whole, add)) return {};
    for (unsigned i = 0; i < decimals; ++i)
        if (!add(i < fraction.size() ? fraction[i] : '0')) return {};
    return value;
}

Failure parse_byte(Cursor& in, ByteStyle style, std::uint8_t& out) {
    const auto word = next_word(in);
    if (word.empty()) return Refusal::bad_length;
    const bool half = style.base == 16 && style.two_digits && word.size() == 1;
    if (half && is_hex(word[0])) in.missing();
    if (half || (style.base == 16 && style.two_digits && word.size() != 2)) return Refusal::bad_data;
    const bool prefix = style.base == 16 && !style.two_digits;
    const auto value = prefix ? parse_hex_0x(word, 0xFF) : parse_unsigned(word, style.base, 0xFF);
    if (!value) {
        if (word == "0x" || word == "0") in.missing();
        return Refusal::bad_data;
    }
    out = static_cast<std::uint8_t>(*value);
    return {};
}

} // namespace

std::string_view next_word(Cursor& in) {
    in.skip_blanks();
    const auto word = in.word();
    if (word.empty()) in.missing();
    return word;
}

std::string_view word_ahead(Cursor in) {
    in.skip_blanks();
    return in.word();
}

std::optional<std::uint32_t> parse_unsigned(std::string_view word, unsigned base, std::uint32_t most) {
    std::uint32_t value = 0;
    const auto* end = word.data() + word.size();
    const auto [stop, failure] = std::from_chars(word.data(), end, value, static_cast<int>(base));
    if (failure != std::errc{} || stop != end || value > most) return {};
    return value;
}

std::optional<std::uint32_t> parse_hex_0x(std::string_view word, std::uint32_t most) {
    return parse_unsigned(without_0x(word), 16, most);
}

std::optional<ParsedTime> parse_time(std::string_view word, unsigned unit) {
    const bool negative = word.starts_with('-');
    if (negative) word.remove_prefix(1);
    const auto point = word.find('.');
    const auto whole = word.substr(0, point);
    const auto fraction = point == word.npos ? std::string_view{} : word.substr(point + 1);
    if (whole.empty() || !std::ranges::all_of(whole, is_digit) || !std::ranges::all_of(fraction, is_digit))
        return {};
    const auto value = scaled(whole, fraction, 9 - unit);
    if (!value || *value / second_ns > last_second) return {};
    const auto decimals = std::min<std::size_t>(unit + fraction.size(), 9);
    return ParsedTime{negative ? -*value : *value, static_cast<std::uint8_t>(decimals)};
}

std::optional<Timestamp> time_sum(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a, b, &sum) || !Timestamp(sum).known()) return {};
    return Timestamp(sum);
}

Failure set_number_id(std::optional<std::uint32_t> value, bool extended, can::Frame& frame) {
    if (!value || *value > (extended ? last_extended_id : last_standard_id)) return Refusal::bad_id;
    frame.id = {*value, extended};
    return {};
}

Failure parse_bytes(Cursor& in, std::size_t count, can::Frame& frame, ByteStyle style) {
    if (count > can::Frame::max_fd_length) return Refusal::bad_length;
    for (std::size_t i = 0; i < count; ++i)
        if (const auto failure = parse_byte(in, style, frame.data[i])) return failure;
    frame.length = static_cast<std::uint8_t>(count);
    return {};
}

Failure parse_all_bytes(Cursor& in, std::size_t most, can::Frame& frame, ByteStyle style) {
    std::size_t count = 0;
    for (in.skip_blanks(); !in.done(); in.skip_blanks()) {
        if (count == most) return Refusal::bad_length;
        if (const auto failure = parse_byte(in, style, frame.data[count])) return failure;
        ++count;
    }
    frame.length = static_cast<std::uint8_t>(count);
    return {};
}

void set_classic_dlc(std::uint32_t dlc, can::Frame& frame) {
    frame.length = static_cast<std::uint8_t>(std::min(dlc, 8u));
    frame.raw_dlc = static_cast<std::uint8_t>(dlc > 8 ? dlc : 0);
}

std::uint8_t fd_length_of(std::uint32_t dlc) {
    constexpr std::uint8_t lengths[] = {12, 16, 20, 24, 32, 48, 64};
    return dlc <= 8 ? static_cast<std::uint8_t>(dlc) : lengths[std::min(dlc, 15u) - 9];
}

std::uint32_t dlc_of(const can::Frame& frame) {
    if (frame.raw_dlc > 8) return frame.raw_dlc;
    std::uint32_t dlc = 0;
    while (dlc < 15 && fd_length_of(dlc) < frame.length) ++dlc;
    return dlc;
}

void set_bus_error(can::Frame& frame) {
    frame.kind = can::Kind::error;
    frame.id = {bus_error_class, true};
    frame.length = error_bytes;
    frame.raw_dlc = 0;
    frame.fd_flags = 0;
    frame.data.fill(0);
}

bool same_word(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; };
    return std::ranges::equal(a, b, {}, lower, lower);
}

} // namespace gtx::log
