// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "sim/scenario_impl.hpp"

namespace gtx::sim::scenario {
namespace {

/// One or two digits up to `high`. -1 for anything else.
int two_digits(std::string_view text, int high) {
    if (text.empty() || text.size() > 2 || text[0] == '-') return -1;
    const auto number = text::parse_integer(text);
    return number && *number <= high ? static_cast<int>(*number) : -1;
}

} // namespace

std::vector<std::string_view> words_of(std::string_view text) {
    constexpr std::string_view blanks = " \t";
    std::vector<std::string_view> words;
    for (auto begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
        const auto end = std::min(text.find_first_of(blanks, begin), text.size());
        words.push_back(text.substr(begin, end - begin));
        begin = text.find_first_not_of(blanks, end);
    }
    return words;
}

std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string quoted(std::string_view word) {
    constexpr std::size_t longest = 40;
    if (word.size() <= longest) return fmt::format("'{}'", word);
    return fmt::format("'{}...'", word.substr(0, longest));
}

std::optional<std::int64_t> parse_clock(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    const auto behind = text.substr(colon + 1);
    if (behind.size() != 2 && (behind.size() != 5 || behind[2] != ':')) return {};
    const auto hours = two_digits(text.substr(0, colon), 24);
    const auto minutes = two_digits(behind.substr(0, 2), 59);
    const auto seconds = behind.size() == 2 ? 0 : two_digits(behind.substr(3), 59);
    if (hours < 0 || minutes < 0 || seconds < 0) return {};
    const auto ns = (hours * 3600 + minutes * 60 + seconds) * second;
    if (ns > day) return {};
    return ns;
}

void append_clock(std::string& out, std::int64_t ns) {
    const auto s = ns / second;
    fmt::format_to(std::back_inserter(out), "{:02}:{:02}", s / 3600, s / 60 % 60);
    if (s % 60 != 0) fmt::format_to(std::back_inserter(out), ":{:02}", s % 60);
}

std::int64_t nanoseconds(Seconds s) {
    constexpr double most = 36525 * 86400.0;
    if (!(s.value() >= 0 && s.value() <= most)) return 0;
    return std::llround(s.value() * 1e9);
}

} // namespace gtx::sim::scenario
