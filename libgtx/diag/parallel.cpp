// SPDX-License-Identifier: MIT
// Packs side by side: charge, voltage and current that should be alike, their number and their addresses.
#include <algorithm>
#include <cmath>
#include <functional>

#include "diag/electric_impl.hpp"
#include "diag/lights_impl.hpp"
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {
namespace {

/// A pack and one number of it.
struct Of {
    Subject who;
    double value;
};
template <class Get>
std::vector<Of> values_of(const Observation& seen, Get&& get) {
    std::vector<Of> out;
    for (const auto& pack : packs_of(seen))
        if (const auto v = get(pack); v && std::isfinite(v->value())) out.push_back({pack, v->value()});
    return out;
}
std::vector<Of> socs(const Observation& seen) {
    return values_of(seen, [](const Subject& who) { return who.values.soc; });
}
template <class Q>
std::string list(const std::vector<Of>& all) {
    std::string out;
    for (const auto& one : all)
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", one.who.name, show(Q(one.value)));
    return out;
}

/// The two that are farthest apart.
struct Pair {
    Of low;
    Of high;
    [[nodiscard]] double gap() const { return high.value - low.value; }
};
std::optional<Pair> farthest(const std::vector<Of>& all) {
    if (all.size() < 2) return std::nullopt;
    const auto by_value = [](const Of& a, const Of& b) { return a.value < b.value; };
    const auto [low, high] = std::minmax_element(all.begin(), all.end(), by_value);
    return Pair{*low, *high};
}

std::string apart(const Pair& p) {
    return fmt::format("{} has {}, {} {}", p.low.who.name, show(Percent(p.low.value)), p.high.who.name,
                       show(Percent(p.high.value)));
}
bool too_long(const Observation& seen) {
    return seen.soc_apart_s && more(*seen.soc_apart_s, limit::agree_in_s);
}
void apart_evidence(Told told, const Observation& seen) {
    told.because(list<Percent>(socs(seen)));
    if (seen.soc_apart_s) told.because(fmt::format("apart for {}", show(Seconds(*seen.soc_apart_s), 0)));
}

/// How many packs it says, or lists; empty: not known.
std::optional<std::int64_t> number_of_packs(const std::optional<state::Snapshot>& s) {
    if (!s) return std::nullopt;
    if (s->packs) return s->packs;
    if (s->pack.empty()) return std::nullopt;
    return static_cast<std::int64_t>(s->pack.size());
}
bool flows(const std::optional<state::Snapshot>& s) {
    return s && s->current && more(std::abs(s->current->value()), limit::no_current.value());
}
bool grew(const Observation& seen) {
    // Who listens to others hears packs one after the other: they were there before.
    if (seen.serial && seen.serial->listening) return false;
    const auto before = number_of_packs(seen.first);
    const auto now = number_of_packs(seen.state);
    return before && now && *before > 0 && *now > *before;
}
std::string from_to(const Observation& seen) {
    return fmt::format("{} before, {} now", number_of_packs(seen.first).value_or(0),
                       number_of_packs(seen.state).value_or(0));
}

std::vector<std::int64_t> addresses_of(const Observation& seen) {
    std::vector<std::int64_t> out;
    for (const auto& pack : packs_of(seen))
        if (pack.pack->address) out.push_back(*pack.pack->address);
    if (seen.serial) out.insert(out.end(), seen.serial->addresses.begin(), seen.serial->addresses.end());
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

bool tripped(const state::Values& v) {
    return std::ranges::any_of(v.conditions, [&](const auto& set) {
        return &set != &v.conditions[static_cast<std::size_t>(state::Severity::alarm)] && set && set->any();
    });
}

} // namespace

bool soc_differs(const state::Snapshot& s) {
    std::optional<Percent> low;
    std::optional<Percent> high;
    for (const auto& p : s.pack) {
        if (!p.soc || !std::isfinite(p.soc->value())) continue;
        low = low ? std::min(*low, *p.soc) : *p.soc;
        high = high ? std::max(*high, *p.soc) : *p.soc;
    }
    return low && more(*high - *low, limit::soc_apart) && lights_of(*low) != lights_of(*high);
}

void look_soc_far_apart(const Observation& seen, Report& report) {
    const auto pair = farthest(socs(seen));
    if (!pair || !soc_differs(*seen.state)) return;
    const int lights = lights_of(Percent(pair->high.value)) - lights_of(Percent(pair->low.value));
    if ((lights < 2 && !too_long(seen)) || more(pair->gap(), limit::join_gap.value())) return;
    auto told = report.add(apart(*pair) + (lights < 2 ? ", and they do not come together within 10 minutes"
                                                      : fmt::format(": {} lights apart", lights)));
    apart_evidence(told, seen);
    told.then({"At the first installation this is normal: charge the whole battery fully.",
               "It takes about two cycles until a large gap is gone.",
               "If it comes back after a full charge, see whether a power cable is loose; then contact the "
               "maker."});
}

void look_soc_apart(const Observation& seen, Report& report) {
    const auto pair = farthest(socs(seen));
    if (!pair || !soc_differs(*seen.state) || too_long(seen)) return;
    if (lights_of(Percent(pair->high.value)) - lights_of(Percent(pair->low.value)) != 1) return;
    auto told = report.add(apart(*pair) + ": one light apart, normal if they agree within 10 minutes");
    apart_evidence(told, seen);
    told.then({"Look again in 10 minutes.", "At the first installation charge the whole battery fully."});
}

void look_join_gap(const Observation& seen, Report& report) {
    const auto pair = farthest(socs(seen));
    if (!pair || !more(pair->gap(), limit::join_gap.value())) return;
    auto told = report.add(apart(*pair) + ": more than 80 % apart, too much to be put in parallel");
    apart_evidence(told, seen);
    told.then({"Take the packs apart, with the whole system switched off.",
               "Bring those that run to 45 to 50 %, and charge the empty one by itself.",
               "Join them again, and charge all of them fully."});
}

void look_pack_joined(const Observation& seen, Report& report) {
    if (!grew(seen)) return;
    auto told = report.add("there are more packs than before: " + from_to(seen));
    told.because(from_to(seen));
    const auto& before = seen.first->soc;
    const bool outside =
        before && (more(pack::joining_soc_min, *before) || more(*before, pack::joining_soc_max));
    if (before) told.because("SOC before: " + show(*before));
    if (outside) told.then({"Next time bring the running packs to 45 to 50 % first."});
    told.then({"Charge the whole battery fully, so that the packs agree."});
}

void look_joined_live(const Observation& seen, Report& report) {
    if (!grew(seen) || !flows(seen.first) || !seen.state || is_dark(*seen.state)) return;
    auto told = report.add("a pack was added, or came back, while the battery was working: " + from_to(seen));
    told.because("current before: " + show(*seen.first->current));
    told.then({"Before a pack is added or software is updated, switch everything off, the inverter too.",
               "If nobody added one, see why it was away: its link cable, its switch, its protection."})
        .inferred();
}

void look_pack_lost(const Observation& seen, Report& report) {
    const auto before = number_of_packs(seen.first);
    const auto now = number_of_packs(seen.state);
    if (!before || !now || *now <= 0 || *now >= *before) return;
    report.add("there are fewer packs than before: " + from_to(seen))
        .because(from_to(seen))
        .then({"Look at the lights: which pack is off, which flashes?",
               "Check the link cables: Out of each to In of the next, nothing in the master's In.",
               "Start the master anew, so that it numbers the packs."});
}

void look_too_many_packs(const Observation& seen, Report& report) {
    auto most = number_of_packs(seen.state).value_or(0);
    if (seen.state) most = std::max(most, static_cast<std::int64_t>(seen.state->pack.size()));
    if (seen.serial) most = std::max(most, static_cast<std::int64_t>(seen.serial->addresses.size()));
    if (most <= static_cast<std::int64_t>(pack::packs_max)) return;
    report.add(fmt::format("{} packs are here; no more than {} may stand in parallel", most, pack::packs_max))
        .because(fmt::format("{} packs", most))
        .then({"Switch everything off, and take off what is more than four.",
               "If these are packs of another maker, its own number counts."});
}

void look_address_gap(const Observation& seen, Report& report) {
    const auto all = addresses_of(seen);
    if (all.size() < 2) return;
    std::string missing;
    std::string there;
    for (std::size_t i = 0; i < all.size(); ++i) {
        there += fmt::format("{}{}", i == 0 ? "" : ", ", all[i]);
        for (auto a = i == 0 ? all[0] : all[i - 1] + 1; a < all[i] && a < all[i - 1] + 9; ++a)
            missing += fmt::format("{}{}", missing.empty() ? "" : ", ", a);
    }
    if (missing.empty()) return;
    report.add(fmt::format("no pack has the address {}, though others have higher ones", missing))
        .because("addresses: " + there)
        .then({"See whether that pack is on, and its link cable in place.",
               "Start the master anew, so that it numbers the packs in their order.",
               "Packs with DIP switches: set them without a gap, and restart them."});
}

void look_same_serial(const Observation& seen, Report& report) {
    struct Named {
        std::int64_t address;
        std::string serial;
    };
    std::vector<Named> all;
    for (const auto& who : packs_of(seen))
        if (!who.pack->serial.empty()) all.push_back({who.pack->address.value_or(0), who.pack->serial});
    if (all.empty() && seen.serial)
        for (std::size_t i = 0; i < std::min(seen.serial->serials.size(), seen.serial->addresses.size()); ++i)
            if (!seen.serial->serials[i].empty())
                all.push_back({seen.serial->addresses[i], seen.serial->serials[i]});
    std::ranges::stable_sort(all, {}, &Named::serial);
    const auto twice = std::ranges::adjacent_find(all, {}, &Named::serial);
    if (twice == all.end()) return;
    report
        .add(fmt::format("packs {} and {} have one serial number", twice->address, std::next(twice)->address))
        .because("serial number: " + twice->serial)
        .then({"One pack may answer at two addresses, or the master in place of another: look at each alone.",
               "Then start the master anew, so that it numbers the packs."})
        .inferred();
}

void look_voltage_apart(const Observation& seen, Report& report) {
    const auto all = values_of(
        seen, [](const Subject& who) { return is_dark(who.values) ? std::nullopt : who.values.voltage; });
    const auto pair = farthest(all);
    if (!pair || !more(pair->gap(), limit::parallel_apart.value())) return;
    report
        .add(fmt::format("{} is at {}, {} at {}: packs in parallel have one voltage", pair->low.who.name,
                         show(Volts(pair->low.value)), pair->high.who.name, show(Volts(pair->high.value))))
        .because(list<Volts>(all))
        .then({"A pack whose switches are open (protection, being joined) may differ: then this is normal.",
               "Else check the power cables of the two, with everything switched off.",
               "Never put a pack in series with another, nor reversed."})
        .inferred();
}

namespace {
std::vector<Of> currents(const Observation& seen) {
    return values_of(seen, [](const Subject& who) { return who.values.current; });
}
/// Of all but `without`.
double mean_magnitude(const std::vector<Of>& all, const state::Pack* without = nullptr) {
    double sum = 0;
    double n = 0;
    for (const auto& one : all) {
        if (one.who.pack == without) continue;
        sum += std::abs(one.value);
        ++n;
    }
    return n > 0 ? sum / n : 0;
}
} // namespace

void look_idle_pack(const Observation& seen, Report& report) {
    const auto all = currents(seen);
    for (const auto& one : all) {
        if (more(std::abs(one.value), limit::no_current.value()) || tripped(one.who.values)) continue;
        const double others = mean_magnitude(all, one.who.pack);
        if (!at_least(others, limit::idle_beside.value())) continue;
        report
            .add(one.who, fmt::format("no current flows in it, while the others carry {} on the average",
                                      show(Amps(others), 1)))
            .because(list<Amps>(all))
            .then({"Check its power cables, with everything switched off.",
                   "See whether it is on, and what its lights say.",
                   "If it waits to be joined at another voltage, that passes within minutes.",
                   "Else its switch or fuse is open: contact the maker."})
            .inferred();
    }
}

void look_shares_badly(const Observation& seen, Report& report) {
    const auto pair = farthest(socs(seen));
    if (pair && more(pair->gap(), limit::soc_apart.value())) return; // then it is right to differ
    const auto all = currents(seen);
    const auto idle = [](const Of& one) { return !more(std::abs(one.value), limit::no_current.value()); };
    const auto flowing = static_cast<std::size_t>(std::ranges::count_if(all, std::not_fn(idle)));
    if (flowing < all.size() || flowing < 2) return; // an idle pack is another matter
    const double mean = mean_magnitude(all);
    for (const auto& one : all) {
        if (!at_least(mean, limit::idle_beside.value()) || !more(std::abs(one.value), limit::sharing * mean))
            continue;
        report
            .add(one.who, fmt::format("it carries {}, the average is {}", show(Amps(one.value), 1),
                                      show(Amps(mean), 1)))
            .because(list<Amps>(all))
            .then({"Take plus at the master and minus at the last pack, with cables of one length between "
                   "them.",
                   "Tighten the power terminals, with everything switched off: a bad one gets warm."})
            .inferred();
    }
}

} // namespace gtx::diag
