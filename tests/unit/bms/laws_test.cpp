// SPDX-License-Identifier: MIT
// Laws that hold whatever happens: random measurements, buttons and links.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <map>
#include <tuple>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/support/random.hpp"
#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::Condition;
using gtx::test::Conditions;
using gtx::test::lost;
using gtx::test::Random;
using gtx::test::Severity;
using gtx::test::Stand;

namespace {
double pick(Random& random, double low, double high) {
    return low + (high - low) * static_cast<double>(random.between(0, 10000)) / 10000;
}

/// Something happens to one pack: mostly harmless, now and then not.
void disturb(Random& random, Stand::Pack& p) {
    const auto cell = static_cast<std::size_t>(random.between(0, 15));
    const auto sensor = static_cast<std::size_t>(random.between(0, 3));
    const auto some = [&](double low, double high) { return pick(random, low, high); };
    switch (random.between(0, 13)) {
    case 0:
        std::fill(p.cell_V.begin(), p.cell_V.end(), some(2.6, 3.7));
        break;
    case 1:
        p.cell_V[cell] = some(2.4, 3.7);
        break;
    case 2:
        p.cell_V[cell] = random.between(0, 9) == 0 ? lost : 3.3;
        break;
    case 3:
        std::fill(p.cell_degC.begin(), p.cell_degC.end(), some(-25, 65));
        break;
    case 4:
        p.cell_degC[sensor] = random.between(0, 9) == 0 ? lost : some(10, 40);
        break;
    case 5:
        p.current = some(-40, 40);
        break;
    case 6:
        p.current = some(-80, 80);
        break;
    case 7:
        p.mosfet = random.coin() ? 40 : some(60, 115);
        break;
    case 8:
        p.terminal = random.coin() ? std::optional<double>() : some(40, 57);
        break;
    case 9:
        p.battery = random.coin() ? std::optional<double>() : some(44, 57);
        break;
    case 10:
        p.current = some(-170, 10);
        break;
    default:
        p = {};
        p.current = some(-25, 25);
    }
}

bool same_unit(const UnitOutputs& a, const UnitOutputs& b) {
    const auto numbers = [](const UnitOutputs& o) {
        return std::tuple(o.soc.value(), o.soh.value(), o.remaining.value(), o.capacity.value(), o.cycles,
                          o.limits.charge_current.value(), o.limits.discharge_current.value(),
                          o.limits.charge_voltage.value(), o.limits.discharge_voltage.value(), o.balancing,
                          o.electronics.value());
    };
    const auto flags = [](const UnitOutputs& o) {
        return std::tuple(o.switches.charge, o.switches.discharge, o.phase, o.mode, o.charge_enabled,
                          o.discharge_enabled, o.force_charge, o.full_charge_request, o.leds,
                          o.conditions[0].bits(), o.conditions[1].bits(), o.conditions[2].bits());
    };
    return numbers(a) == numbers(b) && flags(a) == flags(b);
}

bool same(const Outputs& a, const Outputs& b) {
    const auto all = [](const Outputs& o) {
        return std::tuple(o.present, o.mode, o.soc.value(), o.soh.value(), o.remaining.value(),
                          o.capacity.value(), o.limits.charge_current.value(),
                          o.limits.discharge_current.value(), o.limits.charge_voltage.value(),
                          o.charge_enabled, o.discharge_enabled, o.force_charge, o.full_charge_request,
                          o.contact_prohibit_charge, o.contact_prohibit_discharge, o.talking);
    };
    bool equal = all(a) == all(b) && a.next == b.next && a.packs.size() == b.packs.size();
    for (std::size_t s = 0; s < state::severity_count; ++s) equal &= a.conditions[s] == b.conditions[s];
    for (std::size_t i = 0; equal && i < a.packs.size(); ++i) equal = same_unit(a.packs[i], b.packs[i]);
    return equal;
}

/// What protections of this condition may stop.
unsigned blocks_of(Condition c) {
    unsigned blocks = 0;
    for (const auto& g : default_guards)
        if (g.condition == c && g.protection.used()) blocks |= static_cast<unsigned>(g.blocks);
    return blocks;
}

void check_unit(const UnitOutputs& u) {
    BOOST_REQUIRE(u.soc.value() >= 0);
    BOOST_REQUIRE(u.soc.value() <= 100);
    for (const auto amps : {u.limits.charge_current, u.limits.discharge_current}) {
        BOOST_REQUIRE(amps.value() >= 0);
        BOOST_REQUIRE(amps.value() <= 30); // R-DATA-3, R-DATA-4
    }
    BOOST_REQUIRE(u.limits.charge_voltage.value() >= 55.68); // R-DATA-2
    BOOST_REQUIRE(u.limits.charge_voltage.value() <= 56.16);
    BOOST_REQUIRE(u.limits.discharge_voltage.value() >= 45.6);
    u.conditions[1].each([&](Condition c) {
        const auto blocks = blocks_of(c);
        if (u.conditions[1].has(c) && (blocks & 1U) != 0) BOOST_REQUIRE(!u.switches.charge);
        if (u.conditions[1].has(c) && (blocks & 2U) != 0) BOOST_REQUIRE(!u.switches.discharge);
    });
    if (u.conditions[2].any()) BOOST_REQUIRE((u.switches == pack::Switches{}));
    if (!u.switches.charge) BOOST_REQUIRE((!u.charge_enabled && u.limits.charge_current.value() == 0));
    if (!u.switches.discharge)
        BOOST_REQUIRE((!u.discharge_enabled && u.limits.discharge_current.value() == 0));
    if (u.phase != Phase::running && u.phase != Phase::stopping)
        BOOST_REQUIRE((u.switches == pack::Switches{}));
}

void check_stack(const Outputs& o) {
    const int packs = std::popcount(o.present);
    BOOST_REQUIRE(o.limits.charge_current.value() <= 30.0 * packs);
    BOOST_REQUIRE(o.limits.discharge_current.value() <= 30.0 * packs);
    BOOST_REQUIRE(o.soc.value() >= 0);
    BOOST_REQUIRE(o.soc.value() <= 100.0 + 1e-9);
    if (!o.charge_enabled) BOOST_REQUIRE(o.limits.charge_current.value() == 0);
    if (!o.discharge_enabled) BOOST_REQUIRE(o.limits.discharge_current.value() == 0);
    if (o.talking) BOOST_REQUIRE(o.contact_prohibit_charge == !o.charge_enabled);
    if (o.talking) BOOST_REQUIRE(o.contact_prohibit_discharge == !o.discharge_enabled);
}

/// Moves by a random width, or to what is due.
void advance(Random& random, Stand& stand) {
    auto at = stand.now + random.between(1, 4000) * 1'000'000;
    if (random.between(0, 30) == 0) at = stand.now + random.between(1, 3600) * 1'000'000'000;
    if (stand.out().next.known()) at = std::min(at, std::max(stand.out().next.ns(), stand.now + 1));
    stand.step_at(at);
}

void disturb(Random& random, Stand& stand) {
    if (random.between(0, 3) == 0)
        disturb(random, stand.pack[static_cast<std::size_t>(random.between(0, 3))]);
    if (random.between(0, 200) == 0) stand.linked ^= 1U << random.between(1, 3);
    if (random.between(0, 100) == 0) stand.buttons ^= 1U;
    if (random.between(0, 50) == 0) stand.system.reset(static_cast<std::size_t>(random.between(0, 3)));
}

/// What of a measurement is watched without memory of the BMS.
double watched(Watched q, const Stand::Pack& p) {
    const auto [low, high] = std::minmax_element(p.cell_V.begin(), p.cell_V.end());
    const auto [cold, hot] = std::minmax_element(p.cell_degC.begin(), p.cell_degC.end());
    switch (q) {
    case Watched::cell_max:
        return *high;
    case Watched::cell_min:
        return *low;
    case Watched::cell_delta:
        return *high - *low;
    case Watched::battery:
        return p.battery.value_or(52.8);
    case Watched::charge_current:
        return std::max(p.current, 0.0);
    case Watched::discharge_current:
        return std::max(-p.current, 0.0);
    case Watched::temperature_max:
        return *hot;
    case Watched::temperature_min:
        return *cold;
    case Watched::mosfet:
        return p.mosfet;
    default:
        return lost;
    }
}

bool beyond(const Guard& g, double value, double level) {
    if (value == level) return g.at_level;
    return g.side == Side::above ? value > level : value < level;
}
/// What can happen at an instant; two of them differ if any of it does.
struct Happening {
    std::array<state::Conditions, state::severity_count> conditions;
    Phase phase;
    pack::Switches switches;

