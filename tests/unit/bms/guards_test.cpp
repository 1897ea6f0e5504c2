// SPDX-License-Identifier: MIT
// Every guard row: nothing before its level, the alarm first, exactly at its delay, released behind its
// release.
#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::Condition;
using gtx::test::lost;
using gtx::test::Severity;
using gtx::test::Stand;

namespace {
constexpr double little = 1e-6;
constexpr double tick = 1e-3; ///< s

/// A stand on which one quantity can be set and all others stay where no guard minds.
class Probe {
public:
    explicit Probe(const Guard& guard)
        : stand(UnitSetup{.soc = Percent(guard.quantity == Watched::overcharge ? 100.0 : 50.0)})
        , guard_(guard) {
        if (guard.quantity == Watched::charge_through_open ||
            guard.quantity == Watched::discharge_through_open) {
            stand.degrees(61); // opens both switches
            stand.go(3);
        }
        stand.pack[0].battery = 52.8;
    }
    void set(double value) {
        auto& p = stand.pack[0];
        switch (guard_.quantity) {
        case Watched::cell_max:
        case Watched::cell_min:
            stand.cells(value);
            break;
        case Watched::cell_delta:
            p.cell_V[5] = p.cell_V[0] + value;
            break;
        case Watched::battery:
            p.battery = value;
            break;
        case Watched::overcharge:
            p.battery = value;
            p.current = stand.unit().switches.charge ? 1 : 0;
            break;
        case Watched::terminal:
            p.terminal = value;
            break;
        case Watched::gap:
            p.terminal = 52.8 - value;
            break;
        case Watched::charge_current:
        case Watched::charge_through_open:
            p.current = value;
            break;
        case Watched::discharge_current:
        case Watched::discharge_through_open:
            p.current = -value;
            break;
        case Watched::temperature_max:
        case Watched::temperature_min:
            stand.degrees(value);
            break;
        case Watched::temperature_delta:
            p.cell_degC[2] = 25 + value;
            break;
        case Watched::mosfet:
            p.mosfet = value;
            break;
        case Watched::lost_sensors:
        case Watched::open_wires:
        case Watched::soc:
            BOOST_FAIL("has its own test");
        }
        stand.step();
    }
    [[nodiscard]] double outward(double value, double by) const {
        return guard_.side == Side::above ? value + by : value - by;
    }
    /// The nearest values that do not and that do count as beyond.
    [[nodiscard]] double last_inside(const Stage& s) const {
        return guard_.at_level || rounded() ? outward(s.level, -little) : s.level;
    }
    [[nodiscard]] double first_beyond(const Stage& s) const {
        return guard_.at_level && !rounded() ? s.level : outward(s.level, little);
    }
    [[nodiscard]] double last_held(const Stage& s) const {
        return rounded() ? outward(s.release, little) : s.release;
    }
    [[nodiscard]] bool on(Severity s) const { return stand.has(s, guard_.condition); }

    Stand stand;

private:
    /// A difference of two readings is not exactly what was wanted.
    [[nodiscard]] bool rounded() const { return guard_.quantity == Watched::cell_delta; }

    const Guard& guard_;
};

bool settable(const Guard& g) {
    return g.quantity != Watched::lost_sensors && g.quantity != Watched::open_wires &&
           g.quantity != Watched::soc;
}

const Stage& stage(const Guard& g, Severity s) {
    return s == Severity::alarm ? g.alarm : s == Severity::protection ? g.protection : g.fault;
}

/// Calls `visit(guard, severity, stage)` for each stage that can be set by hand, and says which it was.
template <class Visit>
void each_stage(Visit&& visit) {
    for (std::size_t i = 0; i < guard_count; ++i)
        for (const auto s : {Severity::alarm, Severity::protection, Severity::fault}) {
            const auto& g = default_guards[i];
            if (!settable(g) || !stage(g, s).used()) continue;
            BOOST_TEST_CONTEXT("guard " << i << ": " << name(s) << ' ' << name(g.condition))
            visit(g, s, stage(g, s));
        }
}

/// All that stop a direction for good or for now are seen in the switches.
void check_switches(const Stand& stand, const Guard& g, Severity s) {
    if (s == Severity::alarm) return;
    const auto blocks = static_cast<unsigned>(s == Severity::fault ? Blocks::both : g.blocks);
    const auto& u = stand.unit();
    if ((blocks & 1U) != 0) BOOST_TEST((!u.switches.charge && !u.charge_enabled));
    if ((blocks & 2U) != 0) BOOST_TEST((!u.switches.discharge && !u.discharge_enabled));
}
} // namespace

