// SPDX-License-Identifier: MIT
/// \file
/// What the forms of a summary share: its numbers as text, and what follows from its sums.
#pragma once

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "decode/writer_impl.hpp"
#include "gtx/decode/summary.hpp"

namespace gtx::decode {

/// Writes one form. Pieces go out as they are done.
class SummaryForm {
public:
    SummaryForm(const Summary& summary, const TakeText& take) : summary_(summary), take_(take) {}
    SummaryForm(const SummaryForm&) = delete;
    SummaryForm& operator=(const SummaryForm&) = delete;
    virtual ~SummaryForm() = default;
    virtual void write() = 0;

protected:
    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }
    void hand_over() {
        take_(out_);
        out_.clear();
    }

    const Summary& summary_;
    std::string out_;

private:
    const TakeText& take_;
};

std::string decimal(const SignalSummary& s, std::int64_t number);
std::string mean(const SignalSummary& s);
/// With six decimals.
std::string seconds(double s);
std::string seconds(Timestamp t);
std::string seconds_of(std::int64_t ns);
/// A JSON string of `s`.
std::string quoted(std::string_view s);
/// The identifier as candump writes it: 3 hex digits, or 8.
std::string id_text(const IdSummary& s);

inline bool is_flag(const SignalSummary& s) {
    return s.kind == SignalSummary::Kind::flag;
}
inline bool is_text(const SignalSummary& s) {
    return s.kind == SignalSummary::Kind::text;
}

/// What is written of the load and the times of an interface.
struct Shares {
    InterfaceSummary::Span span;
    std::uint64_t bits = 0;
    double seconds = 0; ///< from the first to the last frame; 0: no load can be told
    bool has_most = false;
    double load_pct = 0;
    double most_pct = 0; ///< of the busiest second

    explicit Shares(const InterfaceSummary& interface);
    [[nodiscard]] double rate(const IdSummary& s) const { return static_cast<double>(s.frames) / seconds; }
    [[nodiscard]] double share_pct(const IdSummary& s) const {
        return bits == 0 ? 0 : 100.0 * static_cast<double>(s.bits) / static_cast<double>(bits);
    }
};

/// The share of the time for which a flag is known in which it said yes.
inline double duty_pct(const SignalSummary& s) {
    return 100.0 * static_cast<double>(s.yes_ns) / static_cast<double>(s.known_ns);
}

inline double hours(const ExactSum& s) {
    return s.value() / 3600;
}

/// Messages first, then by kind and identifier.
void sort_ids(InterfaceSummary& interface);

/// Appends the member `merge` of a summary.
void append_merge(std::string& out, const Summary& summary);

void write_summary_text(const Summary&, const TakeText&, const AfterHeading&);
void write_summary_json(const Summary&, const TakeText&);
void write_summary_csv(const Summary&, const TakeText&);

} // namespace gtx::decode