    explicit Happening(const UnitOutputs& u)
        : conditions{u.conditions[0], u.conditions[1], u.conditions[2]}
        , phase(u.phase)
        , switches(u.switches) {}
    friend bool operator==(const Happening&, const Happening&) = default;
};

/// A measurement that stays for a while.
struct Change {
    std::int64_t stays_ns;
    Stand::Pack pack;
};

using Events = std::vector<std::pair<std::int64_t, Happening>>;

void look(const Stand& stand, Events& events) {
    const Happening now(stand.unit());
    if (events.empty() || !(events.back().second == now)) events.emplace_back(stand.now, now);
}

constexpr std::int64_t never_steps = std::int64_t{1} << 60;

/// What happens and when, with steps of this width at most and at all that is due.
Events events(const std::vector<Change>& changes, std::int64_t width) {
    // So large that SOC, which is summed up, passes no threshold by itself.
    Stand stand(UnitSetup{.soc = Percent(50), .capacity = AmpHours(5e6)});
    Events found;
    for (const auto& c : changes) {
        const auto end = stand.now + c.stays_ns;
        stand.pack[0] = c.pack;
        stand.step();
        look(stand, found);
        while (stand.now < end) {
            auto at = std::min(end, stand.now + width);
            const auto next = stand.out().next;
            if (next.known()) at = std::min(at, std::max(next.ns(), stand.now + 1));
            stand.step_at(at);
            look(stand, found);
        }
    }
    return found;
}
} // namespace

