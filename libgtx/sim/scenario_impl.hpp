// SPDX-License-Identifier: MIT
/// \file
/// The parts of the scenario parser: words, values by the words of a usage, rules, profiles.
///
/// A usage such as "fault pack PACK cell CELL weak PERCENT" is read word by word: a word of small letters
/// stands for itself, `a|b` for one of several, and the words of slots (in capitals) take a value. The same
/// usage writes the line again.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/sim/scenario.hpp"

namespace gtx::sim::scenario {

inline constexpr std::int64_t second = 1'000'000'000;
inline constexpr std::int64_t day = 86400 * second;
// Far enough for the life of a battery, and a date of our days plus this still fits in nanoseconds.
inline constexpr std::int64_t latest = 36525 * day;
inline constexpr std::size_t most_refused = 100;
inline constexpr std::size_t most_steps = 1'000'000;
inline constexpr std::size_t most_profile_bytes = 256'000'000;
inline constexpr std::size_t longest_line = 4096;

using Words = std::span<const std::string_view>;

/// The words between blanks and tabs.
std::vector<std::string_view> words_of(std::string_view text);
/// Takes the first line from `text`, without its line end.
std::string_view take_line(std::string_view& text);
/// A word for a message: in quotes, and cut if it is long.
std::string quoted(std::string_view word);

/// `HH:MM` or `HH:MM:SS`, to 24:00, in nanoseconds since midnight.
std::optional<std::int64_t> parse_clock(std::string_view text);
void append_clock(std::string& out, std::int64_t ns);
/// Seconds as a whole number of nanoseconds; 0 for what is no time of at most 100 years.
std::int64_t nanoseconds(Seconds s);

/// The values of one line, by what they stand for.
struct Captures {
    std::size_t pack = 0;
    std::size_t index = 0; ///< of a cell or sensor, or which of `a|b`
    std::array<double, 2> numbers{};
    std::size_t number_count = 0;
    Amount amount;
    std::string_view file;

    void add(double number) { numbers[number_count++] = number; }
};

/// A word of a usage that takes a value.
struct Slot {
    std::string_view name;
    std::string_view expected; ///< what a refusal says
    /// Takes the value from the front of `words`, which is not empty. How many words; 0: refused.
    std::size_t (*read)(Words words, Captures& c);
    /// Writes the value back; `number` counts the numbers that were written.
    void (*write)(std::string& out, const Captures& c, std::size_t& number);
    bool fault_amount = false; ///< how bad a fault is: not said when it is mended
};
/// The slot of a word of a usage; null for words that stand for themselves.
const Slot* find_slot(std::string_view usage_word);

/// A power, with `amps_too` a power or a current. How many words; 0: refused.
std::size_t read_amount(Words words, bool amps_too, Amount& out);

/// Which of `a|b` a word is.
std::optional<std::size_t> find_choice(std::string_view usage_word, std::string_view word);
/// The word of `a|b` with that index.
std::string_view choice(std::string_view usage_word, std::size_t index);

/// One form of a command.
struct Rule {
    CommandRow row;
    Command (*make)(const Rule& rule, const Captures& c) = nullptr; ///< null: `profile` and `mend`
    /// The values of a command of this form. False: it is of another.
    bool (*take)(const Rule& rule, const Command& command, Captures& c) = nullptr;
    command::Fault::What what{}; ///< of a fault
};
std::span<const Rule> rules();

/// What was expected at the furthest word that any rule reached.
class Expected {
public:
    void add(std::size_t at, std::string text);
    /// "expected a or b, not 'x'".
    [[nodiscard]] std::string message(Words words) const;

private:
    std::size_t at_ = 0;
    std::vector<std::string> texts_;
};

/// The rule that a line's words (without the time) follow, and its values. Null: `why` says what was
/// expected.
const Rule* match(Words words, Captures& c, std::string& why);

/// A scenario while it is read.
struct Story {
    const ScenarioOptions& options;
    std::string_view file;
    std::vector<Refusal>& refused;
    std::size_t refused_before = refused.size();
    Scenario steps{};
    std::uint64_t line = 0;
    std::int64_t now = 0; ///< time of the last line
    std::size_t profile_bytes = 0;
    bool abandoned = false; ///< too much of something: nothing more is read

    void refuse(std::string why) { refuse_in(file, line, std::move(why)); }
    void refuse_in(std::string_view where, std::uint64_t number, std::string why);
    /// Refuses the line and reads nothing more.
    void abandon(std::string why);
    void add(std::int64_t at_ns, Command command);
};

/// Reads the file of a `profile` line at `story.now` and adds its steps.
void add_profile(Story& story, const Captures& c);

} // namespace gtx::sim::scenario
