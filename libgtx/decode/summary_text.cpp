// SPDX-License-Identifier: MIT
// A summary for people.
#include "decode/summary_impl.hpp"

namespace gtx::decode {

namespace {

constexpr std::size_t most_unknown_lines = 24; // JSON and CSV have all

class SummaryText : public SummaryForm {
public:
    SummaryText(const Summary& summary, const TakeText& take, const AfterHeading& after_heading)
        : SummaryForm(summary, take), after_heading_(after_heading) {}

    void write() override {
        for (std::size_t i = 0; i < summary_.interfaces.size(); ++i)
            if (summary_.interfaces[i].frames() != 0) write_interface(i);
        write_refused();
        hand_over();
    }

private:
    void write_interface(std::size_t number) {
        const auto& interface = summary_.interfaces[number];
        const Shares shares(interface);
        write_heading(interface, shares);
        if (after_heading_) after_heading_(out_, number);
        print("  {:<8} {:<20} {:>9} {:>10} {:>10} {:>10} {:>10} {:>6} {:>6}\n", "id", "message", "frames",
              "period s", "jitter s", "shortest", "longest", "share%", "bytes");
        std::size_t unknown = 0;
        for (const auto& s : interface.ids) {
            if (s.message.empty() && ++unknown > most_unknown_lines) continue;
            write_id(s, shares);
            hand_over();
        }
        if (unknown > most_unknown_lines)
            print("  and {} more identifiers that are in no message\n", unknown - most_unknown_lines);
        if (shares.span.from.known()) write_through(interface.through);
    }

    void write_heading(const InterfaceSummary& interface, const Shares& shares) {
        print("{}  {}{}{}  {} frames", interface.name,
              interface.dialect.empty() ? "no battery dialect recognised" : interface.dialect,
              interface.version.empty() ? "" : " ", interface.version, interface.frames());
        const auto& span = shares.span;
        if (span.from.known())
            print(" in {} s, {} to {}", seconds(seconds_between(span.from, span.to)), seconds(span.from),
                  seconds(span.to));
        print("\n");
        if (!shares.has_most) return;
        print("  bus load at {} kbit/s, without stuff bits:", interface.bit_rate / 1000);
        print(" mean {:.2f} %, busiest second {} {:.2f} %\n", shares.load_pct, interface.load.most.second,
              shares.most_pct);
    }

    /// The message, or what kind of frame it is.
    static std::string what(const IdSummary& s) {
        if (!s.message.empty()) return s.message;
        return s.kind == can::Kind::data ? "-" : fmt::format("({})", can::name(s.kind));
    }

    static std::string length_text(const IdSummary& s) {
        if (s.shortest == s.longest) return fmt::format("{}", s.shortest);
        return fmt::format("{}-{}", s.shortest, s.longest);
    }

    void write_id(const IdSummary& s, const Shares& shares) {
        const auto& p = s.spacing;
        const bool any = p.count != 0;
        print("  {:<8} {:<20} {:>9} {:>10} {:>10} {:>10} {:>10} {:>6.1f} {:>6}", id_text(s), what(s),
              s.frames, any ? seconds(p.mean_s()) : "-", p.count > 1 ? seconds(p.jitter_s()) : "-",
              any ? seconds_of(p.shortest_ns) : "-", any ? seconds_of(p.longest_ns) : "-",
              shares.share_pct(s), length_text(s));
        if (s.refused != 0) print("  {} too short", s.refused);
        if (p.steps_back != 0) print("  {} step{} back in time", p.steps_back, p.steps_back == 1 ? "" : "s");
        print("\n");
        for (const auto& signal : s.signals) write_signal(signal);
    }

    void write_signal(const SignalSummary& s) {
        if (is_flag(s)) {
            write_flag(s);
            return;
        }
        print("             {:<32} ", s.name);
        if (is_text(s)) {
            print("{}\n", quoted(s.label));
            return;
        }
        if (s.is_labelled()) {
            print("{}\n", s.label);
            return;
        }
        if (s.least == s.most)
            print("{} {}", decimal(s, s.last), s.symbol);
        else
            print("first {}  min {}  mean {}  max {}  last {} {}", decimal(s, s.first), decimal(s, s.least),
                  mean(s), decimal(s, s.most), decimal(s, s.last), s.symbol);
        while (out_.back() == ' ') out_.pop_back();
        if (s.out_of_range != 0) print("  ({} out of range)", s.out_of_range);
        print("\n");
    }

    void write_flag(const SignalSummary& s) {
        if (!s.ever_yes) return;
        print("             {:<32} raised {} s", s.name, seconds_of(s.yes_ns));
        if (s.known_ns != 0) print("  {:.1f} %", duty_pct(s));
        if (s.rises != 0) print("  rose {} time{}", s.rises, s.rises == 1 ? "" : "s");
        print("\n");
    }

    void write_through(const Throughput& t) {
        if (!t.measured) return;
        print("  charged {:.3f} Ah, {:.1f} Wh; discharged {:.3f} Ah, {:.1f} Wh\n", hours(t.charge_in_As),
              hours(t.energy_in_Ws), hours(t.charge_out_As), hours(t.energy_out_Ws));
    }

    void write_refused() {
        if (!summary_.counted) return;
        const auto& counts = summary_.counts;
        if (counts.dropped != 0)
            print("the recorder lost {} frame{}\n", counts.dropped, counts.dropped == 1 ? "" : "s");
        if (counts.refused_total() == 0) return;
        print("{} of {} lines refused:", counts.refused_total(), counts.lines);
        const char* separator = " ";
        for (std::size_t i = 0; i < log::refusal_count; ++i)
            if (counts.refused[i] != 0)
                print("{}{} ({})", std::exchange(separator, "; "), describe(static_cast<log::Refusal>(i)),
                      counts.refused[i]);
        print("\n");
    }

    const AfterHeading& after_heading_;
};

} // namespace

void write_summary_text(const Summary& summary, const TakeText& take, const AfterHeading& after_heading) {
    SummaryText(summary, take, after_heading).write();
}

} // namespace gtx::decode
