// SPDX-License-Identifier: MIT
// The summary of a log: each identifier with its spacing, each signal with its extremes, charge and energy,
// and what was refused.
#include <fmt/format.h>

#include "decode/statistics_impl.hpp"
#include "decode/writer_impl.hpp"

namespace gtx::decode {

namespace {

constexpr std::size_t most_unknown_lines = 24; // of text; JSON and CSV have all

std::string decimal(const wire::Row& row, std::int64_t raw) {
    char digits[time_room];
    return {digits, text::put_decimal(digits, wire::mantissa(row.scale, raw), wire::decimals(row.scale))};
}

std::string mean(const wire::Row& row, const Signal& s) {
    const double raw = s.sum / static_cast<double>(s.count);
    const double v = (raw * row.scale.num + row.scale.bias) / row.scale.den;
    std::string out;
    text::append_number(out, v, wire::decimals(row.scale), wire::decimals(row.scale) + 2);
    return out;
}

std::string seconds(double s) {
    return fmt::format("{:.6f}", s);
}

std::string seconds(Timestamp t) {
    char digits[time_room];
    return {digits, text::put_seconds(digits, t)};
}

/// A JSON string of `s`.
std::string quoted(std::string_view s) {
    std::string out;
    text::append_json_string(out, s);
    return out;
}

class SummaryWriter : public Writer {
public:
    SummaryWriter(const WriterOptions& options, const log::InterfaceNames& interfaces,
                  const log::Counts* counts, Buffer& out)
        : options_(options)
        , interfaces_(interfaces)
        , chosen_(options_.selection, interfaces)
        , counts_(counts)
        , buffer_(out) {}

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        if (!chosen_(entry, slot)) {
            if (changed && slot.number < slots_.size() && slots_[slot.number])
                slots_[slot.number]->fold(through_[slot.interface]);
            return true;
        }
        if (slot.number >= slots_.size()) slots_.resize(slot.number + std::size_t{1});
        auto& statistics = slots_[slot.number];
        if (!statistics) {
            statistics = std::make_unique<SlotStatistics>();
            statistics->slot = &slot;
            if (slot.interface >= through_.size()) through_.resize(slot.interface + std::size_t{1});
        }
        statistics->take(entry, slot, changed, through_[slot.interface]);
        ++selected_;
        return !options_.most || selected_ < *options_.most;
    }

    void recognised(std::uint16_t interface, const dialect::Verdict& verdict) override {
        if (interface >= versions_.size()) versions_.resize(interface + std::size_t{1});
        versions_[interface] = verdict.version;
    }

    void finish() override {
        for (auto& s : slots_)
            if (s) s->fold(through_[s->slot->interface]);
        sort();
        if (options_.format == Format::json)
            write_json();
        else if (options_.format == Format::csv)
            write_csv();
        else
            write_text();
        hand_over();
        lines_ = sorted_.size();
    }

private:
    /// In the order of a reader: by interface, known messages first, then by identifier.
    void sort() {
        for (const auto& s : slots_)
            if (s) sorted_.push_back(s.get());
        const auto rank = [](const SlotStatistics* s) {
            return std::tuple(s->slot->interface, s->message == nullptr, s->slot->kind, s->slot->id.extended,
                              s->slot->id.value);
        };
        std::ranges::sort(sorted_, [&](const auto* a, const auto* b) { return rank(a) < rank(b); });
    }

    /// Summaries of hostile captures are large: they are not kept twice.
    void hand_over() {
        buffer_.append(out_);
        out_.clear();
    }

    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    std::vector<std::uint16_t> interfaces_seen() const {
        std::vector<std::uint16_t> seen;
        for (const auto* s : sorted_)
            if (seen.empty() || seen.back() != s->slot->interface) seen.push_back(s->slot->interface);
        return seen;
    }

    std::string_view version(std::uint16_t interface) const {
        return interface < versions_.size() ? std::string_view(versions_[interface]) : std::string_view {};
    }

    struct Span {
        Timestamp from;
        Timestamp to;
        std::uint64_t frames = 0;
        std::string_view dialect;
    };
    Span span(std::uint16_t interface) const {
        Span span;
        for (const auto* s : sorted_) {
            if (s->slot->interface != interface) continue;
            span.frames += s->frames;
            if (s->slot->dialect != nullptr) span.dialect = s->slot->dialect->name;
            if (!s->first.known()) continue;
            if (!span.from.known() || s->first < span.from) span.from = s->first;
            if (!span.to.known() || s->last > span.to) span.to = s->last;
        }
        return span;
    }

