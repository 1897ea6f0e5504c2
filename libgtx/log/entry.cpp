// SPDX-License-Identifier: MIT
#include "gtx/log/entry.hpp"

#include <algorithm>

namespace gtx::log {

namespace {

struct RefusalText {
    std::string_view name;
    std::string_view words;
};

constexpr RefusalText refusal_texts[] = {
    {"unknown_form", "no frame in any known form"},
    {"bad_time", "not a time stamp"},
    {"bad_interface", "no interface name, or one longer than 15 characters"},
    {"bad_id", "not an identifier of 3 or 8 hex digits, or too large"},
    {"bad_data", "not hex where bytes stand, or half a byte"},
    {"bad_length", "more bytes than the frame holds, or not as many as the line says"},
    {"cut", "the capture ends in the middle of this line"},
    {"too_long", "longer than any frame"},
    {"binary", "bytes that are no text"},
    {"damaged", "packed bytes that cannot be unpacked"},
};
static_assert(std::size(refusal_texts) == refusal_count);

constexpr std::string_view overflow_name = "\u2026";

} // namespace

std::string_view describe(Refusal reason) noexcept {
    const auto i = static_cast<std::size_t>(reason);
    return i < refusal_count ? refusal_texts[i].words : "refused";
}

std::string_view name(Refusal reason) noexcept {
    const auto i = static_cast<std::size_t>(reason);
    return i < refusal_count ? refusal_texts[i].name : "refused";
}

std::optional<std::uint16_t> InterfaceNames::find(std::string_view name) const {
    const auto known = std::ranges::find(names_, name.substr(0, max_length));
    if (known == names_.end()) return {};
    return static_cast<std::uint16_t>(known - names_.begin());
}

std::uint16_t InterfaceNames::number_of(std::string_view name) {
    if (const auto known = find(name)) return *known;
    if (names_.size() < max_count)
        names_.emplace_back(names_.size() + 1 < max_count ? name.substr(0, max_length) : overflow_name);
    return static_cast<std::uint16_t>(names_.size() - 1);
}

} // namespace gtx::log
