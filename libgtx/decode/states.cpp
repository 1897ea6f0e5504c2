// SPDX-License-Identifier: MIT
// States and events: both keep what is known of each battery; one writes all of it, the other what changed.
#include <algorithm>
#include <memory>

#include "decode/states_impl.hpp"
#include "decode/writer_impl.hpp"
#include "gtx/state/write.hpp"

namespace gtx::decode {

state::Snapshot* Batteries::take(const log::Entry& entry, const Slot& slot, bool changed) {
    if (slot.message == nullptr || !slot.decoded || slot.message->flow != dialect::Flow::to_inverter)
        return nullptr;
    if (slot.interface >= batteries_.size()) batteries_.resize(slot.interface + std::size_t{1});
    auto& battery = batteries_[slot.interface];
    if (battery.source.empty()) battery.source = interfaces_.name(slot.interface);
    if (battery.dialect != slot.dialect->name) {
        // Another dialect means another picture: nothing of the old one is carried over.
        battery = {};
        battery.source = interfaces_.name(slot.interface);
        battery.dialect = slot.dialect->name;
        changed = true;
    }
    battery.time = entry.time;
    if (changed) dialect::apply(slot.reading(entry), battery);
    return &battery;
}

namespace {

class StateWriter : public Writer {
public:
    StateWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options), chosen_(options_.selection, interfaces), batteries_(interfaces), out_(out) {
        if (options.format == Format::csv) {
            state::append_csv_heading(line_);
            out.append(line_);
        }
    }

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        if (options_.every_ns > 0 && entry.time.known() && slot.interface < pending_.size())
            write_due(entry, slot);
        auto* battery = batteries_.take(entry, slot, changed);
        if (battery == nullptr || !chosen_(entry, slot)) return true;
        if (options_.every_ns <= 0 || !entry.time.known()) {
            write(*battery);
        } else {
            if (slot.interface >= pending_.size()) pending_.resize(slot.interface + std::size_t{1});
            auto& pending = pending_[slot.interface];
            if (!pending.begun) pending = {true, true, entry.time.ns() + options_.every_ns};
            pending.news = true;
        }
        return !options_.most || lines_ < *options_.most;
    }

    void finish() override {
        for (std::size_t i = 0; i < pending_.size(); ++i)
            if (pending_[i].begun && pending_[i].news && !full()) write(*batteries_.find(i));
    }

private:
    struct Pending {
        bool begun = false;
        bool news = false;       ///< something came since the last line
        std::int64_t due_ns = 0; ///< the next line is for this time
    };

    bool full() const { return options_.most && lines_ >= *options_.most; }

    /// Writes the line that was due before this frame: what was known at that time.
    void write_due(const log::Entry& entry, const Slot& slot) {
        auto& pending = pending_[slot.interface];
        if (!pending.begun || entry.time.ns() < pending.due_ns) return;
        if (pending.news && !full()) {
            auto state = *batteries_.find(slot.interface);
            state.time = Timestamp(pending.due_ns);
            write(state);
        }
        pending.news = false;
        const auto late = (entry.time.ns() - pending.due_ns) / options_.every_ns;
        pending.due_ns += (late + 1) * options_.every_ns;
    }

    void write(const state::Snapshot& state) {
        line_.clear();
        if (options_.format == Format::json)
            state::append_json(line_, state);
        else if (options_.format == Format::csv)
            state::append_csv(line_, state);
        else
            state::append_text(line_, state);
        out_.append(line_);
        ++lines_;
    }

    WriterOptions options_;
    Chosen chosen_;
    Batteries batteries_;
    Buffer& out_;
    std::string line_;
    std::vector<Pending> pending_;
};

} // namespace

std::unique_ptr<Writer> make_state_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                          Buffer& out) {
    return std::make_unique<StateWriter>(options, interfaces, out);
}

} // namespace gtx::decode