BOOST_AUTO_TEST_CASE(whatever_is_measured_no_limit_is_beyond_the_data_sheet_and_what_is_blocked_is_open) {
    Random random;
    for (int run = 0; run < 20; ++run) {
        Stand stand(UnitSetup{.soc = Percent(pick(random, 0, 100))}, 4);
        for (int i = 0; i < 3000; ++i) {
            disturb(random, stand);
            advance(random, stand);
            for (const auto& u : stand.out().packs) check_unit(u);
            check_stack(stand.out());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_short_way_of_a_step_gives_what_the_long_way_gives) {
    Settings thorough;
    thorough.thorough = true;
    Random random;
    for (int run = 0; run < 20; ++run) {
        const UnitSetup setup{.soc = Percent(pick(random, 0, 100))};
        Stand quick(setup, 4);
        Stand slow(setup, 4, thorough);
        for (int i = 0; i < 3000; ++i) {
            Random copy = random;
            disturb(random, quick);
            disturb(copy, slow);
            advance(random, quick);
            slow.step_at(quick.now);
            BOOST_REQUIRE(same(quick.out(), slow.out()));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_copy_of_a_stack_goes_the_same_way) {
    Random random;
    Stand stand({}, 4);
    for (int run = 0; run < 10; ++run) {
        Stand copy = stand;
        Random same_chance = random;
        for (int i = 0; i < 1000; ++i) {
            disturb(random, stand);
            disturb(same_chance, copy);
            advance(random, stand);
            advance(same_chance, copy);
            BOOST_REQUIRE(same(stand.out(), copy.out()));
        }
    }
}

BOOST_AUTO_TEST_CASE(R_TERM_6_a_protection_is_on_as_soon_as_its_delay_is_over) {
    Random random;
    for (int run = 0; run < 20; ++run) {
        Stand stand;
        std::map<std::size_t, std::int64_t> since; // guard → beyond since
        for (int i = 0; i < 3000; ++i) {
            if (random.between(0, 3) == 0) disturb(random, stand.pack[0]);
            if (!stand.pack[0].battery) stand.pack[0].battery = 52.8;
            advance(random, stand);
            const bool running = stand.unit().phase == Phase::running;
            for (std::size_t g = 0; g < guard_count; ++g) {
                const auto& guard = default_guards[g];
                const double value = watched(guard.quantity, stand.pack[0]);
                const bool out =
                    running && guard.protection.used() && beyond(guard, value, guard.protection.level);
                if (!out) {
                    since.erase(g);
                    continue;
                }
                const auto from = since.try_emplace(g, stand.now).first->second;
                if (static_cast<double>(stand.now - from) / 1e9 >= guard.protection.delay.value())
                    BOOST_REQUIRE(stand.protects(guard.condition));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_happens_and_when_does_not_depend_on_the_width_of_steps) {
    Random random;
    std::size_t all = 0;
    for (int run = 0; run < 10; ++run) {
        std::vector<Change> changes;
        Stand::Pack p;
        for (int i = 0; i < 60; ++i) {
            disturb(random, p);
            changes.push_back({random.between(1, 30'000) * 1'000'000, p});
        }
        const auto wide = events(changes, never_steps);
        all += wide.size();
        BOOST_REQUIRE((wide == events(changes, 1'000'000'000)));
        BOOST_REQUIRE((wide == events(changes, 100'000'000)));
    }
    BOOST_TEST(all > 100U);
}