BOOST_AUTO_TEST_CASE(a_row_out_of_order_is_not_well_formed) {
    auto g = default_guards[0];
    BOOST_TEST(well_formed(g));
    std::swap(g.alarm.level, g.protection.level);
    BOOST_TEST(!well_formed(g));
    g = default_guards[0];
    g.protection.release = g.protection.level;
    BOOST_TEST(!well_formed(g));
    g = default_guards[1];
    g.alarm.release = g.alarm.level - 0.1;
    BOOST_TEST(!well_formed(g));
    g = default_guards[0];
    g.blocks = Blocks::none;
    BOOST_TEST(!well_formed(g));
    g = default_guards[0];
    g.alarm.delay = Seconds(2);
    BOOST_TEST(!well_formed(g));
}

BOOST_AUTO_TEST_CASE(all_stages_but_those_with_tests_of_their_own_are_probed) {
    int probed = 0;
    each_stage([&](const Guard&, Severity, const Stage&) { ++probed; });
    int all = 0;
    int own = 0;
    for (const auto& g : default_guards)
        for (const auto s : {Severity::alarm, Severity::protection, Severity::fault}) {
            all += stage(g, s).used() ? 1 : 0;
            own += stage(g, s).used() && !settable(g) ? 1 : 0;
        }
    BOOST_TEST(own == 5); // lost sensors 2, open wires 2, SOC 1
    BOOST_TEST(probed == all - own);
    BOOST_TEST(probed > 35);
}

BOOST_AUTO_TEST_CASE(nothing_comes_on_up_to_the_level) {
    each_stage([](const Guard& g, Severity s, const Stage& stage) {
        Probe probe(g);
        probe.set(probe.last_inside(stage));
        // A fast guard has a slow one with a lower level beside it.
        const bool fast = g.recovery == Recovery::by_time && !g.alarm.used();
        probe.stand.go(fast ? 0.9 : 20 * stage.delay.value(), 0.5);
        BOOST_TEST(!probe.on(s));
    });
}

BOOST_AUTO_TEST_CASE(R_TERM_5_R_TERM_6_R_TERM_7_each_stage_comes_on_exactly_at_its_delay) {
    each_stage([](const Guard& g, Severity s, const Stage& stage) {
        Probe probe(g);
        probe.set(probe.first_beyond(stage));
        if (stage.delay.value() > 0) {
            probe.stand.go(stage.delay.value() - tick);
            BOOST_TEST(!probe.on(s));
            probe.stand.go(tick);
        }
        BOOST_TEST(probe.on(s));
        check_switches(probe.stand, g, s);
    });
}

BOOST_AUTO_TEST_CASE(a_value_that_comes_back_in_time_begins_its_delay_anew) {
    each_stage([](const Guard& g, Severity s, const Stage& stage) {
        if (stage.delay.value() == 0) return;
        Probe probe(g);
        for (int i = 0; i < 3; ++i) {
            probe.set(probe.first_beyond(stage));
            probe.stand.go(stage.delay.value() - tick);
            probe.set(probe.last_inside(stage));
            probe.stand.go(tick);
            BOOST_TEST(!probe.on(s));
        }
    });
}

BOOST_AUTO_TEST_CASE(
    R_TERM_5_R_TERM_6_R_TERM_7_the_alarm_comes_before_the_protection_and_that_before_the_fault) {
    for (const auto& g : default_guards) {
        if (!settable(g)) continue;
        BOOST_TEST_CONTEXT(name(g.condition)) {
            Probe probe(g);
            const auto& last = g.fault.used() ? g.fault : g.protection.used() ? g.protection : g.alarm;
            probe.set(probe.first_beyond(last));
            bool before[3] = {};
            for (int i = 0; i < 12000;
                 ++i, probe.stand.go(tick)) { // as it is seen, millisecond by millisecond
                const bool now[3] = {probe.on(Severity::alarm), probe.on(Severity::protection),
                                     probe.on(Severity::fault)};
                if (now[1] && !before[1] && g.alarm.used()) BOOST_REQUIRE(now[0]);
                if (now[2] && !before[2] && g.alarm.used()) BOOST_REQUIRE(before[0]);
                if (now[2] && !before[2] && g.protection.used()) BOOST_REQUIRE(before[1]);
                std::copy(std::begin(now), std::end(now), std::begin(before));
                if (now[g.fault.used() ? 2 : g.protection.used() ? 1 : 0]) break;
            }
            BOOST_TEST((before[0] || before[1] || before[2]));
        }
    }
}

