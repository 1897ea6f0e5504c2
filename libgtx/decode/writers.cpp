// SPDX-License-Identifier: MIT
#include "gtx/decode/writers.hpp"

#include "decode/writer_impl.hpp"

#include "gtx/log/candump.hpp"
#include "gtx/log/writer.hpp"

namespace gtx::decode {

void Writer::absorb(Writer& later) {
    lines_ += later.lines_;
    selected_ += later.selected_;
    left_out_ += later.left_out_;
}

std::string Writer::remark() const {
    return {};
}
bool Writer::alarming() const {
    return false;
}

bool Writer::restart() {
    lines_ = selected_ = left_out_ = 0;
    return true;
}

namespace {

/// The format of log::written_formats() in which frames are passed on.
std::string_view name_of(Format format) {
    if (format == Format::asc) return "asc";
    if (format == Format::frames_csv) return "csv";
    return "pcapng";
}

/// Passes on the frames that are selected.
class FramePasser : public Writer {
public:
    FramePasser(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options), interfaces_(interfaces), chosen_(options_.selection, interfaces), out_(out) {
        // Log lines, of which there are most, take the straight way.
        if (options.format != Format::frames)
            writer_ = log::find_written_format(name_of(options.format))->writer();
    }

    bool take(const log::Entry& entry, const Slot& slot, bool) override {
        if (!chosen_(entry, slot)) return true;
        ++selected_;
        line_.clear();
        const auto interface = interfaces_.name(entry.interface);
        if (writer_ == nullptr) {
            log::append_candump_line(line_, entry, interface);
        } else if (!writer_->append(line_, entry, interface)) {
            ++left_out_;
            return true;
        }
        out_.append(line_);
        ++lines_;
        return !options_.most || lines_ < *options_.most;
    }

    void finish() override {
        if (writer_ == nullptr) return;
        line_.clear();
        writer_->finish(line_);
        out_.append(line_);
    }

private:
    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    Buffer& out_;
    std::string line_;
    std::unique_ptr<log::FrameWriter> writer_; ///< null: log lines of candump
};

} // namespace

std::unique_ptr<Writer> make_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                    const log::Counts* counts, Buffer& out) {
    if (passes_frames(options.format)) return std::make_unique<FramePasser>(options, interfaces, out);
    if (options.format == Format::gnuplot) return make_picture_writer(options, interfaces, out);
    switch (options.as) {
    case As::messages:
        return make_message_writer(options, interfaces, out);
    case As::state:
        return make_state_writer(options, interfaces, out);
    case As::events:
        return make_event_writer(options, interfaces, out);
    case As::summary:
        return make_summary_writer(options, interfaces, counts, out);
    case As::findings:
        return make_findings_writer(options, interfaces, counts, out);
    }
    return nullptr;
}

} // namespace gtx::decode
