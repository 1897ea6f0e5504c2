// SPDX-License-Identifier: MIT
#include "gtx/sim/scenario.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "gtx/base/time_text.hpp"
#include "sim/scenario_impl.hpp"

namespace gtx::sim {
namespace scenario {
namespace {

/// Without what is behind a `#` that begins a word.
std::string_view without_comment(std::string_view line) {
    for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1))
        if (at == 0 || line[at - 1] == ' ' || line[at - 1] == '\t') return line.substr(0, at);
    return line;
}

/// The next time at or after `from` at which it is `clock`.
std::int64_t next(std::int64_t from, std::int64_t clock, std::int64_t start_of_day) {
    const auto now = (start_of_day % day + from) % day;
    return from + (clock - now + 2 * day) % day;
}

std::optional<std::int64_t> read_time(const Story& story, std::string_view word) {
    if (word.starts_with('+')) {
        const auto more = text::parse_duration(word.substr(1));
        if (!more || *more > latest) return {};
        return story.now + *more;
    }
    if (const auto clock = parse_clock(word))
        return next(story.now, *clock, nanoseconds(story.options.start_of_day));
    return text::parse_duration(word);
}

/// Moves the story on to the time of a line. False: refused.
bool take_time(Story& story, std::string_view word) {
    const auto at = read_time(story, word);
    if (!at) {
        story.refuse(fmt::format("expected a time such as 90, 1h30m, +10m or 03:00, not {}", quoted(word)));
    } else if (*at > latest) {
        story.refuse(fmt::format("{} is more than 100 years from the beginning", quoted(word)));
    } else if (*at < story.now) {
        std::string before;
        text::append_duration(before, story.now);
        story.refuse(fmt::format("{} is earlier than the line before ({})", quoted(word), before));
    } else {
        story.now = *at;
        return true;
    }
    return false;
}

void add_command(Story& story, Command command, bool mended) {
    const auto* window = std::get_if<command::Window>(&command);
    if (window != nullptr && window->begin == window->end)
        return story.refuse("expected two different times of day");
    if (auto* fault = std::get_if<command::Fault>(&command)) fault->mended = mended;
    story.add(story.now, std::move(command));
}

void take_command(Story& story, Words words) {
    Captures c;
    std::string why;
    const auto* rule = match(words, c, why);
    if (rule == nullptr) {
        story.refuse(std::move(why));
    } else if (rule->make == nullptr) {
        add_profile(story, c);
    } else {
        add_command(story, rule->make(*rule, c), words[0] == "mend");
    }
}

void take_line_of(Story& story, std::string_view line) {
    if (line.size() > longest_line)
        return story.refuse(fmt::format("expected a line of at most {} bytes", longest_line));
    const auto words = words_of(without_comment(line));
    if (words.empty()) return;
    const bool in_time = take_time(story, words[0]);
    if (words.size() == 1) {
        if (in_time) story.refuse(fmt::format("expected a command behind the time {}", quoted(words[0])));
        return;
    }
    if (in_time) take_command(story, Words(words).subspan(1));
}

/// The command of a step and its values. Null for a step that no text gives.
const Rule* rule_of(const Command& command, Captures& c) {
    for (const auto& rule : rules())
        if (rule.take != nullptr && rule.take(rule, command, c)) return &rule;
    return nullptr;
}

void append_command(std::string& out, const Rule& rule, const Captures& c, bool mended) {
    std::size_t number = 0;
    for (const auto word : words_of(rule.row.usage)) {
        const auto* slot = find_slot(word);
        if (mended && slot != nullptr && slot->fault_amount) break;
        out += ' ';
        if (slot != nullptr)
            slot->write(out, c, number);
        else if (word.find('|') != std::string_view::npos)
            out += choice(word, c.index);
        else
            out += mended && word == "fault" ? "mend" : word;
    }
}

} // namespace

void Story::refuse_in(std::string_view where, std::uint64_t number, std::string why) {
    if (abandoned) return;
    refused.push_back({std::string(where), number, std::move(why)});
    if (refused.size() - refused_before < most_refused) return;
    abandoned = true;
    refused.push_back({std::string(where), number, "too much is refused: the rest is not read"});
}

void Story::abandon(std::string why) {
    refuse(std::move(why));
    abandoned = true;
}

void Story::add(std::int64_t at_ns, Command command) {
    if (abandoned) return;
    if (steps.size() == most_steps)
        return abandon(fmt::format("expected at most {} steps in all", most_steps));
    steps.push_back({at_ns, std::move(command), line});
}

} // namespace scenario

Scenario parse_scenario(std::string_view text, std::string_view file, const ScenarioOptions& options,
                        std::vector<Refusal>& refused) {
    scenario::Story story{.options = options, .file = file, .refused = refused};
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); // a byte order mark of an editor
    while (!text.empty() && !story.abandoned) {
        ++story.line;
        scenario::take_line_of(story, scenario::take_line(text));
    }
    std::ranges::stable_sort(story.steps, {}, &Step::at_ns); // profiles reach beyond the lines behind them
    return std::move(story.steps);
}

void append_scenario_line(std::string& out, const Step& step) {
    scenario::Captures c;
    const auto* rule = scenario::rule_of(step.command, c);
    if (rule == nullptr) return;
    text::append_duration(out, step.at_ns);
    const auto* fault = std::get_if<command::Fault>(&step.command);
    scenario::append_command(out, *rule, c, fault != nullptr && fault->mended);
    out += '\n';
}

} // namespace gtx::sim