BOOST_AUTO_TEST_CASE(R_TERM_5_an_alarm_does_not_stop_anything) {
    for (const auto& g : default_guards) {
        if (!settable(g) || !g.alarm.used() || g.fault.used()) continue;
        BOOST_TEST_CONTEXT(name(g.condition)) {
            Probe probe(g);
            probe.set(probe.first_beyond(g.alarm));
            probe.stand.go(g.alarm.delay.value());
            BOOST_TEST(probe.on(Severity::alarm));
            const auto blocks = static_cast<unsigned>(g.blocks); // others may stop the other direction
            if (blocks != 2) BOOST_TEST(probe.stand.unit().switches.charge);
            if (blocks != 1) BOOST_TEST(probe.stand.unit().switches.discharge);
        }
    }
}

BOOST_AUTO_TEST_CASE(R_TERM_6_alarms_and_protections_end_behind_their_release_after_its_delay) {
    each_stage([](const Guard& g, Severity s, const Stage& stage) {
        if (s == Severity::fault || (s == Severity::protection && g.recovery == Recovery::by_time)) return;
        Probe probe(g);
        probe.set(probe.first_beyond(stage));
        probe.stand.go(stage.delay.value());
        BOOST_REQUIRE(probe.on(s));
        probe.set(probe.last_held(stage));
        probe.stand.go(20 * stage.release_delay.value() + 1, 0.5);
        BOOST_TEST(probe.on(s)); // on the release is not behind it
        probe.set(probe.outward(stage.release, -little));
        if (stage.release_delay.value() > 0) {
            probe.stand.go(stage.release_delay.value() - tick);
            BOOST_TEST(probe.on(s));
            probe.stand.go(tick);
        }
        BOOST_TEST(!probe.on(s));
    });
}

BOOST_AUTO_TEST_CASE(R_TERM_7_a_fault_stays_whatever_comes_until_a_repair) {
    each_stage([](const Guard& g, Severity s, const Stage& stage) {
        if (s != Severity::fault) return;
        Probe probe(g);
        probe.set(probe.first_beyond(stage));
        probe.stand.go(stage.delay.value());
        BOOST_REQUIRE(probe.on(s));
        probe.stand.pack[0] = {};
        probe.stand.go(3600, 10);
        BOOST_TEST(probe.on(s));
        probe.stand.press(4); // nor does a restart help
        probe.stand.go(20);
        probe.stand.press(4);
        probe.stand.go(20);
        BOOST_TEST(probe.on(s));
        BOOST_TEST(!probe.stand.unit().switches.charge);
        probe.stand.system.reset(0);
        probe.stand.go(1);
        BOOST_TEST(!probe.on(s));
        BOOST_TEST(probe.stand.unit().switches.charge);
        BOOST_TEST(probe.stand.unit().mode == state::Mode::standby);
    });
}

