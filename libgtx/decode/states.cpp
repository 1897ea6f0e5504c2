// SPDX-License-Identifier: MIT
// States and events: both keep what is known of each battery; one writes all of it, the other what changed.
#include <algorithm>
#include <memory>

#include "decode/grid_impl.hpp"
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

void append_state(std::string& out, Format format, const state::Snapshot& state) {
    if (format == Format::json)
        state::append_json(out, state);
    else if (format == Format::csv)
        state::append_csv(out, state);
    else
        state::append_text(out, state);
}

namespace {

class StateWriter : public Writer {
public:
    StateWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options)
        , chosen_(options_.selection, interfaces)
        , batteries_(interfaces)
        , out_(out)
        , grid_(options.every_ns) {
        if (options.format == Format::csv) {
            state::append_csv_heading(line_);
            out.append(line_);
        }
    }

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        if (options_.every_ns > 0 && entry.time.known()) write_due(entry);
        auto* battery = batteries_.take(entry, slot, changed);
        if (battery == nullptr || !chosen_(entry, slot)) return true;
        ++selected_;
        if (options_.every_ns <= 0 || !entry.time.known())
            write(*battery);
        else
            grid_.note(slot.interface, entry.time.ns());
        return !full();
    }

    void finish() override {
        std::vector<const state::Snapshot*> last;
        for (const auto i : grid_.left()) last.push_back(batteries_.find(i));
        std::ranges::stable_sort(last, {}, &state::Snapshot::time);
        for (const auto* state : last)
            if (!full()) write(*state);
    }

private:
    bool full() const { return options_.most && lines_ >= *options_.most; }

    void write_due(const log::Entry& entry) {
        grid_.advance(entry.interface, entry.time.ns(), [&](std::size_t battery, std::int64_t due_ns) {
            if (full()) return;
            if (due_ns == Grid::none) return write(*batteries_.find(battery));
            auto state = *batteries_.find(battery);
            state.time = Timestamp(due_ns);
            write(state);
        });
    }

    void write(const state::Snapshot& state) {
        line_.clear();
        append_state(line_, options_.format, state);
        out_.append(line_);
        ++lines_;
    }

    WriterOptions options_;
    Chosen chosen_;
    Batteries batteries_;
    Buffer& out_;
    std::string line_;
    Grid grid_;
};

} // namespace

std::unique_ptr<Writer> make_state_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                          Buffer& out) {
    return std::make_unique<StateWriter>(options, interfaces, out);
}

} // namespace gtx::decode
