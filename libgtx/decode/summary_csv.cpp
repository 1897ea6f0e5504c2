// SPDX-License-Identifier: MIT
// A summary as CSV: one row for each signal; identifiers without signals have one row.
#include "decode/summary_impl.hpp"

namespace gtx::decode {

namespace {

class SummaryCsv : public SummaryForm {
public:
    using SummaryForm::SummaryForm;

    void write() override {
        print("if,id,dialect,msg,frames,period_s,jitter_s,length_min,length_max,signal,count,first,min,mean,"
              "max,"
              "last,unit,true_s,out_of_range,known_s,duty_pct,rises,first_s,last_s,shortest_gap_s,longest_"
              "gap_s,"
              "frames_per_s,load_share_pct,bus_load_pct,bus_load_max_pct,busiest_second_s\n");
        for (const auto& interface : summary_.interfaces) {
            const Shares shares(interface);
            const auto load = load_text(interface, shares);
            for (const auto& s : interface.ids) write_id(interface, s, tail(s, shares) + load);
        }
        hand_over();
    }

private:
    void write_id(const InterfaceSummary& interface, const IdSummary& s, const std::string& behind) {
        const auto front = head(interface, s);
        for (const auto& signal : s.signals) {
            print("{}", front);
            write_signal(signal);
            print("{}\n", behind);
        }
        if (s.signals.empty()) print("{},,,,,,,,,,,,,{}\n", front, behind);
        hand_over();
    }

    static std::string head(const InterfaceSummary& interface, const IdSummary& s) {
        std::string out;
        text::append_csv_field(out, interface.name);
        out += fmt::format(",{},", id_text(s));
        if (!s.message.empty()) text::append_csv_field(out, interface.dialect);
        out += ',';
        text::append_csv_field(out, s.message);
        return out + fmt::format(
                         ",{},{},{},{},{}", s.frames, s.spacing.count != 0 ? seconds(s.spacing.mean_s()) : "",
                         s.spacing.count > 1 ? seconds(s.spacing.jitter_s()) : "", s.shortest, s.longest);
    }

    static std::string tail(const IdSummary& s, const Shares& shares) {
        const bool any = s.spacing.count != 0;
        return fmt::format(
            ",{},{},{},{},{},{:.3f}", s.first.known() ? seconds(s.first) : "",
            s.first.known() ? seconds(s.last) : "", any ? seconds_of(s.spacing.shortest_ns) : "",
            any ? seconds_of(s.spacing.longest_ns) : "",
            shares.seconds > 0 ? fmt::format("{:.6f}", shares.rate(s)) : "", shares.share_pct(s));
    }

    static std::string load_text(const InterfaceSummary& interface, const Shares& shares) {
        if (!shares.has_most) return ",,,";
        return fmt::format(",{:.3f},{:.3f},{}", shares.load_pct, shares.most_pct, interface.load.most.second);
    }

    void write_signal(const SignalSummary& s) {
        print(",{},{},", s.name, s.count);
        if (is_text(s)) {
            print(",,,,");
            text::append_csv_field(out_, s.label);
        } else if (is_flag(s)) {
            print(",,,,{}", s.last);
        } else if (s.is_labelled()) {
            print(",,,,");
            text::append_csv_field(out_, s.label);
        } else {
            print("{},{},{},{},{}", decimal(s, s.first), decimal(s, s.least), mean(s), decimal(s, s.most),
                  decimal(s, s.last));
        }
        out_ += ',';
        text::append_csv_field(out_, s.suffix);
        print(",{},{}", is_flag(s) ? seconds_of(s.yes_ns) : "", s.out_of_range);
        if (is_flag(s))
            print(",{},{},{}", seconds_of(s.known_ns),
                  s.known_ns != 0 ? fmt::format("{:.3f}", duty_pct(s)) : "", s.rises);
        else
            print(",,,");
    }
};

} // namespace

void write_summary_csv(const Summary& summary, const TakeText& take) {
    SummaryCsv(summary, take).write();
}

} // namespace gtx::decode
