// SPDX-License-Identifier: MIT
#include "gtx/serial/refusal.hpp"

namespace gtx::serial {

namespace {

struct RefusalText {
    std::string_view name;
    std::string_view words;
};

constexpr RefusalText refusal_texts[] = {
    {"noise", "bytes that belong to no frame"},
    {"after_end", "zero bytes or line feeds behind a frame"},
    {"empty", "a frame with nothing in it"},
    {"too_short", "a frame without room for its fields"},
    {"too_long", "no end within the longest frame"},
    {"cut", "another frame began before this one ended"},
    {"unfinished", "the bytes stop within a frame"},
    {"not_hex", "not hex digits"},
    {"odd_digits", "half a byte"},
    {"wrong_length_checksum", "the checksum of the length is wrong"},
    {"wrong_length", "not as long as it says"},
    {"length_in_bytes", "the length counts bytes instead of characters"},
    {"wrong_checksum", "the checksum is wrong"},
    {"wrong_end", "no end where it should be"},
    {"not_text", "bytes that are no text"},
    {"misaligned", "values that do not stand under their headings"},
};
static_assert(std::size(refusal_texts) == refusal_count);

} // namespace

std::string_view describe(Refusal reason) noexcept {
    const auto i = static_cast<std::size_t>(reason);
    return i < refusal_count ? refusal_texts[i].words : "refused";
}

std::string_view name(Refusal reason) noexcept {
    const auto i = static_cast<std::size_t>(reason);
    return i < refusal_count ? refusal_texts[i].name : "refused";
}

} // namespace gtx::serial
