// SPDX-License-Identifier: MIT
// The summary of a serial line: who was asked what, how often, how soon it was answered, what was refused.
#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "decode/serial_writer_impl.hpp"

namespace gtx::decode {

namespace {

using dialect::Said;

/// What was said about one command with one address.
struct Row {
    std::uint64_t requests = 0;
    std::uint64_t replies = 0;
    std::uint64_t refusals = 0;
    std::uint64_t misfits = 0;
    std::uint64_t bytes = 0;
    std::uint64_t timed = 0; ///< replies whose delay is known
    double delay_sum_s = 0;
    double delay_max_s = 0;
};

/// Port, dialect, address, command; the name is empty where it is not known.
using Key = std::tuple<std::uint16_t, std::string_view, std::uint8_t, std::string_view>;

/// What is told of a conversation, in the order in which it is told.
struct Noticed {
    std::string_view key;
    std::string_view words;
    std::uint64_t dialect::Conversation::Counts::*count;
    bool always = false;
};
using C = dialect::Conversation::Counts;
constexpr Noticed all_noticed[] = {
    {"requests", "requests", &C::requests, true},
    {"replies", "replies", &C::replies, true},
    {"refusals", "refusals", &C::refusals, true},
    {"unanswered", "unanswered", &C::unanswered, true},
    {"unasked", "replies without a request", &C::unasked},
    {"echoes", "echoes of a request", &C::echoes},
    {"other_address", "replies from another address", &C::other_address},
    {"misfits", "replies that do not fit", &C::misfits},
    {"double_replies", "second replies: two packs with one address?", &C::double_replies},
    {"overlapping", "requests before the reply time was over: two masters?", &C::overlapping},
};

class SummaryWriter : public SerialWriter {
public:
    SummaryWriter(const WriterOptions& options, const SerialSources& sources, Buffer& out)
        : options_(options), sources_(sources), buffer_(out) {}

    bool take(const SerialRecord& record) override {
        const auto& r = *record.reading;
        if (!wants(options_.selection, record, sources_.ports.name(record.port))) return true;
        ++selected_;
        auto& span = spans_[record.port];
        ++span.frames;
        if (record.time.known()) {
            if (!span.from.known()) span.from = record.time;
            span.to = record.time;
        }
        const std::string_view dialect = r.dialect != nullptr ? r.dialect->name : "";
        auto& row = rows_[{record.port, dialect, r.address, r.command != nullptr ? r.command->name : ""}];
        const bool request =
            r.said == Said::request || (r.said == Said::unknown && record.way == dialect::Way::sent);
        row.requests += request ? 1U : 0U;
        row.refusals += r.said == Said::refusal ? 1U : 0U;
        row.misfits += r.said == Said::misfit ? 1U : 0U;
        row.replies += !request && r.said != Said::refusal ? 1U : 0U;
        row.bytes += record.bytes;
        note_delay(span, row, record, request);
        return !options_.most || selected_ < *options_.most;
    }

    void finish() override {
        if (options_.format == Format::json)
            write_json();
        else if (options_.format == Format::csv)
            write_csv();
        else
            write_text();
        buffer_.append(out_);
        lines_ = rows_.size();
    }

private:
    struct Span {
        std::uint64_t frames = 0;
        Timestamp from;
        Timestamp to;
        Timestamp asked;
    };

    /// From the end of a request to the end of its reply.
    static void note_delay(Span& span, Row& row, const SerialRecord& record, bool request) {
        const auto ended = record.reading->place.ended;
        if (!request && span.asked.known() && ended.known() && ended >= span.asked) {
            const double delay = seconds_between(span.asked, ended);
            ++row.timed;
            row.delay_sum_s += delay;
            row.delay_max_s = std::max(row.delay_max_s, delay);
        }
        span.asked = request ? ended : Timestamp::none();
    }

    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }
    static std::string seconds(Timestamp t) {
        constexpr std::size_t room = 32;
        char digits[room];
        return {digits, text::put_seconds(digits, t)};
    }
    [[nodiscard]] std::vector<SerialPortCounts> heard() const {
        return sources_.stream != nullptr && *sources_.stream ? (*sources_.stream)->ports()
                                                              : std::vector<SerialPortCounts>{};
    }
    [[nodiscard]] serial::Counts framers() const {
        return sources_.stream != nullptr && *sources_.stream ? (*sources_.stream)->counts().framers
                                                              : serial::Counts{};
    }

    // --- text ---

