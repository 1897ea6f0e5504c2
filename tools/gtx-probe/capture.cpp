// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/capture.hpp"

#include <algorithm>

#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/port/clock.hpp"
#include "tools/common/input.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-probe/session.hpp"

namespace gtx::probe_tool {

void CaptureReader::tell_refused(const log::Refused& refused) {
    constexpr std::uint64_t most_told = 5; // of each reason; -v tells all
    if (++told_[static_cast<std::size_t>(refused.reason)] > most_told && !options_.verbose) return;
    cli::note_at(name_, refused.line, "{}: '{}'", log::describe(refused.reason), refused.text);
}

namespace {

class CaptureSession {
public:
    CaptureSession(const Options& options, cli::Input input, Teller& teller)
        : options_(options), teller_(teller), input_(std::move(input)) {}

    Result<std::vector<Seen>> run() {
        while (!teller_.enough(pace()) && cli::noted_signal() == 0) {
            if (input_.would_wait() && !wait()) break;
            GTX_TRY(const auto block, input_.read());
            if (block.empty()) break;
            last_byte_ = port::now();
            if (!began_.known()) began_ = heard_ = last_byte_;
            take(block);
        }
        finish();
        if (const auto damage = input_.damage(); !damage) cli::error("{}", damage.error().message());
        auto seen = reader_->seen();
        if (seen.empty()) seen.push_back(nothing());
        return seen;
    }

private:
    /// Frames that come at the pace of the clock are those of a live source. Whoever reads a recording
    /// through a pipe gets them as fast as they can be read.
    [[nodiscard]] bool is_live() const {
        if (!input_.live() || !reader_ || !began_.known()) return false;
        const auto spent = seconds_between(began_, port::now());
        constexpr double least_s = 0.2;
        return spent > least_s && spent > reader_->span_s() / 2;
    }
    [[nodiscard]] Pace pace() const { return is_live() ? Pace::live : Pace::recorded; }

    /// When the waiting ends. Before the first byte only if it was asked for: whoever is on the other side
    /// may have to type a password first.
    [[nodiscard]] Timestamp deadline() const {
        const auto longest = patience(options_);
        auto since = is_live() ? (teller_.wants_a_while() ? began_ : heard_) : last_byte_;
        if (!since.known() && options_.timeout) since = opened_;
        if (!longest || !since.known()) return Timestamp::none();
        return Timestamp(since.ns() + *longest);
    }

    /// True once there is something to read; false if a live source was watched for long enough, or was
    /// silent for too long, or a signal came.
    [[nodiscard]] bool wait() const {
        while (cli::noted_signal() == 0) {
            const auto end = deadline();
            const auto left_ns = end.known() ? end.ns() - port::now().ns() : second_ns;
            if (left_ns <= 0) return false;
            if (input_.wait(std::chrono::milliseconds(left_ns / 1'000'000 + 1))) return true;
        }
        return false;
    }

    void take(std::string_view block) {
        if (reader_) return reader_->read(block);
        beginning_ += block;
        begin(false);
    }

    /// Once it is clear what the capture holds.
    void begin(bool whole) {
        const bool serial = dialect::find_serial(options_.dialect) != nullptr;
        const bool can = dialect::find(options_.dialect) != nullptr;
        const auto content = can ? log::Content::can : log::content_of(beginning_, whole, serial);
        if (content == log::Content::undecided) return;
        // With a dialect of CAN nothing has to wait but for a first line.
        const bool line = can && beginning_.find('\n') != std::string::npos;
        const auto* format = log::format_of(beginning_, whole || line);
        if (content == log::Content::can && format == nullptr) return;
        const auto tell = [this](const state::Snapshot& s) { return take_state(s); };
        reader_ = content == log::Content::can ? make_can_reader(*format, options_, input_.name(), tell)
                                               : make_serial_reader(options_, input_.name(), content, tell);
        reader_->read(std::exchange(beginning_, {}));
    }

    bool take_state(const state::Snapshot& s) {
        heard_ = port::now();
        teller_.take(s, pace());
        return !teller_.enough(pace());
    }

    void finish() {
        if (!reader_) begin(true);
        if (!teller_.enough(pace())) reader_->finish();
        const auto& counts = reader_->counts();
        if (const auto refused = counts.refused_total(); refused > 0)
            cli::note("{}: {} of {} lines refused", input_.name(), refused, counts.lines);
    }

    /// An empty capture: of a bus, as far as anybody knows.
    [[nodiscard]] Seen nothing() const {
        Seen seen;
        seen.source = input_.name();
        seen.observation.can.emplace().interface = input_.name();
        return seen;
    }

    const Options& options_;
    Teller& teller_;
    cli::Input input_;
    std::string beginning_; ///< until it is clear what it holds
    std::unique_ptr<CaptureReader> reader_;
    Timestamp opened_ = port::now();
    Timestamp began_; ///< the first byte
    Timestamp heard_; ///< the last state, or the first byte
    Timestamp last_byte_;
};

} // namespace

Result<std::vector<Seen>> run_capture(const Options& options, const Sink& sink, Teller& teller) {
    GTX_TRY(auto input, cli::Input::open(options.source));
    if (sink.same_file(input.fd())) return Error{Errc::bad_value, input.name() + ": is the output, too"};
    return CaptureSession(options, std::move(input), teller).run();
}

} // namespace gtx::probe_tool
