// SPDX-License-Identifier: MIT
/// \file
/// Words and blanks of console text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gtx::serial {

constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

constexpr std::string_view trimmed(std::string_view s) {
    while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
    while (!s.empty() && is_blank(s.back())) s.remove_suffix(1);
    return s;
}

/// A word and where it stands in its line.
struct Word {
    std::size_t begin = 0;
    std::size_t end = 0; ///< behind its last character
};

inline std::vector<Word> words_of(std::string_view line) {
    std::vector<Word> words;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (is_blank(line[i])) continue;
        if (i == 0 || is_blank(line[i - 1])) words.push_back({i, i});
        words.back().end = i + 1;
    }
    return words;
}

inline std::string_view text_of(std::string_view line, Word word) {
    return line.substr(word.begin, word.end - word.begin);
}

} // namespace gtx::serial
