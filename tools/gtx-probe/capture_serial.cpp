// SPDX-License-Identifier: MIT
// Captures of serial lines: what was said there is listened to, in its own time.
#include <algorithm>

#include "gtx/probe/serial_probe.hpp"
#include "tools/gtx-probe/capture.hpp"

namespace gtx::probe_tool {

namespace {

class SerialCaptureReader : public CaptureReader {
public:
    SerialCaptureReader(const Options& options, std::string name, log::Content content, Tell tell)
        : CaptureReader(options, std::move(name), std::move(tell))
        , reader_(reader_options(content))
        , console_(content == log::Content::console) {}

    void read(std::string_view bytes) override {
        reader_.read(bytes, batch_);
        take_batch();
    }

    void finish() override {
        reader_.finish(batch_);
        take_batch();
        for (auto& line : lines_) {
            line->probe.finish(line->now);
            tell_states(*line);
        }
    }

    std::vector<Seen> seen() override {
        std::vector<Seen> all;
        for (auto& line : lines_) {
            Seen seen;
            seen.source = line->name;
            seen.observation.serial = line->probe.link();
            seen.observation.watched_s = span_s();
            seen.found = line->probe.found();
            all.push_back(std::move(seen));
        }
        return all;
    }

    [[nodiscard]] const log::Counts& counts() const override { return reader_.counts(); }

private:
    struct Line {
        Line(probe::SerialProbeOptions options, Timestamp time)
            : name(options.source), probe(std::move(options), time), now(time) {}
        std::string name;
        probe::SerialProbe probe;
        Timestamp now;      ///< never goes back, whatever the times of the capture do
        bool timed = false; ///< the capture gives times
    };

    static log::SerialOptions reader_options(log::Content content) {
        log::SerialOptions o;
        o.content = content;
        return o;
    }

    void take_batch() {
        for (const auto& refused : batch_.refused) tell_refused(refused);
        for (const auto& piece : batch_.pieces)
            if (!enough_) take(piece);
        batch_.clear();
    }

    void take(const log::SerialPiece& piece) {
        note_time(piece.time);
        auto& line = line_of(piece);
        if (piece.time.known()) line.now = std::max(line.now, piece.time);
        line.timed = line.timed || piece.time.known();
        (void)line.probe.step(line.now);
        line.probe.take(batch_.bytes_of(piece), line.now);
        tell_states(line);
    }

    void tell_states(Line& line) {
        while (auto s = line.probe.next_state()) {
            if (!line.timed) s->time = Timestamp::none();
            if (!enough_) enough_ = !tell(*s);
        }
    }

    Line& line_of(const log::SerialPiece& piece) {
        if (piece.port >= numbers_.size()) numbers_.resize(piece.port + 1U);
        auto*& line = numbers_[piece.port];
        if (line == nullptr) {
            probe::SerialProbeOptions p;
            p.dialect = dialect::find_serial(options().dialect);
            if (console_) p.framing = dialect::Framing::console;
            p.listen_only = p.fixed_speed = true;
            p.line_speed = 0; // no capture tells it
            p.source = reader_.ports().name(piece.port);
            const auto time = piece.time.known() ? piece.time : Timestamp(0);
            line = lines_.emplace_back(std::make_unique<Line>(std::move(p), time)).get();
        }
        return *line;
    }

    log::SerialReader reader_;
    bool console_;
    log::SerialBatch batch_;
    std::vector<std::unique_ptr<Line>> lines_; ///< in the order in which they were first heard
    std::vector<Line*> numbers_;               ///< the same, by the number of the port
    bool enough_ = false;
};

} // namespace

std::unique_ptr<CaptureReader> make_serial_reader(const Options& options, std::string name,
                                                  log::Content content, CaptureReader::Tell tell) {
    return std::make_unique<SerialCaptureReader>(options, std::move(name), content, std::move(tell));
}

} // namespace gtx::probe_tool