    void write_text() {
        for (const auto& [port, span] : spans_) {
            text_port(port, span);
            print("  {:>3} {:<20} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9}\n", "adr", "command", "requests",
                  "replies", "refusals", "misfits", "delay s", "longest s");
            for (const auto& [key, row] : rows_)
                if (std::get<0>(key) == port) text_row(key, row);
        }
        text_refused();
    }
    void text_port(std::uint16_t port, const Span& span) {
        print("{}", sources_.ports.name(port));
        const auto all = heard();
        const auto talk = std::ranges::find(all, port, &SerialPortCounts::port);
        const bool known = talk != all.end() && talk->dialect != nullptr;
        print("  {}  {} frames", known ? talk->dialect->name : "no serial dialect recognised", span.frames);
        if (span.from.known())
            print(" in {:.6f} s, {} to {}", seconds_between(span.from, span.to), seconds(span.from),
                  seconds(span.to));
        print("\n ");
        const char* separator = " ";
        if (talk != all.end())
            for (const auto& n : all_noticed)
                if (n.always || talk->talk.*n.count != 0)
                    print("{}{} {}", std::exchange(separator, ", "), talk->talk.*n.count, n.words);
        print("\n");
    }
    void text_row(const Key& key, const Row& row) {
        const auto name = std::get<3>(key);
        print("  {:>3} {:<20} {:>8} {:>8} {:>8} {:>8} {:>9} {:>9}\n", std::get<2>(key),
              name.empty() ? "-" : name, row.requests, row.replies, row.refusals, row.misfits,
              row.timed != 0 ? fmt::format("{:.3f}", row.delay_sum_s / static_cast<double>(row.timed)) : "-",
              row.timed != 0 ? fmt::format("{:.3f}", row.delay_max_s) : "-");
    }
    void text_refused() {
        const auto counts = framers();
        const char* separator = " ";
        if (counts.refused_total() != 0) {
            print("refused on the line:");
            for (std::size_t i = 0; i < serial::refusal_count; ++i)
                if (counts.refused[i] != 0)
                    print("{}{} ({})", std::exchange(separator, "; "),
                          describe(static_cast<serial::Refusal>(i)), counts.refused[i]);
            print("\n");
        }
        if (sources_.lines == nullptr || sources_.lines->refused_total() == 0) return;
        print("{} of {} lines refused:", sources_.lines->refused_total(), sources_.lines->lines);
        separator = " ";
        for (std::size_t i = 0; i < log::refusal_count; ++i)
            if (sources_.lines->refused[i] != 0)
                print("{}{} ({})", std::exchange(separator, "; "), describe(static_cast<log::Refusal>(i)),
                      sources_.lines->refused[i]);
        print("\n");
    }

    // --- JSON ---

    void write_json() {
        print("{{\"frames\":{}", selected_);
        const auto counts = framers();
        if (sources_.lines != nullptr) {
            print(",\"lines\":{},\"refused\":{{", sources_.lines->lines);
            json_counts<log::Refusal>(sources_.lines->refused);
            print("}}");
        }
        print(",\"refused_frames\":{{");
        json_counts<serial::Refusal>(counts.refused);
        print("}},\"ports\":[");
        const char* separator = "";
        for (const auto& [port, span] : spans_) {
            print("{}", std::exchange(separator, ","));
            json_port(port, span);
        }
        print("]}}\n");
    }
    template <class Reason, class Counts>
    void json_counts(const Counts& counts) {
        const char* separator = "";
        for (std::size_t i = 0; i < std::size(counts); ++i)
            if (counts[i] != 0)
                print("{}\"{}\":{}", std::exchange(separator, ","), name(static_cast<Reason>(i)), counts[i]);
    }
    void json_port(std::uint16_t port, const Span& span) {
        std::string quoted;
        text::append_json_string(quoted, sources_.ports.name(port));
        print("{{\"if\":{}", quoted);
        const auto all = heard();
        const auto talk = std::ranges::find(all, port, &SerialPortCounts::port);
        if (talk != all.end() && talk->dialect != nullptr) print(",\"dialect\":\"{}\"", talk->dialect->name);
        print(",\"frames\":{}", span.frames);
        if (span.from.known()) print(",\"from_s\":{},\"to_s\":{}", seconds(span.from), seconds(span.to));
        if (talk != all.end())
            for (const auto& n : all_noticed) print(",\"{}\":{}", n.key, talk->talk.*n.count);
        print(",\"commands\":[");
        const char* separator = "";
        for (const auto& [key, row] : rows_) {
            if (std::get<0>(key) != port) continue;
            print("{}", std::exchange(separator, ","));
            json_row(key, row);
        }
        print("]}}");
    }
    void json_row(const Key& key, const Row& row) {
        print("{{\"adr\":{}", std::get<2>(key));
        if (!std::get<3>(key).empty()) print(",\"msg\":\"{}\"", std::get<3>(key));
        print(",\"requests\":{},\"replies\":{},\"refusals\":{},\"misfits\":{},\"bytes\":{}", row.requests,
              row.replies, row.refusals, row.misfits, row.bytes);
        if (row.timed != 0)
            print(",\"delay_s\":{:.6f},\"delay_max_s\":{:.6f}",
                  row.delay_sum_s / static_cast<double>(row.timed), row.delay_max_s);
        print("}}");
    }

    // --- CSV ---

    void write_csv() {
        print("if,dialect,adr,msg,requests,replies,refusals,misfits,bytes,delay_s,delay_max_s\n");
        for (const auto& [key, row] : rows_) {
            text::append_csv_field(out_, sources_.ports.name(std::get<0>(key)));
            print(",{},{},{},{},{},{},{},{}", std::get<1>(key), std::get<2>(key), std::get<3>(key),
                  row.requests, row.replies, row.refusals, row.misfits, row.bytes);
            if (row.timed != 0)
                print(",{:.6f},{:.6f}\n", row.delay_sum_s / static_cast<double>(row.timed), row.delay_max_s);
            else
                print(",,\n");
        }
    }

    WriterOptions options_;
    SerialSources sources_;
    Buffer& buffer_;
    std::map<std::uint16_t, Span> spans_;
    std::map<Key, Row> rows_;
    std::string out_;
};

} // namespace

std::unique_ptr<SerialWriter> make_serial_summary_writer(const WriterOptions& options,
                                                         const SerialSources& sources, Buffer& out) {
    return std::make_unique<SummaryWriter>(options, sources, out);
}

} // namespace gtx::decode
