// SPDX-License-Identifier: MIT
// Counts a log while it is read, and becomes a Summary at the end.
#include "gtx/decode/summary.hpp"

#include <algorithm>
#include <deque>

#include "decode/sparkline_impl.hpp"
#include "decode/statistics_impl.hpp"
#include "decode/summary_impl.hpp"

namespace gtx::decode {

namespace {

class SummaryWriter : public Writer {
public:
    SummaryWriter(const WriterOptions& options, const log::InterfaceNames& interfaces,
                  const log::Counts* counts, Buffer& out)
        : options_(options)
        , interfaces_(interfaces)
        , chosen_(options_.selection, interfaces)
        , all_(options.selection.selects_all())
        , most_(options.most.value_or(std::numeric_limits<std::uint64_t>::max()))
        , counts_(counts)
        , buffer_(out) {}

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        if (!all_ || slot.number >= slots_.size() || slots_[slot.number] == nullptr) [[unlikely]]
            return take_with_care(entry, slot, changed);
        slots_[slot.number]->take(entry, slot, changed);
        return ++selected_ < most_;
    }

    void recognised(std::uint16_t interface, const dialect::Verdict& verdict) override {
        auto& line = line_of(interface);
        line.dialect = verdict.dialect;
        line.version = verdict.version;
        for (auto& s : statistics_)
            if (s.interface() == interface) s.look();
    }

    void absorb(Writer& later) override {
        auto& other = static_cast<SummaryWriter&>(later);
        const bool news = !statistics_.empty() || so_far_.interfaces.size() != interfaces_.size();
        if (news) so_far_ = total();
        so_far_.merge(other.total());
        Writer::absorb(later);
    }

    void finish() override {
        auto all = total();
        all.counted = counts_ != nullptr;
        if (all.counted) all.counts = *counts_;
        write_summary(
            all, options_.format, [this](std::string_view text) { buffer_.append(text); }, behind_headings());
        for (const auto& interface : all.interfaces) lines_ += interface.ids.size();
    }

protected:
    /// What is added behind the heading of each interface of a text.
    [[nodiscard]] virtual AfterHeading behind_headings() const { return {}; }
    bool is_chosen(const log::Entry& entry, const Slot& slot) { return chosen_(entry, slot); }

private:
    /// What is known of an interface beside its identifiers.
    struct Line {
        LineStatistics statistics;
        const dialect::Dialect* dialect = nullptr;
        std::string version;
    };

    /// A frame of a new slot, or one that may be left out. Kept apart, so that others cost no registers.
    [[gnu::noinline]] bool take_with_care(const log::Entry& entry, const Slot& slot, bool changed) {
        auto* statistics = slot.number < slots_.size() ? slots_[slot.number] : nullptr;
        if (!all_ && !chosen_(entry, slot)) {
            if (changed && statistics != nullptr) statistics->look();
            return true;
        }
        if (statistics == nullptr) statistics = open(slot);
        statistics->take(entry, slot, changed);
        return ++selected_ < most_;
    }

    Line& line_of(std::uint16_t interface) {
        while (interface >= lines_of_.size()) lines_of_.emplace_back();
        return lines_of_[interface];
    }

    SlotStatistics* open(const Slot& slot) {
        if (slot.number >= slots_.size()) slots_.resize(slot.number + std::size_t{1});
        auto& line = line_of(slot.interface);
        if (slot.dialect != nullptr) line.dialect = slot.dialect;
        return slots_[slot.number] = &statistics_.emplace_back(slot, line.statistics);
    }

    /// What was counted so far, which then begins anew.
    Summary total() {
        Summary now;
        now.interfaces.reserve(interfaces_.size());
        for (std::size_t i = 0; i < interfaces_.size(); ++i) {
            auto& interface = now.interfaces.emplace_back();
            interface.name = interfaces_.name(static_cast<std::uint16_t>(i));
            if (i < lines_of_.size()) tell(lines_of_[i], interface);
        }
        slots_.clear();
        for (; !statistics_.empty(); statistics_.pop_front()) { // hostile captures have many: not kept twice
            auto& s = statistics_.front();
            auto& interface = now.interfaces[s.interface()];
            interface.ids.push_back(s.total(options_.selection, interface.through));
        }
        for (auto& interface : now.interfaces) sort_ids(interface);
        for (auto& line : lines_of_) line.statistics = {};
        auto all = std::exchange(so_far_, {});
        if (all.interfaces.empty())
            all = std::move(now);
        else
            all.merge(now);
        // All list the interfaces in the same order. A version may have become unknown again.
        for (std::size_t i = 0; i < lines_of_.size(); ++i) all.interfaces[i].version = lines_of_[i].version;
        return all;
    }

    static void tell(const Line& line, InterfaceSummary& interface) {
        interface.load = line.statistics.total();
        interface.version = line.version;
        if (line.dialect == nullptr) return;
        interface.dialect = line.dialect->name;
        interface.bit_rate = line.dialect->bit_rate;
    }

    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    bool all_; ///< nothing is left out
    std::uint64_t most_;
    std::vector<SlotStatistics*> slots_; ///< by their number; null: nothing selected yet
    std::deque<SlotStatistics> statistics_;
    std::deque<Line> lines_of_; ///< by the number of the interface
    Summary so_far_;
    const log::Counts* counts_;
    Buffer& buffer_;
};

/// The same, with lines of blocks for a terminal.
class DrawnSummaryWriter : public SummaryWriter {
public:
    DrawnSummaryWriter(const WriterOptions& options, const log::InterfaceNames& interfaces,
                       const log::Counts* counts, Buffer& out)
        : SummaryWriter(options, interfaces, counts, out), width_(options.sparkline_width) {}

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        if (is_chosen(entry, slot)) sparklines_.take(entry, slot, changed);
        return SummaryWriter::take(entry, slot, changed);
    }
    void absorb(Writer& later) override {
        sparklines_.merge(static_cast<DrawnSummaryWriter&>(later).sparklines_);
        SummaryWriter::absorb(later);
    }
    /// What it knows of slots comes with their frames that changed.
    bool restart() override { return false; }

private:
    [[nodiscard]] AfterHeading behind_headings() const override {
        return
            [this](std::string& out, std::size_t interface) { sparklines_.append(out, interface, width_); };
    }

    Sparklines sparklines_;
    unsigned width_;
};

} // namespace

std::unique_ptr<Writer> make_summary_writer(const WriterOptions& options,
                                            const log::InterfaceNames& interfaces, const log::Counts* counts,
                                            Buffer& out) {
    if (options.sparkline_width != 0 && options.format == Format::text)
        return std::make_unique<DrawnSummaryWriter>(options, interfaces, counts, out);
    return std::make_unique<SummaryWriter>(options, interfaces, counts, out);
}

} // namespace gtx::decode
