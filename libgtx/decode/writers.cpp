// SPDX-License-Identifier: MIT
#include "gtx/decode/writers.hpp"

#include "decode/writer_impl.hpp"

#include "gtx/log/candump.hpp"

namespace gtx::decode {

namespace {

/// Passes on the frames that are selected, as candump log lines.
class FrameWriter : public Writer {
public:
    FrameWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options), interfaces_(interfaces), chosen_(options_.selection, interfaces), out_(out) {}

    bool take(const log::Entry& entry, const Slot& slot, bool) override {
        if (!chosen_(entry, slot)) return true;
        ++selected_;
        line_.clear();
        log::append_candump_line(line_, entry, interfaces_.name(entry.interface));
        out_.append(line_);
        ++lines_;
        return !options_.most || lines_ < *options_.most;
    }

private:
    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    Buffer& out_;
    std::string line_;
};

} // namespace

std::unique_ptr<Writer> make_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                    const log::Counts* counts, Buffer& out) {
    if (options.format == Format::frames) return std::make_unique<FrameWriter>(options, interfaces, out);
    switch (options.as) {
    case As::messages:
        return make_message_writer(options, interfaces, out);
    case As::state:
        return make_state_writer(options, interfaces, out);
    case As::events:
        return make_event_writer(options, interfaces, out);
    case As::summary:
        return make_summary_writer(options, interfaces, counts, out);
    }
    return nullptr;
}

} // namespace gtx::decode
