// SPDX-License-Identifier: MIT
// What flows when packs of different voltage are put on one bus.
#include <algorithm>
#include <cmath>

#include "gtx/plan/expand.hpp"
#include "plan/charge_run_impl.hpp"

namespace gtx::plan {
namespace {

constexpr double instant_s = 1e-3;

ChargeWish all_of(const ExpandWish& wish) {
    ChargeWish all;
    all.packs = wish.running;
    all.packs.insert(all.packs.end(), wish.added.begin(), wish.added.end());
    all.ambient = wish.ambient;
    all.seed = wish.seed;
    return all;
}

pack::Stack joined(const ExpandWish& wish, Ohms limiter) {
    pack::Stack stack;
    for (const auto& setup : setups_of(all_of(wish))) {
        const auto i = stack.add(setup);
        auto& c = stack.connection(i);
        c.switches = {true, true};
        c.around.ambient = wish.ambient;
        if (i >= wish.running.size()) c.extra_cable = limiter;
    }
    return stack;
}

/// The highest current of a pack at a time after they met, A.
double current_at(const ExpandWish& wish, double seconds, Ohms limiter) {
    auto stack = joined(wish, limiter);
    const double last = std::min(seconds, instant_s);
    if (seconds > last) stack.step({}, Seconds(seconds - last));
    double most = 0;
    for (const auto& i : stack.step({}, Seconds(last)).packs) most = std::max(most, std::abs(i.value()));
    return most;
}

bool watches_current(const bms::Guard& g) {
    return g.protection.used() &&
           (g.quantity == bms::Watched::charge_current || g.quantity == bms::Watched::discharge_current);
}

bool trips(const ExpandWish& wish) {
    return std::ranges::any_of(wish.bms.guards, [&](const bms::Guard& g) {
        const double after = std::max(g.protection.delay.value(), instant_s);
        return watches_current(g) && current_at(wish, after, Ohms(0)) > g.protection.level;
    });
}

} // namespace

Meeting meet(const ExpandWish& wish) {
    Meeting m;
    if (wish.running.empty() || wish.added.empty()) return m;
    const auto stack = joined(wish, Ohms(0));
    Volts low = stack.pack(0).battery_voltage();
    Volts high = low;
    for (std::size_t i = 1; i < stack.size(); ++i) {
        low = std::min(low, stack.pack(i).battery_voltage());
        high = std::max(high, stack.pack(i).battery_voltage());
    }
    const auto& joining = wish.bms.joining;
    m.apart = high - low;
    m.limiter_used = m.apart > joining.from;
    m.at_first = Amps(current_at(wish, instant_s, Ohms(0)));
    m.after_a_second = Amps(current_at(wish, 1, Ohms(0)));
    m.limited = Amps(current_at(wish, 1, m.limiter_used ? joining.limiter : Ohms(0)));
    m.trips = trips(wish);
    return m;
}

} // namespace gtx::plan
