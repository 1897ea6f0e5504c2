// SPDX-License-Identifier: MIT
// States and events: both keep what is known of each battery; one writes all of it, the other what changed.
#include <algorithm>
#include <limits>
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
        if (options_.every_ns > 0 && entry.time.known()) write_due(entry);
        auto* battery = batteries_.take(entry, slot, changed);
        if (battery == nullptr || !chosen_(entry, slot)) return true;
        ++selected_;
        if (options_.every_ns <= 0 || !entry.time.known()) {
            write(*battery);
        } else {
            if (slot.interface >= pending_.size()) pending_.resize(slot.interface + std::size_t{1});
            auto& pending = pending_[slot.interface];
            if (!pending.begun) begin(pending, entry.time.ns());
            pending.news = true;
        }
        return !options_.most || lines_ < *options_.most;
    }

    void finish() override {
        std::vector<const state::Snapshot*> last;
        for (std::size_t i = 0; i < pending_.size(); ++i)
            if (pending_[i].news) last.push_back(batteries_.find(i));
        std::ranges::stable_sort(last, {}, &state::Snapshot::time);
        for (const auto* state : last)
            if (!full()) write(*state);
    }

private:
    struct Pending {
        bool begun = false;
        bool news = false;       ///< something came since the last line
        std::int64_t due_ns = 0; ///< the next line is for this time
    };

    static constexpr auto never = std::numeric_limits<std::int64_t>::max();

    bool full() const { return options_.most && lines_ >= *options_.most; }

    /// `at` plus `by` (not negative), at most the end of time.
    static std::int64_t later(std::int64_t at, std::int64_t by) { return at > never - by ? never : at + by; }

    void begin(Pending& pending, std::int64_t now) {
        pending = {true, false, later(now, options_.every_ns)};
        next_due_ = std::min(next_due_, pending.due_ns);
    }

    /// True where time went back by more than a line's worth, as from one capture to an older one: what is
    /// known is written then, and a new grid begins.
    bool stepped_back(const Pending& pending, std::int64_t now) const {
        const auto start = pending.due_ns - options_.every_ns;
        return now<start&& static_cast<std::uint64_t>(start) -
                   static_cast<std::uint64_t>(now)> static_cast<std::uint64_t>(options_.every_ns);
    }

    /// Writes the lines that were due before this frame, the oldest first: what was known at their time.
    void write_due(const log::Entry& entry) {
        const auto now = entry.time.ns();
        if (entry.interface < pending_.size() && pending_[entry.interface].begun &&
            stepped_back(pending_[entry.interface], now)) {
            auto& pending = pending_[entry.interface];
            if (pending.news && !full()) write(*batteries_.find(entry.interface));
            begin(pending, now);
        }
        while (now >= next_due_) write_next(now);
    }

    /// Writes the line that is due first, and finds the next.
    void write_next(std::int64_t now) {
        for (std::size_t i = 0; i < pending_.size(); ++i) {
            auto& pending = pending_[i];
            if (!pending.begun || pending.due_ns != next_due_) continue;
            if (pending.news && !full()) {
                auto state = *batteries_.find(i);
                state.time = Timestamp(pending.due_ns);
                write(state);
            }
            pending.news = false;
            const auto since = (now - pending.due_ns) % options_.every_ns;
            pending.due_ns = later(now - since, options_.every_ns);
        }
        next_due_ = never;
        for (const auto& pending : pending_)
            if (pending.begun) next_due_ = std::min(next_due_, pending.due_ns);
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
    std::int64_t next_due_ = never; ///< the earliest of them
};

} // namespace

std::unique_ptr<Writer> make_state_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                          Buffer& out) {
    return std::make_unique<StateWriter>(options, interfaces, out);
}

} // namespace gtx::decode
