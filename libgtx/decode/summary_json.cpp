// SPDX-License-Identifier: MIT
// A summary as one object of JSON.
#include "decode/summary_impl.hpp"

namespace gtx::decode {

namespace {

class SummaryJson : public SummaryForm {
public:
    using SummaryForm::SummaryForm;

    void write() override {
        print("{{\"frames\":{}", summary_.frames());
        write_counts();
        print(",\"interfaces\":[");
        const char* separator = "";
        for (const auto& interface : summary_.interfaces) {
            if (interface.frames() == 0) continue;
            print("{}", std::exchange(separator, ","));
            write_interface(interface);
        }
        print("],\"merge\":");
        append_merge(out_, summary_);
        print("}}\n");
        hand_over();
    }

private:
    void write_counts() {
        if (!summary_.counted) return;
        const auto& counts = summary_.counts;
        print(",\"lines\":{},\"dropped\":{},\"refused\":{{", counts.lines, counts.dropped);
        const char* separator = "";
        for (std::size_t i = 0; i < log::refusal_count; ++i)
            if (counts.refused[i] != 0)
                print("{}\"{}\":{}", std::exchange(separator, ","), name(static_cast<log::Refusal>(i)),
                      counts.refused[i]);
        print("}}");
    }

    void write_interface(const InterfaceSummary& interface) {
        const Shares shares(interface);
        print("{{\"if\":{}", quoted(interface.name));
        if (!interface.dialect.empty()) print(",\"dialect\":{}", quoted(interface.dialect));
        if (!interface.version.empty()) print(",\"version\":{}", quoted(interface.version));
        print(",\"frames\":{}", interface.frames());
        if (shares.span.from.known())
            print(",\"from_s\":{},\"to_s\":{}", seconds(shares.span.from), seconds(shares.span.to));
        write_load(interface, shares);
        if (shares.span.from.known()) write_through(interface.through);
        print(",\"ids\":[");
        const char* separator = "";
        for (const auto& s : interface.ids) {
            print("{}", std::exchange(separator, ","));
            write_id(s, shares);
            hand_over();
        }
        print("]}}");
    }

    void write_load(const InterfaceSummary& interface, const Shares& shares) {
        if (!shares.has_most) return;
        print(",\"bit_rate_bps\":{},\"bus_load_pct\":{:.3f},\"bus_load_max_pct\":{:.3f},"
              "\"busiest_second_s\":{}",
              interface.bit_rate, shares.load_pct, shares.most_pct, interface.load.most.second);
    }

    void write_through(const Throughput& t) {
        if (!t.measured) return;
        print(",\"charge_in_Ah\":{:.6f},\"charge_out_Ah\":{:.6f},\"energy_in_Wh\":{:.6f},"
              "\"energy_out_Wh\":{:.6f}",
              hours(t.charge_in_As), hours(t.charge_out_As), hours(t.energy_in_Ws), hours(t.energy_out_Ws));
    }

    void write_id(const IdSummary& s, const Shares& shares) {
        print("{{\"id\":\"{}\"", id_text(s));
        if (s.kind != can::Kind::data) print(",\"kind\":\"{}\"", can::name(s.kind));
        if (!s.message.empty()) print(",\"msg\":{}", quoted(s.message));
        print(",\"frames\":{}", s.frames);
        if (s.refused != 0) print(",\"too_short\":{}", s.refused);
        write_times(s, shares);
        print(",\"load_share_pct\":{:.3f},\"length_min\":{},\"length_max\":{}", shares.share_pct(s),
              s.shortest, s.longest);
        if (!s.message.empty()) write_signals(s);
        print("}}");
    }

    void write_times(const IdSummary& s, const Shares& shares) {
        if (s.first.known()) print(",\"first_s\":{},\"last_s\":{}", seconds(s.first), seconds(s.last));
        if (shares.seconds > 0) print(",\"frames_per_s\":{:.6f}", shares.rate(s));
        const auto& p = s.spacing;
        if (p.count != 0) print(",\"period_s\":{}", seconds(p.mean_s()));
        if (p.count > 1) print(",\"jitter_s\":{}", seconds(p.jitter_s()));
        if (p.count != 0)
            print(",\"shortest_gap_s\":{},\"longest_gap_s\":{}", seconds_of(p.shortest_ns),
                  seconds_of(p.longest_ns));
        if (p.steps_back != 0) print(",\"steps_back\":{}", p.steps_back);
    }

    void write_signals(const IdSummary& s) {
        print(",\"signals\":{{");
        const char* separator = "";
        for (const auto& signal : s.signals) {
            print("{}{}:{{", std::exchange(separator, ","), quoted(signal.key()));
            write_signal(signal);
            print("}}");
        }
        print("}}");
    }

    void write_signal(const SignalSummary& s) {
        print("\"count\":{}", s.count);
        if (s.out_of_range != 0) print(",\"out_of_range\":{}", s.out_of_range);
        if (is_text(s)) {
            print(",\"last\":{}", quoted(s.label));
        } else if (is_flag(s)) {
            write_flag(s);
        } else if (s.is_labelled()) {
            print(",\"last\":{}", quoted(s.label));
        } else {
            print(",\"first\":{},\"min\":{},\"mean\":{},\"max\":{},\"last\":{}", decimal(s, s.first),
                  decimal(s, s.least), mean(s), decimal(s, s.most), decimal(s, s.last));
        }
    }

    void write_flag(const SignalSummary& s) {
        print(",\"first\":{},\"last\":{},\"true_s\":{},\"known_s\":{}", s.first == 1, s.last == 1,
              seconds_of(s.yes_ns), seconds_of(s.known_ns));
        if (s.known_ns != 0) print(",\"duty_pct\":{:.3f}", duty_pct(s));
        print(",\"rises\":{}", s.rises);
    }
};

} // namespace

void write_summary_json(const Summary& summary, const TakeText& take) {
    SummaryJson(summary, take).write();
}

} // namespace gtx::decode