    // --- text ---

    void write_text() {
        for (const auto interface : interfaces_seen()) {
            text_heading(interface);
            std::size_t unknown = 0;
            for (const auto* s : sorted_) {
                if (s->slot->interface != interface) continue;
                if (s->message == nullptr && ++unknown > most_unknown_lines) continue;
                text_id(*s);
                hand_over();
            }
            if (unknown > most_unknown_lines)
                print("  and {} more identifiers that are in no message\n", unknown - most_unknown_lines);
            text_through(through_[interface]);
        }
        text_refused();
    }

    void text_heading(std::uint16_t interface) {
        const auto all = span(interface);
        print("{}  {}{}{}  {} frames", interfaces_.name(interface),
              all.dialect.empty() ? "no battery dialect recognised" : all.dialect,
              version(interface).empty() ? "" : " ", version(interface), all.frames);
        if (all.from.known())
            print(" in {} s, {} to {}", seconds(seconds_between(all.from, all.to)), seconds(all.from),
                  seconds(all.to));
        print("\n  {:<8} {:<20} {:>9} {:>11} {:>11} {:>6}\n", "id", "message", "frames", "period s",
              "jitter s", "bytes");
    }

    /// The message, or what kind of frame it is.
    static std::string what(const SlotStatistics& s) {
        if (s.message != nullptr) return std::string(s.message->table->name);
        return s.slot->kind == can::Kind::data ? "-" : fmt::format("({})", can::name(s.slot->kind));
    }

    void text_id(const SlotStatistics& s) {
        const auto& p = s.periods;
        print("  {:<8} {:<20} {:>9} {:>11} {:>11} {:>6}", id_text(*s.slot), what(s), s.frames,
              p.count != 0 ? seconds(p.mean_s()) : "-", p.count > 1 ? seconds(p.jitter_s()) : "-",
              length_text(s));
        if (s.refused != 0) print("  {} too short", s.refused);
        if (p.steps_back != 0) print("  {} steps back in time", p.steps_back);
        print("\n");
        if (s.message == nullptr) return;
        const auto rows = s.message->table->rows;
        const auto wanted = wanted_rows(options_.selection, *s.message->table);
        for (std::size_t i = 0; i < rows.size(); ++i)
            if ((wanted >> i & 1) != 0 && s.signals[i].count != 0) text_signal(rows[i], s, i);
    }

    static std::string length_text(const SlotStatistics& s) {
        if (s.shortest == s.longest) return fmt::format("{}", s.shortest);
        return fmt::format("{}-{}", s.shortest, s.longest);
    }

    void text_signal(const wire::Row& row, const SlotStatistics& s, std::size_t i) {
        const auto& signal = s.signals[i];
        if (wire::is_yes_no(row)) {
            if (!signal.ever_yes) return;
            print("             {:<32} raised {} s\n", wire::full_name(row),
                  seconds(static_cast<double>(signal.yes_ns) * 1e-9));
            return;
        }
        if (row.kind == wire::Kind::text) {
            print("             {:<32} {}\n", wire::full_name(row), quoted(s.texts[i]));
            return;
        }
        if (row.kind == wire::Kind::choice && !wire::label(row, signal.last).empty()) {
            print("             {:<32} {}\n", wire::full_name(row), wire::label(row, signal.last));
            return;
        }
        if (signal.least == signal.most)
            print("             {:<32} {} {}", wire::full_name(row), decimal(row, signal.last),
                  symbol(row.unit));
        else
            print("             {:<32} first {}  min {}  mean {}  max {}  last {} {}", wire::full_name(row),
                  decimal(row, signal.first), decimal(row, min_of(row, signal)), mean(row, signal),
                  decimal(row, max_of(row, signal)), decimal(row, signal.last), symbol(row.unit));
        while (out_.back() == ' ') out_.pop_back();
        if (signal.out_of_range != 0) print("  ({} out of range)", signal.out_of_range);
        print("\n");
    }

    // A row that turns the sign round has its least value where the raw number is greatest.
    static std::int64_t min_of(const wire::Row& row, const Signal& s) {
        return row.scale.num < 0 ? s.most : s.least;
    }
    static std::int64_t max_of(const wire::Row& row, const Signal& s) {
        return row.scale.num < 0 ? s.least : s.most;
    }

