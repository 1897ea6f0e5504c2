// SPDX-License-Identifier: MIT
#include <algorithm>
#include <numeric>
#include <utility>

#include <fmt/format.h>

#include "sim/scenario_impl.hpp"

namespace gtx::sim::scenario {
namespace {

/// Takes the first of `a|b|c`.
std::string_view take_alternative(std::string_view& usage_word) {
    const auto end = std::min(usage_word.find('|'), usage_word.size());
    const auto first = usage_word.substr(0, end);
    usage_word.remove_prefix(std::min(end + 1, usage_word.size()));
    return first;
}

/// Reads what a word of a usage stands for. How many words; 0: it is something else.
std::size_t read_one(std::string_view usage_word, Words words, Captures& c) {
    if (const auto* slot = find_slot(usage_word)) return slot->read(words, c);
    const auto which = find_choice(usage_word, words[0]);
    if (!which) return 0;
    if (usage_word.find('|') != std::string_view::npos) c.index = *which;
    return 1;
}

void expect(std::string_view usage_word, std::size_t at, Expected& expected) {
    if (const auto* slot = find_slot(usage_word)) return expected.add(at, std::string(slot->expected));
    while (!usage_word.empty()) expected.add(at, std::string(take_alternative(usage_word)));
}

/// The words behind the name of the command.
bool follows(const Rule& rule, bool mended, Words words, Captures& c, Expected& expected) {
    std::size_t at = 1;
    const auto usage = words_of(rule.row.usage);
    for (const auto usage_word : Words(usage).subspan(1)) {
        const auto* slot = find_slot(usage_word);
        if (mended && slot != nullptr && slot->fault_amount) break;
        const auto taken = at < words.size() ? read_one(usage_word, words.subspan(at), c) : 0;
        if (taken == 0) {
            expect(usage_word, at, expected);
            return false;
        }
        at += taken;
    }
    if (at < words.size()) expected.add(at, "the end of the line");
    return at >= words.size();
}

/// How many letters must be changed, added or dropped to make `b` out of `a` (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto changed = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

/// The names of all commands, each once.
std::string all_names() {
    std::string names;
    std::string_view last;
    for (const auto& rule : rules())
        if (std::exchange(last, rule.row.name) != rule.row.name) (names += names.empty() ? "" : ", ") += last;
    return names;
}

/// The command most like `word`; empty if none is.
std::string_view nearest(std::string_view word) {
    constexpr std::size_t longest = 20;
    if (word.size() > longest) return {};
    const auto far = [&](const Rule& rule) { return distance(word, rule.row.name); };
    const auto best = std::ranges::min_element(rules(), {}, far);
    return far(*best) <= 2 && far(*best) < word.size() ? best->row.name : std::string_view();
}

std::string unknown_command(std::string_view word) {
    const auto like = nearest(word);
    if (!like.empty())
        return fmt::format("expected a command, not {}: did you mean '{}'?", quoted(word), like);
    return fmt::format("expected one of the commands {}, not {}", all_names(), quoted(word));
}

} // namespace

std::optional<std::size_t> find_choice(std::string_view usage_word, std::string_view word) {
    for (std::size_t index = 0; !usage_word.empty(); ++index)
        if (take_alternative(usage_word) == word) return index;
    return {};
}

std::string_view choice(std::string_view usage_word, std::size_t index) {
    for (; index > 0; --index) take_alternative(usage_word);
    return take_alternative(usage_word);
}

void Expected::add(std::size_t at, std::string text) {
    if (at > at_) texts_.clear();
    if (at < at_ || std::ranges::find(texts_, text) != texts_.end()) return;
    at_ = at;
    texts_.push_back(std::move(text));
}

std::string Expected::message(Words words) const {
    std::string out = "expected ";
    for (std::size_t i = 0; i < texts_.size(); ++i) {
        if (i > 0) out += i + 1 == texts_.size() ? " or " : ", ";
        out += texts_[i];
    }
    if (at_ < words.size()) return out + ", not " + quoted(words[at_]);
    return out + " behind " + quoted(words.back());
}

const Rule* match(Words words, Captures& c, std::string& why) {
    const bool mended = words[0] == "mend";
    bool known = false;
    Expected expected;
    for (const auto& rule : rules()) {
        if (rule.row.name != (mended ? "fault" : words[0])) continue;
        known = true;
        c = Captures{};
        if (follows(rule, mended, words, c, expected)) return &rule;
    }
    why = known ? expected.message(words) : unknown_command(words[0]);
    return nullptr;
}

} // namespace gtx::sim::scenario
