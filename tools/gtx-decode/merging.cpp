// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/merging.hpp"

#include <utility>

#include "gtx/decode/summary.hpp"
#include "tools/common/input.hpp"
#include "tools/common/message.hpp"
#include "tools/common/output.hpp"
#include "tools/common/signals.hpp"
#include "tools/gtx-decode/words.hpp"

namespace gtx::decode_tool {

namespace {

class Merging {
public:
    explicit Merging(const Options& options) : options_(options) {}

    Result<cli::ExitStatus> run() {
        GTX_TRY(auto output, cli::Output::open(options_.output));
        const std::vector<std::string> standard_input{"-"};
        for (const auto& path : options_.files.empty() ? standard_input : options_.files) {
            // What cannot be read costs nothing else: the others are merged, the status says so.
            if (const auto done = read(path, output); !done) {
                cli::say(done.error().message());
                failed_ = true;
            }
            if (stopped_ || cli::noted_signal() != 0) break;
        }
        if (taken_ != 0)
            decode::write_summary(all_, options_.format, [&](std::string_view text) { output.write(text); });
        if (const auto closed = output.close(); !closed) return closed.error();
        tell_end();
        if (failed_) return cli::ExitStatus::world;
        return taken_ == 0 || stopped_ ? cli::ExitStatus::no : cli::ExitStatus::yes;
    }

private:
    Result<void> read(const std::string& path, const cli::Output& output) {
        GTX_TRY(auto input, cli::Input::open(path));
        if (output.same_file(input.fd()))
            return Error{Errc::bad_value, input.name() + ": is the output, too"};
        name_ = input.name();
        line_ = 0;
        std::string begun;
        while (!stopped_) {
            GTX_TRY(const auto block, input.read());
            if (block.empty()) break;
            take_lines(begun, block);
        }
        if (!stopped_ && cli::noted_signal() == 0 && !begun.empty()) take(begun);
        return input.damage();
    }

    /// `begun` is the beginning of a line, and is so again behind this. No more of one is kept than one byte
    /// more than a summary may have.
    void take_lines(std::string& begun, std::string_view block) {
        while (!block.empty() && !stopped_) {
            const auto end = block.find('\n');
            begun += block.substr(0, std::min(end, decode::longest_summary + 1 - begun.size()));
            if (end == block.npos) return;
            take(std::exchange(begun, {}));
            block.remove_prefix(end + 1);
        }
    }

    void take(std::string_view text) {
        ++line_;
        if (text.find_first_not_of(" \t\r") == text.npos) return;
        const auto read = decode::read_summary(text);
        if (const auto* refusal = std::get_if<decode::SummaryRefusal>(&read)) {
            if (++refused_ <= most_told || options_.verbose)
                cli::note_at(name_, line_, "column {}: {}", refusal->column, refusal->why);
            stopped_ = options_.strict;
            return;
        }
        ++taken_;
        all_.merge(std::get<decode::Summary>(read));
    }

    void tell_end() const {
        if (stopped_) return cli::note("stopped at the first summary that was refused (--strict)");
        const auto summaries = taken_ + refused_;
        if (refused_ != 0)
            cli::note("{} of {} refused", refused_,
                      summaries == 1 ? "1 summary" : fmt::format("{} summaries", summaries));
        if (summaries == 0 && !failed_) cli::note("no summaries");
    }

    const Options& options_;
    decode::Summary all_;
    std::string name_;
    std::uint64_t line_ = 0;
    std::uint64_t taken_ = 0;
    std::uint64_t refused_ = 0;
    bool stopped_ = false; ///< --strict met one that was refused
    bool failed_ = false;  ///< something could not be read
};

} // namespace

std::string merge_complaint(const Options& options) {
    if (!options.merge) return {};
    if (decode::passes_frames(options.format)) return "--merge writes -f text, json or csv";
    const bool another_view = options.view != decode::As::messages && options.view != decode::As::summary;
    const bool selects = !options.interfaces.empty() || !options.ids.empty() || !options.messages.empty() ||
                         !options.signals.empty() || options.from || options.to || options.count;
    const bool reads = !options.from_format.empty() || options.timestamps != Timestamps::automatic ||
                       options.dialect != "auto" || options.explain;
    const bool databases = !options.dbc_out.empty() || !options.databases.empty();
    if (another_view || selects || reads || databases || options.every || options.all)
        return "--merge reads summaries, not captures: it goes with -f, -o, --strict, -q and -v";
    return {};
}

Result<cli::ExitStatus> merge_summaries(const Options& options) {
    return Merging(options).run();
}

} // namespace gtx::decode_tool
