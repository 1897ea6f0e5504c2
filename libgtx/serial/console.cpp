// SPDX-License-Identifier: MIT
#include "gtx/serial/console.hpp"

#include <algorithm>
#include <array>

#include "serial/console_text_impl.hpp"
#include "serial/ledger_impl.hpp"

namespace gtx::serial {

namespace {

/// Prompts seen in the field (serial-protocols.md 6), without their `>`.
constexpr std::array<std::string_view, 3> prompts{"pylon", "pylon_debug", "PYTES"};
constexpr std::string_view success = "Command completed successfully";
constexpr std::string_view unknown = "Unknown command";
constexpr std::string_view failure = "Invalid command or fail to excute";
constexpr std::string_view pager = "Press [Enter] to be continued";
constexpr std::string_view pager_end = "to exit";

constexpr bool is_text(char c) {
    return (c >= ' ' && c <= '~') || c == '\t';
}

/// The prompt at the end of `line`, with its `>`; with junk before it only if `anywhere`.
std::string_view prompt_at_end(std::string_view line, bool anywhere) {
    for (auto p : prompts) {
        if (!line.ends_with('>') || !line.substr(0, line.size() - 1).ends_with(p)) continue;
        if (anywhere || trimmed(line).size() == p.size() + 1) return line.substr(line.size() - p.size() - 1);
    }
    return {};
}

ConsoleSays what_it_says(std::string_view line) {
    if (line == success) return ConsoleSays::completed;
    if (line.starts_with(unknown)) return ConsoleSays::unknown_command;
    if (line.starts_with(failure)) return ConsoleSays::failed;
    return ConsoleSays::nothing;
}

/// What stands behind the words of the pager.
std::string_view behind_pager(std::string_view line) {
    const auto end = line.find(pager_end);
    return end == line.npos ? std::string_view{} : trimmed(line.substr(end + pager_end.size()));
}

} // namespace

class ConsoleReader::Impl {
public:
    void take(char c, Timestamp time, ConsoleBatch& out) {
        if (line_.place.length == 0) line_.place = {ledger.counts.bytes, 0, time, time};
        ++ledger.counts.bytes;
        ++line_.place.length;
        line_.place.ended = time;
        if (c == '\r' || c == '\n') {
            end_line(out);
            return;
        }
        add(c);
        if (c != '>') return;
        // Rows may say what they like; elsewhere a prompt is one also behind junk.
        const bool anywhere = line_.wrong || !answer_ || !answered_;
        const auto prompt = prompt_at_end(line_.text, anywhere);
        if (!prompt.empty()) start_prompt(std::string(prompt), out);
    }

    void finish(ConsoleBatch& out) {
        end_line(out);
        refuse_loose(out);
        close(ConsoleEnd::unfinished, out);
    }

    [[nodiscard]] bool at_prompt() const { return line_.behind_prompt && line_.text.empty(); }
    [[nodiscard]] bool at_pager() const { return answer_ && trimmed(line_.text).starts_with(pager); }

    Ledger ledger;

private:
    struct Line {
        Place place;
        std::string text;
        std::optional<Refusal> wrong;
        bool behind_prompt = false; ///< a prompt stands before the text
    };

    /// Of a line that is too long the beginning and the last few characters stay: they may become a prompt.
    void add(char c) {
        constexpr std::size_t last = 16;
        if (line_.text.size() == max_line) {
            line_.wrong = Refusal::too_long;
            line_.text.erase(max_line - last, 1);
        }
        line_.text += c;
        if (!is_text(c) && !line_.wrong) line_.wrong = Refusal::not_text;
    }

    void start_prompt(std::string prompt, ConsoleBatch& out) {
        if (trimmed(line_.text).size() > prompt.size()) refuse_before(prompt.size(), out);
        prompt.pop_back();
        prompt_ = std::move(prompt);
        refuse_loose(out);
        close(ConsoleEnd::prompt, out);
        line_.text.clear();
        line_.behind_prompt = true;
    }

    /// Refuses all of the line but its last `length` characters.
    void refuse_before(std::size_t length, ConsoleBatch& out) {
        auto junk = line_;
        junk.text.resize(junk.text.size() - length);
        junk.place.length -= length;
        refuse_line(junk, out);
        line_.place.offset += junk.place.length;
        line_.place.length = length;
        line_.wrong.reset();
    }

