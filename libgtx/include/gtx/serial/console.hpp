// SPDX-License-Identifier: MIT
/// \file
/// The text console of Pylontech and Pytes packs (RS232): what was asked, what came back, and how it ended.
///
/// The pack echoes the line, then gives `@`, rows, `Command completed successfully`, `$$` and a prompt. Lines
/// end in CR and LF in several orders, so each is an end and blank lines are nothing. Recordings that begin
/// with the command and without a prompt are read, too. Source: serial-protocols.md 6 and the recordings it
/// names.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::serial {

/// What the pack said of the command.
enum class ConsoleSays : std::uint8_t {
    nothing,
    completed,       ///< "Command completed successfully"
    unknown_command, ///< "Unknown command 'x' - try 'help'"
    failed,          ///< "Invalid command or fail to excute." (its own spelling)
};

/// What ended an answer.
enum class ConsoleEnd : std::uint8_t {
    ended,      ///< `$$`
    prompt,     ///< the next prompt, and no `$$` before it
    too_long,   ///< more than ConsoleReader::max_answer characters; the rest is noise
    unfinished, ///< finish(): nothing more comes
};

struct ConsoleAnswer {
    Place place;         ///< from the prompt (or the command) to the end
    std::string prompt;  ///< "pylon", "pylon_debug", "PYTES"; empty if none was seen
    std::string command; ///< as echoed, without the blanks around it; empty if its line was refused
    std::vector<std::string> lines; ///< all but blank lines, `@`, the words of success and the pager's
    ConsoleSays says{};
    ConsoleEnd end{};
    std::uint32_t pages = 0;         ///< how often the pager stopped it
    std::uint32_t refused_lines = 0; ///< lines of this answer that were refused
};

struct ConsoleBatch {
    std::vector<ConsoleAnswer> answers;
    std::vector<Refused> refused; ///< not_text and too_long lines; noise: text that belongs to no answer

    void clear() {
        answers.clear();
        refused.clear();
    }
};

/// Splits text in blocks of any size. Holds at most max_answer characters. In its counts frames are answers;
/// prompts and blank lines between answers belong neither to frame_bytes nor to refused_bytes, refused lines
/// within an answer to both.
class GTX_API ConsoleReader {
public:
    static constexpr std::size_t max_line = 1024;     ///< characters; the longest row seen has 246
    static constexpr std::size_t max_answer = 262144; ///< characters of all its lines, each with its end

    ConsoleReader();
    ~ConsoleReader();
    ConsoleReader(ConsoleReader&&) noexcept;
    ConsoleReader& operator=(ConsoleReader&&) noexcept;

    /// Takes all of `bytes`, which came at `time` (it may be unknown), and appends to `batch`.
    void read(Bytes bytes, Timestamp time, ConsoleBatch& batch);
    /// Nothing more comes: an answer that has no end yet is given as unfinished.
    void finish(ConsoleBatch& batch);

    [[nodiscard]] const Counts& counts() const;
    /// The pack shows a prompt and waits for a command.
    [[nodiscard]] bool at_prompt() const;
    /// The pack waits for Enter: "Press [Enter] to be continued,other key to exit".
    [[nodiscard]] bool at_pager() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// A row of a table.
struct ConsoleRow {
    std::size_t line = 0;           ///< its number among the lines, from 0
    std::vector<std::string> cells; ///< one per heading, empty where nothing stands
    /// The pack of this row is not there ("Absent"). Only the first cell is filled: newer firmware puts the
    /// others under the wrong headings.
    bool absent = false;
};

/// A line of a table that was not taken, by its number from 0.
struct ConsoleRefusedRow {
    std::size_t line = 0;
    Refusal reason{}; ///< misaligned
};

struct ConsoleTable {
    std::size_t heading_line = 0;
    std::vector<std::string> headings;
    std::vector<ConsoleRow> rows;
    std::vector<ConsoleRefusedRow> refused;

    /// The number of a heading, "Volt" or "Base State". Empty if there is none.
    [[nodiscard]] GTX_API std::optional<std::size_t> column(std::string_view heading) const;
};

/// The first table among `lines`: headings, and rows that begin with a number. No value: there is no table.
///
/// A heading is a word, with a second one where firmware writes two ("Base State", "Err Code"). A word
/// belongs to the heading under whose place most of it stands; a cell keeps the blanks between its words
/// ("38% 19994 mAH"). A row with another number of words under a heading than most rows, or with a cell that
/// keeps neither the left nor the right edge that most rows (of three or more) share, is refused as
/// misaligned: consoles lose characters.
GTX_API std::optional<ConsoleTable> read_table(std::span<const std::string> lines);

/// Key and value of `Voltage         : 49905       mV`, without the blanks around them. No value: no colon,
/// or nothing before it. They are borrowed from `line`.
GTX_API std::optional<std::pair<std::string_view, std::string_view>>
key_value(std::string_view line) noexcept;

} // namespace gtx::serial
