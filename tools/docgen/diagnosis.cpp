// SPDX-License-Identifier: MIT
// What the diagnosis knows, for the manual pages.
#include <cmath>

#include "gtx/decode/findings.hpp"
#include "gtx/diag/findings.hpp"
#include "gtx/diag/pins.hpp"
#include "gtx/link/judge.hpp"
#include "gtx/pack/ratings.hpp"
#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}
/// A sentence a line, and the degree sign as roff names it.
std::string lines(std::string_view text) {
    std::string out(text);
    replace_all(out, "°", "\\(de");
    replace_all(out, ". ", ".\n");
    return out;
}

/// "-10 to 25 °C: 12 months".
template <std::size_t N>
void append_times(std::string& out, const std::array<pack::TimeAt, N>& table, double unit_s,
                  std::string_view unit) {
    for (const auto& row : table)
        fmt::format_to(std::back_inserter(out), "\n.It {} to {} \\(deC\n{} {}", row.above.value(),
                       row.below.value(), std::lround(row.time.value() / unit_s), unit);
}

} // namespace

std::string mdoc_findings() {
    std::string out = ".Bl -tag -width Ds -compact";
    for (const auto& row : diag::finding_rows())
        fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}{}{}.\n{}", row.code, diag::name(row.weight),
                       row.rule.empty() ? "" : ", ", row.rule, lines(row.doc));
    return out + "\n.El";
}

std::string mdoc_log_findings() {
    std::string out = ".Bl -tag -width Ds -compact";
    for (const auto& row : decode::log_finding_rows())
        fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}.\n{}", row.code, diag::name(row.weight),
                       lines(row.doc));
    return out + "\n.El";
}

std::string mdoc_wiring() {
    std::string out = ".Bl -tag -width Ds -compact";
    for (const auto& row : link::wiring_rules())
        fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}, {}.\n{}\n{}", row.code,
                       link::name(row.gravity), row.rule, lines(row.what), lines(row.mend));
    return out + "\n.El";
}

std::string mdoc_emergency() {
    std::string out = ".Bl -enum";
    for (const auto step : diag::emergency_steps())
        fmt::format_to(std::back_inserter(out), "\n.It\n{}", lines(step));
    return out + "\n.El";
}

std::string mdoc_pins() {
    std::string out;
    for (const auto& socket : diag::sockets()) {
        fmt::format_to(std::back_inserter(out),
                       "{}.Ss {}\n{}\n.Bl -tag -width \"1, 8\" -offset indent -compact",
                       out.empty() ? "" : "\n", socket.name, socket.purpose);
        for (const auto& pin : socket.pins)
            fmt::format_to(std::back_inserter(out), "\n.It {}\n{}", pin.pins, pin.signal);
        out += "\n.El";
    }
    return out;
}

std::string mdoc_storage() {
    std::string out = "Stored, between 30 and 60 % charged (R-STORE-1, R-STORE-2):\n"
                      ".Bl -tag -width \"-10 to 25 degC\" -offset indent -compact";
    append_times(out, pack::storage_times, 30 * 86400.0, "months at most");
    out += "\n.El\n.Pp\nOver-discharged (90 % taken out) and away from the inverter (R-OVERDIS-1):\n"
           ".Bl -tag -width \"-10 to 25 degC\" -offset indent -compact";
    append_times(out, pack::recharge_times, 86400, "days until it must be recharged");
    return out +
           fmt::format("\n.El\n.Pp\nOver-discharged and still connected to the inverter, -10 to 45 \\(deC "
                       "(R-OVERDIS-2): less than {} hours.",
                       pack::recharge_time_connected.value() / 3600);
}

} // namespace gtx::docgen
