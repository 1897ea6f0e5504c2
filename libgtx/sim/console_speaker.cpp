// SPDX-License-Identifier: MIT
// The text console of a pack: it echoes what is typed, answers a line, and shows a prompt. Line ends are
// those of the recordings: CR CR LF in tables, LF CR elsewhere (serial-protocols.md 6).
#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "sim/console_text_impl.hpp"
#include "sim/speaker_impl.hpp"

namespace gtx::sim {

namespace {

constexpr std::size_t longest_line = 256; // what more is typed is echoed and forgotten [proposal]
constexpr std::size_t page_lines = 17;    // three entries of `log` in the recording
constexpr std::string_view pager = "\rPress [Enter] to be continued,other key to exit\r";
constexpr std::string_view failure = "Invalid command or fail to excute."; // its own spelling

/// The words of a line, at most three: more is too much for any command.
std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    for (auto begin = line.find_first_not_of(' '); begin != line.npos && words.size() < 3;) {
        const auto end = std::min(line.find(' ', begin), line.size());
        words.push_back(line.substr(begin, end - begin));
        begin = line.find_first_not_of(' ', end);
    }
    return words;
}

class ConsoleSpeaker : public Speaker {
public:
    explicit ConsoleSpeaker(const SerialPackOptions& options) : prompt_(options.prompt + ">") {}

    void hear(std::string_view bytes, const Hearing& hearing, std::vector<Spoken>& out) override {
        if (!awake(hearing.state) || hearing.state.pack.empty() || !answers(hearing.state.pack.front())) {
            reset();
            return;
        }
        for (const char c : bytes) key(c, hearing.state, out);
        flush_echo(out);
    }

private:
    void reset() {
        line_.clear();
        rest_.reset();
        after_cr_ = false;
    }

    void key(char c, const state::Snapshot& state, std::vector<Spoken>& out) {
        const bool behind_cr = std::exchange(after_cr_, c == '\r');
        if (c == '\n' && behind_cr) return;
        if (rest_) return turn_page(c, out);
        if (c == '\r' || c == '\n') return enter(c, state, out);
        if (c == '\b' || c == '\x7F') return rub_out();
        echo_ += c;
        if (line_.size() < longest_line) line_ += c;
    }

    void rub_out() {
        if (line_.empty()) return;
        line_.pop_back();
        echo_ += "\b \b";
    }

    void enter(char c, const state::Snapshot& state, std::vector<Spoken>& out) {
        echo_ += c == '\r' ? "\r\n\r" : "\n\r";
        flush_echo(out);
        const auto line = std::exchange(line_, {});
        const auto words = words_of(line);
        if (words.empty()) return say(prompt_, out);
        ++counts.requests;
        ++counts.answered;
        const auto* command = console::find_command(words[0]);
        if (command == nullptr) {
            ++counts.refused;
            return say(fmt::format("Unknown command '{}' - try 'help'\r\n\r{}", words[0], prompt_), out);
        }
        run(*command, words, state, out);
    }

    void run(const console::Command& command, const std::vector<std::string_view>& words,
             const state::Snapshot& state, std::vector<Spoken>& out) {
        console::Text text;
        if (const auto asked = asked_for(words, state))
            command.print(*asked, text);
        else
            text.failed = true;
        if (text.failed) {
            ++counts.refused;
            return say(fmt::format("@\r\r\n{}\r\r\n$$\r\n\r{}", failure, prompt_), out);
        }
        std::string answer = "@" + std::string(text.line_end);
        rest_ = std::move(text);
        show_page(std::move(answer), out);
    }

    /// No value: the line names a pack that is not there.
    static std::optional<console::Asked> asked_for(const std::vector<std::string_view>& words,
                                                   const state::Snapshot& state) {
        if (words.size() == 1) return console::Asked{state};
        const auto number = text::parse_integer(words[1]);
        if (words.size() > 2 || !number || *number < 1) return std::nullopt;
        const auto pack = static_cast<std::size_t>(*number);
        if (pack > state.pack.size() || !answers(state.pack[pack - 1])) return std::nullopt;
        return console::Asked{state, pack, true};
    }

    /// A page of what is left to show, or all of it.
    void show_page(std::string answer, std::vector<Spoken>& out) {
        auto& lines = rest_->lines;
        const auto count = rest_->paged ? std::min(page_lines, lines.size()) : lines.size();
        const bool last = count == lines.size();
        for (std::size_t i = 0; i < count; ++i) {
            answer += lines[i];
            answer += i + 1 == count ? "\r\n" : rest_->line_end;
        }
        lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count));
        if (!last) return say(answer.append(pager), out);
        rest_.reset();
        say(answer + the_end(), out);
    }

    void turn_page(char c, std::vector<Spoken>& out) {
        if (c == '\r' || c == '\n') {
            constexpr std::size_t wiped = 50; // blanks over the words of the pager
            return show_page('\r' + std::string(wiped, ' ') + "\r\r\r\n", out);
        }
        rest_.reset();
        say("\r\n" + the_end(), out);
    }

    [[nodiscard]] std::string the_end() const {
        return "\rCommand completed successfully\r\n\r$$\r\n\r" + prompt_;
    }

    void flush_echo(std::vector<Spoken>& out) {
        if (!echo_.empty()) out.push_back({.bytes = std::exchange(echo_, {}), .other = {}, .at_once = true});
    }
    static void say(std::string bytes, std::vector<Spoken>& out) {
        out.push_back({.bytes = std::move(bytes), .other = {}});
    }

    std::string prompt_;
    std::string line_;
    std::string echo_;
    std::optional<console::Text> rest_; ///< the pager waits for a key
    bool after_cr_ = false;
};

} // namespace

std::unique_ptr<Speaker> make_console_speaker(const SerialPackOptions& options) {
    return std::make_unique<ConsoleSpeaker>(options);
}

} // namespace gtx::sim