    void text_through(const Throughput& t) {
        if (!t.known) return;
        print("  charged {:.3f} Ah, {:.1f} Wh; discharged {:.3f} Ah, {:.1f} Wh\n", t.charge_in_As / 3600,
              t.energy_in_Ws / 3600, t.charge_out_As / 3600, t.energy_out_Ws / 3600);
    }

    void text_refused() {
        if (counts_ == nullptr) return;
        if (counts_->dropped != 0)
            print("the recorder lost {} frame{}\n", counts_->dropped, counts_->dropped == 1 ? "" : "s");
        if (counts_->refused_total() == 0) return;
        print("{} of {} lines refused:", counts_->refused_total(), counts_->lines);
        const char* separator = " ";
        for (std::size_t i = 0; i < log::refusal_count; ++i)
            if (counts_->refused[i] != 0)
                print("{}{} ({})", std::exchange(separator, "; "), describe(static_cast<log::Refusal>(i)),
                      counts_->refused[i]);
        print("\n");
    }

    // --- JSON ---

    void write_json() {
        print("{{\"frames\":{}", selected_);
        if (counts_ != nullptr) {
            print(",\"lines\":{},\"dropped\":{},\"refused\":{{", counts_->lines, counts_->dropped);
            const char* separator = "";
            for (std::size_t i = 0; i < log::refusal_count; ++i) {
                if (counts_->refused[i] == 0) continue;
                print("{}\"{}\":{}", std::exchange(separator, ","), name(static_cast<log::Refusal>(i)),
                      counts_->refused[i]);
            }
            print("}}");
        }
        print(",\"interfaces\":[");
        const char* separator = "";
        for (const auto interface : interfaces_seen()) {
            print("{}", std::exchange(separator, ","));
            json_interface(interface);
        }
        print("]}}\n");
    }

    void json_interface(std::uint16_t interface) {
        const auto all = span(interface);
        print("{{\"if\":{}", quoted(interfaces_.name(interface)));
        if (!all.dialect.empty()) print(",\"dialect\":\"{}\"", all.dialect);
        if (!version(interface).empty()) print(",\"version\":\"{}\"", version(interface));
        print(",\"frames\":{}", all.frames);
        if (all.from.known()) print(",\"from_s\":{},\"to_s\":{}", seconds(all.from), seconds(all.to));
        json_through(through_[interface]);
        print(",\"ids\":[");
        const char* separator = "";
        for (const auto* s : sorted_) {
            if (s->slot->interface != interface) continue;
            print("{}", std::exchange(separator, ","));
            json_id(*s);
            hand_over();
        }
        print("]}}");
    }

    void json_through(const Throughput& t) {
        if (!t.known) return;
        print(",\"charge_in_Ah\":{:.6f},\"charge_out_Ah\":{:.6f},\"energy_in_Wh\":{:.6f},\"energy_out_Wh\":{:"
              ".6f}",
              t.charge_in_As / 3600, t.charge_out_As / 3600, t.energy_in_Ws / 3600, t.energy_out_Ws / 3600);
    }

    void json_id(const SlotStatistics& s) {
        print("{{\"id\":\"{}\"", id_text(*s.slot));
        if (s.slot->kind != can::Kind::data) print(",\"kind\":\"{}\"", can::name(s.slot->kind));
        if (s.message != nullptr) print(",\"msg\":\"{}\"", s.message->table->name);
        print(",\"frames\":{}", s.frames);
        if (s.refused != 0) print(",\"too_short\":{}", s.refused);
        if (s.periods.count != 0) print(",\"period_s\":{}", seconds(s.periods.mean_s()));
        if (s.periods.count > 1) print(",\"jitter_s\":{}", seconds(s.periods.jitter_s()));
        if (s.periods.count != 0)
            print(",\"longest_gap_s\":{}", seconds(static_cast<double>(s.periods.longest_ns) * 1e-9));
        print(",\"length_min\":{},\"length_max\":{}", s.shortest, s.longest);
        if (s.message != nullptr) json_signals(s);
        print("}}");
    }

    void json_signals(const SlotStatistics& s) {
        print(",\"signals\":{{");
        const auto rows = s.message->table->rows;
        const auto wanted = wanted_rows(options_.selection, *s.message->table);
        const char* separator = "";
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if ((wanted >> i & 1) == 0 || s.signals[i].count == 0) continue;
            print("{}\"{}\":{{", std::exchange(separator, ","), wire::key(rows[i]));
            json_signal(rows[i], s, i);
            print("}}");
        }
        print("}}");
    }