    void refuse_line(const Line& line, ConsoleBatch& out) {
        if (answer_) ++answer_->refused_lines;
        refuse(line.wrong.value_or(Refusal::noise), line, out);
    }

    void end_line(ConsoleBatch& out) {
        const auto line = std::exchange(line_, Line{});
        const auto text = trimmed(line.text);
        if (line.wrong) {
            refuse_line(line, out);
        } else if (text.empty()) {
            return;
        } else if (line.behind_prompt) {
            open(line, text);
        } else if (answer_) {
            take_row(line, text, out);
        } else if (text == "@") {
            const auto command = loose_.text.empty() ? line : loose_;
            open(command, loose_.text.empty() ? std::string_view{} : trimmed(command.text));
            answer_->place.ended = line.place.ended;
            answered_ = true;
            loose_ = {};
        } else {
            refuse_loose(out);
            loose_ = line;
        }
    }

    void open(const Line& line, std::string_view command) {
        answer_.emplace();
        answer_->place = line.place;
        answer_->command = command;
        if (line.behind_prompt) answer_->prompt = prompt_;
        chars_ = 0;
        answered_ = false;
    }

    void take_row(const Line& line, std::string_view text, ConsoleBatch& out) {
        answer_->place.ended = line.place.ended;
        if (text.starts_with(pager)) {
            ++answer_->pages;
            text = behind_pager(text);
        }
        if (text == "$$") {
            close(ConsoleEnd::ended, out);
        } else if (text == "@") {
            answered_ = true;
        } else if (!text.empty()) {
            add_row(line, text, out);
        }
    }

    void add_row(const Line& line, std::string_view text, ConsoleBatch& out) {
        const auto says = what_it_says(text);
        if (says != ConsoleSays::nothing) answer_->says = says;
        if (says == ConsoleSays::completed) return;
        // Blanks at the beginning stay: tables are read by their columns.
        const auto begin = static_cast<std::size_t>(text.data() - line.text.data());
        chars_ += begin + text.size() + 1;
        if (chars_ > max_answer) {
            close(ConsoleEnd::too_long, out);
            refuse(Refusal::too_long, line, out);
            return;
        }
        answer_->lines.emplace_back(std::string(begin, ' ').append(text));
    }

    void close(ConsoleEnd end, ConsoleBatch& out) {
        if (!answer_) return;
        const auto stop = line_.place.length == 0 ? ledger.counts.bytes : line_.place.offset;
        answer_->place.length = stop - answer_->place.offset;
        answer_->end = end;
        ledger.count_frame(answer_->place);
        out.answers.push_back(std::move(*answer_));
        answer_.reset();
    }

    void refuse(Refusal why, const Line& line, ConsoleBatch& out) {
        ledger.begin(why, line.place.offset, line.place.began, out.refused);
        ledger.add(line.text, line.place.ended, line.place.length);
        ledger.end(out.refused);
    }

    void refuse_loose(ConsoleBatch& out) {
        if (loose_.text.empty()) return;
        refuse(Refusal::noise, loose_, out);
        loose_ = {};
    }

    Line line_;
    Line loose_; ///< text outside an answer: a command, if `@` follows
    std::string prompt_;
    std::optional<ConsoleAnswer> answer_;
    bool answered_ = false; ///< its `@` was seen
    std::size_t chars_ = 0; ///< of the lines of the answer
};

ConsoleReader::ConsoleReader() : impl_(std::make_unique<Impl>()) {}
ConsoleReader::~ConsoleReader() = default;
ConsoleReader::ConsoleReader(ConsoleReader&&) noexcept = default;
ConsoleReader& ConsoleReader::operator=(ConsoleReader&&) noexcept = default;

void ConsoleReader::read(Bytes bytes, Timestamp time, ConsoleBatch& batch) {
    for (auto byte : bytes) impl_->take(static_cast<char>(byte), time, batch);
}

void ConsoleReader::finish(ConsoleBatch& batch) {
    impl_->finish(batch);
}

const Counts& ConsoleReader::counts() const {
    return impl_->ledger.counts;
}

bool ConsoleReader::at_prompt() const {
    return impl_->at_prompt();
}

bool ConsoleReader::at_pager() const {
    return impl_->at_pager();
}

} // namespace gtx::serial
