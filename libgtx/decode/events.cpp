// SPDX-License-Identifier: MIT
// Events: what each frame changed in what is known of a battery.
#include <memory>

#include "decode/states_impl.hpp"
#include "decode/writer_impl.hpp"
#include "gtx/state/changes.hpp"

namespace gtx::decode {

namespace {

state::ChangeFormat form_of(Format format) {
    if (format == Format::json) return state::ChangeFormat::json;
    return format == Format::csv ? state::ChangeFormat::csv : state::ChangeFormat::text;
}

class EventWriter : public Writer {
public:
    EventWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options)
        , interfaces_(interfaces)
        , chosen_(options_.selection, interfaces)
        , batteries_(interfaces)
        , out_(out) {
        if (options.format != Format::csv) return;
        state::append_change_heading(line_);
        out.append(line_);
    }

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        const auto* known = batteries_.find(slot.interface);
        // Only a changed frame can change anything: the copy is made for those.
        const bool look = changed && slot.message != nullptr && slot.decoded;
        if (look && known != nullptr) before_ = *known;
        const auto* now = batteries_.take(entry, slot, changed);
        if (now == nullptr || !chosen_(entry, slot)) return true;
        ++selected_;
        if (!look) return true;
        if (known == nullptr) before_ = {};
        state::each_change(before_, *now, [&](const state::Change& change) { write(entry, change); });
        return !options_.most || lines_ < *options_.most;
    }

private:
    void write(const log::Entry& entry, const state::Change& change) {
        if (options_.most && lines_ >= *options_.most) return;
        char digits[time_room];
        std::string_view time;
        if (entry.time.known()) time = {digits, static_cast<std::size_t>(time_.put(digits, entry) - digits)};
        line_.clear();
        state::append_change(line_, form_of(options_.format), time, interfaces_.name(entry.interface),
                             change);
        out_.append(line_);
        ++lines_;
    }

    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    Batteries batteries_;
    Buffer& out_;
    TimeText time_;
    std::string line_;
    state::Snapshot before_;
};

} // namespace

std::unique_ptr<Writer> make_event_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                          Buffer& out) {
    return std::make_unique<EventWriter>(options, interfaces, out);
}

} // namespace gtx::decode