BOOST_AUTO_TEST_CASE(R_DIAG_4_an_overcurrent_recovers_after_a_minute_and_locks_at_the_fifth_trip) {
    for (const auto& g : default_guards) {
        if (g.recovery != Recovery::by_time) continue;
        BOOST_TEST_CONTEXT(name(g.condition) << ' ' << g.protection.level) {
            Probe probe(g);
            for (int trip = 1; trip <= 5; ++trip) {
                probe.set(probe.first_beyond(g.protection));
                probe.stand.go(g.protection.delay.value());
                BOOST_REQUIRE(probe.on(Severity::protection));
                probe.set(0);
                probe.stand.go(60 - tick);
                BOOST_TEST(probe.on(Severity::protection));
                probe.stand.go(tick);
                BOOST_TEST(probe.on(Severity::protection) == (trip == 5));
            }
            probe.stand.go(7200, 60);
            BOOST_TEST(probe.on(Severity::protection));
            const bool charge = g.quantity == Watched::charge_current;
            BOOST_TEST(
                probe.stand.protects(charge ? Condition::charge_lockout : Condition::discharge_lockout));
            probe.stand.system.reset(0);
            probe.stand.go(1);
            BOOST_TEST(!probe.on(Severity::protection));
            BOOST_TEST(!probe.stand.protects(Condition::charge_lockout));
            BOOST_TEST(!probe.stand.protects(Condition::discharge_lockout));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_lock_out_ends_with_a_restart) {
    Stand stand;
    for (int trip = 0; trip < 5; ++trip) {
        stand.current(51);
        stand.go(1);
        stand.current(0);
        stand.go(60);
    }
    BOOST_REQUIRE(stand.protects(Condition::charge_lockout));
    stand.press(4);
    stand.go(10);
    stand.press(4);
    stand.go(10);
    BOOST_TEST(stand.unit().phase == Phase::running);
    BOOST_TEST(!stand.protects(Condition::charge_lockout));
    BOOST_TEST(stand.unit().switches.charge);
}

BOOST_AUTO_TEST_CASE(trips_that_lie_far_apart_do_not_lock) {
    Stand stand;
    for (int trip = 0; trip < 12; ++trip) {
        stand.current(-51);
        stand.go(1);
        BOOST_TEST(stand.protects(Condition::discharge_overcurrent));
        stand.current(0);
        stand.go(700);
        BOOST_TEST(!stand.protects(Condition::discharge_overcurrent));
    }
}

BOOST_AUTO_TEST_CASE(a_lost_sensor_is_an_alarm_and_no_sensor_left_is_a_protection) {
    Stand stand;
    stand.pack[0].cell_degC[1] = lost;
    stand.go(60);
    BOOST_TEST(stand.alarms(Condition::sensor));
    BOOST_TEST(!stand.protects(Condition::sensor));
    BOOST_TEST(stand.unit().temperature.value() == 25); // of those that are left
    stand.degrees(lost);
    stand.go(5 - tick);
    BOOST_TEST(!stand.protects(Condition::sensor));
    stand.go(tick);
    BOOST_TEST(stand.protects(Condition::sensor));
    BOOST_TEST((!stand.unit().switches.charge && !stand.unit().switches.discharge));
    stand.degrees(25);
    stand.go(1);
    BOOST_TEST(!stand.protects(Condition::sensor));
    BOOST_TEST(!stand.alarms(Condition::sensor));
}

BOOST_AUTO_TEST_CASE(an_open_sense_wire_is_an_alarm_and_then_a_protection) {
    Stand stand;
    stand.pack[0].cell_V[7] = lost;
    stand.go(1 - tick);
    BOOST_TEST(!stand.alarms(Condition::sensor));
    stand.go(tick);
    BOOST_TEST(stand.alarms(Condition::sensor));
    stand.go(4 - tick);
    BOOST_TEST(!stand.protects(Condition::sensor));
    stand.go(tick);
    BOOST_TEST(stand.protects(Condition::sensor));
    BOOST_TEST(stand.unit().cell_min.value() == 3.3); // of those that are read
    BOOST_TEST((!stand.unit().switches.charge && !stand.unit().switches.discharge));
}

BOOST_AUTO_TEST_CASE(R_TERM_8_R_OVERDIS_1_a_low_SOC_is_an_alarm_from_10_to_15_per_cent) {
    Stand stand(UnitSetup{.soc = Percent(10.5)});
    BOOST_TEST(!stand.alarms(Condition::soc_low));
    stand.current(-25);
    stand.go(60);
    BOOST_TEST(stand.alarms(Condition::soc_low));
    BOOST_TEST(stand.unit().switches.discharge);
    stand.current(25);
    stand.go(360);
    BOOST_TEST(stand.alarms(Condition::soc_low));
    stand.go(360);
    BOOST_TEST(!stand.alarms(Condition::soc_low));
}

BOOST_AUTO_TEST_CASE(a_reading_that_goes_missing_keeps_a_protection) {
    Stand stand;
    stand.degrees(56);
    stand.go(2);
    BOOST_REQUIRE(stand.protects(Condition::charge_overtemperature));
    stand.degrees(lost);
    stand.go(600);
    BOOST_TEST(stand.protects(Condition::charge_overtemperature));
}
