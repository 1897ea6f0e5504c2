// SPDX-License-Identifier: MIT
// The cells of a pack: spread, odd ones, broken ones, and sense leads that are mistaken for cells.
#include <algorithm>
#include <cmath>

#include "diag/electric_impl.hpp"
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {
namespace {

using Cell = Subject::Cell;

bool absurd(double volts) {
    return more(limit::no_cell_low.value(), volts) || more(volts, limit::no_cell_high.value());
}
double median(std::vector<Cell> cells) {
    const auto middle = cells.begin() + static_cast<std::ptrdiff_t>(cells.size() / 2);
    std::ranges::nth_element(cells, middle, {}, &Cell::volts);
    return middle->volts;
}
std::string show_cell(const Cell& cell) {
    return fmt::format("cell {} at {}", cell.number, show(Volts(cell.volts)));
}
std::string list(const std::vector<Cell>& cells) {
    std::string out = "cells:";
    for (const auto& c : cells) out += fmt::format(" {:.3f}", c.volts);
    return out + " V";
}

/// Two neighbours that are off in opposite ways by as much: the lead between them is broken or off, and the
/// sum of both is right. The place of the first of them.
std::optional<std::size_t> shared_lead(const std::vector<Cell>& cells) {
    if (cells.size() < 4) return std::nullopt;
    const double usual = median(cells);
    for (std::size_t i = 0; i + 1 < cells.size(); ++i) {
        const auto& a = cells[i];
        const auto& b = cells[i + 1];
        const double mean = (a.volts + b.volts) / 2;
        if (b.number != a.number + 1 || !at_least(limit::lead_mean.value(), std::abs(mean - usual))) continue;
        if (at_least(std::abs(a.volts - b.volts) / 2, limit::lead_shift.value())) return i;
    }
    return std::nullopt;
}

/// The cells whose values are values of cells.
std::vector<Cell> real_cells(const Subject& who) {
    auto cells = who.cells();
    if (const auto at = shared_lead(cells)) {
        const auto first = cells.begin() + static_cast<std::ptrdiff_t>(*at);
        cells.erase(first, first + 2);
    }
    std::erase_if(cells, [](const Cell& c) { return absurd(c.volts); });
    return cells;
}

/// Lowest and highest: of the list, else as the battery says. A number of 0: which cell is not known.
struct Ends {
    Cell low;
    Cell high;
    [[nodiscard]] double spread() const { return high.volts - low.volts; }
};
std::optional<Ends> ends_of(const Subject& who) {
    const auto cells = real_cells(who);
    if (!cells.empty()) {
        const auto [low, high] = std::ranges::minmax_element(cells, {}, &Cell::volts);
        return Ends{*low, *high};
    }
    if (!who.cells().empty() || !who.values.cell_min || !who.values.cell_max) return std::nullopt;
    const Ends ends{{0, who.values.cell_min->value()}, {0, who.values.cell_max->value()}};
    if (absurd(ends.low.volts) || absurd(ends.high.volts)) return std::nullopt;
    return ends;
}
/// Several packs as one: their cells may differ more than those of one pack.
bool several(const Observation& seen, const Subject& who) {
    return who.pack == nullptr && seen.state->packs.value_or(pack::packs_max) > 1;
}
std::string show_end(const Cell& cell, std::string_view which) {
    return cell.number > 0 ? show_cell(cell)
                           : fmt::format("the {} cell at {}", which, show(Volts(cell.volts)));
}

/// The end of the curve, where a little charge is much voltage.
bool steep(const Subject& who, const Ends& ends) {
    if (const auto& soc = who.values.soc)
        return more(limit::steep_below, *soc) || at_least(*soc, limit::steep_from);
    return more(limit::steep_cell_low.value(), ends.low.volts) ||
           more(ends.high.volts, limit::steep_cell_high.value());
}
Volts note_from(bool is_steep) {
    return is_steep ? limit::spread_warning : limit::spread_note;
}
Volts note_from(const Observation& seen, const Subject& who, const Ends& ends) {
    return note_from(steep(who, ends)) * (several(seen, who) ? limit::between_packs : 1);
}
Volts warning_from(const Observation& seen, const Subject& who, const Ends& ends) {
    const auto one = steep(who, ends) ? limit::spread_warning_steep : limit::spread_warning;
    return one * (several(seen, who) ? limit::between_packs : 1);
}

/// The packs, or the battery as a whole if no pack knows its cells.
template <class F>
void each_ends(const Observation& seen, F&& look) {
    bool known = false;
    each_battery(seen, [&](const Subject& who) {
        const auto ends = ends_of(who);
        if (ends && (who.pack != nullptr || !known)) look(who, *ends);
        known = known || ends;
        return false;
    });
}

Told tell_spread(const Subject& who, const Ends& ends, Report& report) {
    auto told = report.add(who, fmt::format("its cells are {} apart: {}, {}", show_mV(ends.spread()),
                                            show_end(ends.low, "lowest"), show_end(ends.high, "highest")));
    if (who.values.soc) told.because("SOC: " + show(*who.values.soc));
    if (who.values.current) told.because("current: " + show(*who.values.current));
    return told;
}

void tell_odd(const Subject& who, const Cell& cell, double usual, Report& report) {
    const bool is_low = cell.volts < usual;
    const auto current = who.values.current.value_or(Amps(0));
    auto told =
        report.add(who, fmt::format("{} stands {} {} the others", show_cell(cell),
                                    show_mV(std::abs(cell.volts - usual)), is_low ? "below" : "above"));
    told.because("the others: about " + show(Volts(usual))).because(list(who.cells()));
    if (is_low && more(-limit::resting.value(), current.value()))
        told.then(
            {"While discharging: it is emptier or weaker (less capacity, more resistance) than the others."});
    else if (!is_low && more(current, limit::resting))
        told.then({"While charging: it is fuller or weaker than the others, and ends the charge too early."});
    else
        told.then({is_low ? "At rest: it leaks or is emptier than the others."
                          : "At rest: it is fuller than the others."});
    told.then({"Charge fully and leave the charger on for some hours, several days on end, so that it is "
               "balanced.",
               "Compare again at rest and under load: if it stays apart, let the maker exchange the pack.",
               "A bad contact at the cell's sense lead looks the same."})
        .inferred();
}

/// The cell that is farthest from the median of the others, if it stands alone.
std::optional<Cell> odd_one(const std::vector<Cell>& cells, bool lowest, double from) {
    if (cells.size() < 4) return std::nullopt;
    auto rest = cells;
    const auto far = lowest ? std::ranges::min_element(rest, {}, &Cell::volts)
                            : std::ranges::max_element(rest, {}, &Cell::volts);
    const Cell odd = *far;
    rest.erase(far);
    const auto [low, high] = std::ranges::minmax_element(rest, {}, &Cell::volts);
    const double away = std::abs(odd.volts - median(rest));
    if (!more(away, from) || !more(away, limit::odd_ratio * (high->volts - low->volts))) return std::nullopt;
    return odd;
}

bool look_odd_at(const Subject& who, Report& report) {
    const auto cells = real_cells(who);
    const auto ends = ends_of(who);
    if (!ends) return false;
    const auto from = std::max(limit::odd_cell, note_from(steep(who, *ends)));
    bool found = false;
    for (const bool lowest : {true, false}) {
        const auto odd = odd_one(cells, lowest, from.value());
        if (!odd) continue;
        auto rest = cells;
        std::erase_if(rest, [&](const Cell& c) { return c.number == odd->number; });
        tell_odd(who, *odd, median(rest), report);
        found = true;
    }
    return found;
}

void tell_missing(const Subject& who, Report& report) {
    const auto known = who.cells();
    std::string missing;
    for (std::size_t i = 0; i < who.pack->cells.size(); ++i)
        if (std::ranges::find(known, i + 1, &Cell::number) == known.end())
            missing += fmt::format("{}{}", missing.empty() ? "" : ", ", i + 1);
    if (missing.empty() || known.empty()) return;
    report.add(who, fmt::format("it cannot read the voltage of cell {}", missing))
        .because(fmt::format("{} of {} cells are read", known.size(), who.pack->cells.size()))
        .then({"A sense lead is broken or off: let the maker repair it.",
               "Do not charge it meanwhile: a cell that is not read is not protected."})
        .inferred();
}
void tell_absurd(const Subject& who, Report& report) {
    const auto cells = who.cells();
    const auto wrong = std::ranges::find_if(cells, [](const Cell& c) { return absurd(c.volts); });
    if (wrong == cells.end()) return;
    report
        .add(who, fmt::format("{} cannot be a living cell: its sense lead is off, or it is dead",
                              show_cell(*wrong)))
        .because(list(cells))
        .then(
            {"Switch it off, and do not charge it.",
             "Compare the sum of the cells with the voltage of the pack: if it fits, the cell is dead; if it "
             "does not, the lead is broken.",
             "Let the maker repair or exchange it."})
        .emergency()
        .inferred();
}
void tell_shared(const Subject& who, Report& report) {
    const auto cells = who.cells();
    const auto at = shared_lead(cells);
    if (!at || absurd(cells[*at].volts) || absurd(cells[*at + 1].volts)) return;
    report
        .add(who, fmt::format("{} and {} are off in opposite ways: the lead between them is bad",
                              show_cell(cells[*at]), show_cell(cells[*at + 1])))
        .because(fmt::format("their mean is {}, the others stand at {}",
                             show(Volts((cells[*at].volts + cells[*at + 1].volts) / 2)),
                             show(Volts(median(cells)))))
        .then({"Let the maker repair the sense lead.",
               "Do not charge it meanwhile: both cells are protected by wrong values."})
        .inferred();
}

} // namespace

void look_sense_lead(const Observation& seen, Report& report) {
    for (const auto& who : packs_of(seen)) {
        tell_missing(who, report);
        tell_shared(who, report);
    }
}

void look_cell_absurd(const Observation& seen, Report& report) {
    for (const auto& who : packs_of(seen)) tell_absurd(who, report);
}

bool broken_cell(const Subject& who) {
    const auto broken = [](double volts) {
        return at_least(limit::cell_broken_low.value(), volts) ||
               at_least(volts, limit::cell_broken_high.value());
    };
    const auto& v = who.values;
    return std::ranges::any_of(who.cells(), broken, &Cell::volts) ||
           (v.cell_min && broken(v.cell_min->value())) || (v.cell_max && broken(v.cell_max->value()));
}

void look_cell_failure(const Observation& seen, Report& report) {
    each_ends(seen, [&](const Subject& who, const Ends& ends) {
        const bool low = at_least(limit::cell_broken_low.value(), ends.low.volts);
        if (!low && !at_least(ends.high.volts, limit::cell_broken_high.value())) return;
        report
            .add(who, show_end(low ? ends.low : ends.high, low ? "lowest" : "highest") +
                          ": no LFP cell comes back from there")
            .because(fmt::format("lowest {}, highest {}", show(Volts(ends.low.volts)),
                                 show(Volts(ends.high.volts))))
            .then({"Switch the battery off, charger and inverter first.",
                   "Do not charge it again, not even slowly.", "Contact the maker: it has to be exchanged."})
            .emergency();
    });
}

void look_cell_high(const Observation& seen, Report& report) {
    each_ends(seen, [&](const Subject& who, const Ends& ends) {
        if (!at_least(ends.high.volts, limit::cell_high.value()) ||
            at_least(ends.high.volts, limit::cell_broken_high.value()))
            return;
        report
            .add(who,
                 fmt::format("{} is not below {}", show_end(ends.high, "highest"), show(limit::cell_high)))
            .because(fmt::format("lowest {}, highest {}", show(Volts(ends.low.volts)),
                                 show(Volts(ends.high.volts))))
            .then({"Stop charging, and discharge it for a while.",
                   "If the others are much lower, the cells have to be balanced: charge slowly and fully "
                   "several times.",
                   "If the charger is set too high, set it lower."});
    });
}

void look_cell_low(const Observation& seen, Report& report) {
    each_ends(seen, [&](const Subject& who, const Ends& ends) {
        if (!at_least(limit::cell_low.value(), ends.low.volts) ||
            at_least(limit::cell_broken_low.value(), ends.low.volts))
            return;
        report
            .add(who, fmt::format("{} is not above {}", show_end(ends.low, "lowest"), show(limit::cell_low)))
            .because(fmt::format("lowest {}, highest {}", show(Volts(ends.low.volts)),
                                 show(Volts(ends.high.volts))))
            .then({"Take the load off, and charge it, gently at first.",
                   "If the others are much higher, this cell is weak or leaks."});
    });
}

void look_cell_spread_severe(const Observation& seen, Report& report) {
    each_ends(seen, [&](const Subject& who, const Ends& ends) {
        if (!at_least(ends.spread(), limit::spread_critical.value())) return;
        tell_spread(who, ends, report)
            .then({"Switch it off: one cell is broken, or its sense lead is.",
                   "Contact the maker, with the cell voltages at rest and under load."})
            .emergency();
    });
}

void look_cell_spread(const Observation& seen, Report& report) {
    each_ends(seen, [&](const Subject& who, const Ends& ends) {
        if (!more(ends.spread(), warning_from(seen, who, ends).value()) ||
            at_least(ends.spread(), limit::spread_critical.value()))
            return;
        tell_spread(who, ends, report)
            .then({"Charge it fully and leave the charger on for some hours: cells are balanced near full "
                   "only.",
                   "If it comes back within days, one cell is weak or leaks: ask the maker."});
    });
}

void look_cell_spread_note(const Observation& seen, Report& report) {
    each_ends(seen, [&](const Subject& who, const Ends& ends) {
        if (!more(ends.spread(), note_from(seen, who, ends).value()) ||
            more(ends.spread(), warning_from(seen, who, ends).value()))
            return;
        tell_spread(who, ends, report)
            .then({"Watch it: a full charge now and then lets the BMS balance them."});
    });
}

void look_odd_cell(const Observation& seen, Report& report) {
    for (const auto& who : packs_of(seen)) look_odd_at(who, report);
}

void look_cell_sum(const Observation& seen, Report& report) {
    for (const auto& who : packs_of(seen)) {
        const auto cells = who.cells();
        const auto& volts = who.values.voltage;
        if (cells.size() < few_cells || cells.size() != who.pack->cells.size() || !volts) continue;
        if (excused(who.values)) continue;
        const double sum = battery_voltage(who)->value();
        if (!more(std::abs(sum - volts->value()), limit::cell_sum.value())) continue;
        report
            .add(who,
                 fmt::format("its cells sum up to {}, its voltage is {}", show(Volts(sum)), show(*volts)))
            .because(fmt::format("{} apart", show_mV(std::abs(sum - volts->value()))))
            .then({"If its switches are open (protection, standby of some packs), the terminals may differ "
                   "from "
                   "the cells: then this is normal.",
                   "Else a contact or fuse inside is bad, or one measurement is wrong: ask the maker."})
            .inferred();
    }
}

} // namespace gtx::diag