    void json_signal(const wire::Row& row, const SlotStatistics& s, std::size_t i) {
        const auto& signal = s.signals[i];
        print("\"count\":{}", signal.count);
        if (signal.out_of_range != 0) print(",\"out_of_range\":{}", signal.out_of_range);
        if (row.kind == wire::Kind::text) {
            print(",\"last\":{}", quoted(s.texts[i]));
        } else if (wire::is_yes_no(row)) {
            print(",\"last\":{},\"true_s\":{}", wire::is_yes(signal.last),
                  seconds(static_cast<double>(signal.yes_ns) * 1e-9));
        } else if (row.kind == wire::Kind::choice && !wire::label(row, signal.last).empty()) {
            print(",\"last\":\"{}\"", wire::label(row, signal.last));
        } else {
            print(",\"first\":{},\"min\":{},\"mean\":{},\"max\":{},\"last\":{}", decimal(row, signal.first),
                  decimal(row, min_of(row, signal)), mean(row, signal), decimal(row, max_of(row, signal)),
                  decimal(row, signal.last));
        }
    }

    // --- CSV: one row for each signal; identifiers without signals have one row ---

    void write_csv() {
        print("if,id,dialect,msg,frames,period_s,jitter_s,length_min,length_max,signal,count,first,min,mean,"
              "max,last,"
              "unit,true_s,out_of_range\n");
        for (const auto* s : sorted_) {
            const auto head = csv_head(*s);
            if (csv_signals(head, *s) == 0) print("{},,,,,,,,,,\n", head);
            hand_over();
        }
    }

    std::size_t csv_signals(const std::string& head, const SlotStatistics& s) {
        if (s.message == nullptr) return 0;
        const auto rows = s.message->table->rows;
        const auto wanted = wanted_rows(options_.selection, *s.message->table);
        std::size_t written = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if ((wanted >> i & 1) == 0 || s.signals[i].count == 0) continue;
            csv_signal(head, rows[i], s, i);
            ++written;
        }
        return written;
    }

    std::string csv_head(const SlotStatistics& s) const {
        std::string head;
        text::append_csv_field(head, interfaces_.name(s.slot->interface));
        return head +
               fmt::format(",{},{},{},{},{},{},{},{}", id_text(*s.slot),
                           s.slot->dialect != nullptr && s.message != nullptr ? s.slot->dialect->name : "",
                           s.message != nullptr ? s.message->table->name : "", s.frames,
                           s.periods.count != 0 ? seconds(s.periods.mean_s()) : "",
                           s.periods.count > 1 ? seconds(s.periods.jitter_s()) : "", s.shortest, s.longest);
    }

    void csv_signal(const std::string& head, const wire::Row& row, const SlotStatistics& s, std::size_t i) {
        const auto& signal = s.signals[i];
        print("{},{},{},", head, wire::full_name(row), signal.count);
        if (row.kind == wire::Kind::text) {
            print(",,,,");
            text::append_csv_field(out_, s.texts[i]);
        } else if (wire::is_yes_no(row)) {
            print(",,,,{}", wire::is_yes(signal.last) ? 1 : 0);
        } else if (row.kind == wire::Kind::choice && !wire::label(row, signal.last).empty()) {
            print(",,,,{}", wire::label(row, signal.last));
        } else {
            print("{},{},{},{},{}", decimal(row, signal.first), decimal(row, min_of(row, signal)),
                  mean(row, signal), decimal(row, max_of(row, signal)), decimal(row, signal.last));
        }
        print(",{},{},{}\n", suffix(row.unit),
              wire::is_yes_no(row) ? seconds(static_cast<double>(signal.yes_ns) * 1e-9) : "",
              signal.out_of_range);
    }

    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    const log::Counts* counts_;
    Buffer& buffer_;
    std::vector<std::unique_ptr<SlotStatistics>> slots_;
    std::vector<Throughput> through_;
    std::vector<std::string> versions_;
    std::vector<const SlotStatistics*> sorted_;
    std::string out_;
};

} // namespace

std::unique_ptr<Writer> make_summary_writer(const WriterOptions& options,
                                            const log::InterfaceNames& interfaces, const log::Counts* counts,
                                            Buffer& out) {
    return std::make_unique<SummaryWriter>(options, interfaces, counts, out);
}

} // namespace gtx::decode
