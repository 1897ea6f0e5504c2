// SPDX-License-Identifier: MIT
// Model page 6.1: what a current step does to a cell, in closed form.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "packs.hpp"

using namespace gtx;
using namespace gtx::pack;
using boost::test_tools::tolerance;

namespace {

/// Millivolts of a cell above its voltage at rest, `seconds` after 25 A began.
double polarisation_mV(double seconds, double width) {
    auto setup = packs::ideal();
    setup.cell = packs::flat_cell();
    Pack pack(setup);
    packs::run(pack, 25, seconds, width);
    return 1e3 * (pack.cell_V()[7] - 3.3);
}

} // namespace

BOOST_AUTO_TEST_SUITE(closed_forms)

BOOST_AUTO_TEST_CASE(a_step_of_no_width_or_no_sense_changes_nothing) {
    Pack pack(packs::ideal());
    const double before = pack.battery_voltage().value();
    pack.step(Amps(25), Seconds(0), {});
    pack.step(Amps(25), Seconds(-1), {});
    pack.step(Amps(25), Seconds(std::nan("")), {});
    BOOST_TEST(pack.battery_voltage().value() == before);
    BOOST_TEST(pack.ledger().charge_in.value() == 0);
}

// 13.75 mV at once; 20.68, 29.36 and 38.56 mV after 10, 60 and 300 s; 40.00 mV in the end.
BOOST_AUTO_TEST_CASE(a_step_of_25_A_polarises_a_cell_as_two_pairs_do) {
    BOOST_TEST(polarisation_mV(1e-6, 1e-6) == 13.75, tolerance(1e-5));
    BOOST_TEST(polarisation_mV(10, 1) == 20.68, tolerance(3e-4));
    BOOST_TEST(polarisation_mV(60, 1) == 29.36, tolerance(3e-4));
    BOOST_TEST(polarisation_mV(300, 1) == 38.56, tolerance(3e-4));
    BOOST_TEST(polarisation_mV(7200, 10) == 40.00, tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(pairs_do_not_care_about_the_width_of_steps) {
    const double fine = polarisation_mV(60, 0.001);
    BOOST_TEST(polarisation_mV(60, 0.1) == fine, tolerance(1e-9));
    BOOST_TEST(polarisation_mV(60, 10) == fine, tolerance(1e-9));
    BOOST_TEST(polarisation_mV(60, 60) == fine, tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_third_pair_brings_the_resistance_of_an_hour_to_2_4_milliohm) {
    auto setup = packs::ideal();
    setup.cell = packs::flat_cell();
    setup.cell.rc = gtx2500_cell(true).rc;
    Pack pack(setup);
    packs::run(pack, 10, 4 * 3600, 10);
    BOOST_TEST((pack.cell_V()[0] - 3.3) / 10 == 2.4e-3, tolerance(1e-3));
}

// dh/dt = g |I| / Q (sign I - h): from h = 0, 5 % of SOC make 1 - exp(-1).
BOOST_AUTO_TEST_CASE(hysteresis_follows_charge_moved_and_stays_at_rest) {
    auto setup = packs::ideal();
    setup.cell = packs::flat_cell();
    setup.cell.hysteresis = {{0}, {0.020}};
    setup.cell.rc.clear();
    for (const double width : {0.1, 1.0, 10.0, 60.0}) {
        Pack pack(setup);
        packs::run(pack, 25, 360, width);
        pack.step(Amps(0), Seconds(3600), {});
        BOOST_TEST(pack.cell_V()[0] - 3.3 == 0.020 * (1 - std::exp(-1)), tolerance(1e-6));
        packs::run(pack, -25, 3600, width);
        pack.step(Amps(0), Seconds(3600), {});
        BOOST_TEST(pack.cell_V()[0] - 3.3 == 0.020 * ((2 - std::exp(-1)) * std::exp(-10) - 1),
                   tolerance(1e-6));
    }
}

// For a constant current the heat is I^2 (R0 t + sum R (t - 1.5 tau + 2 tau a - tau a^2 / 2)) and what is in
// the capacities is I^2 R tau (1 - a)^2 / 2 each, a = exp(-t / tau).
BOOST_AUTO_TEST_CASE(heat_of_a_step_is_that_of_the_resistors_and_not_what_the_pairs_hold) {
    auto setup = packs::ideal();
    setup.cell = packs::flat_cell();
    setup.internal = Ohms(0.006);
    const double amps = 25;
    const double t = 100;
    double per_amp2 = 0.55e-3 * t;
    for (const auto& pair : setup.cell.rc) {
        const double tau = pair.tau.value();
        const double a = std::exp(-t / tau);
        per_amp2 += pair.resistance.value() * (t - tau * (1.5 - 2 * a + a * a / 2));
    }
    for (const double width : {0.5, 1.0, 10.0, 100.0}) {
        Pack pack(setup);
        packs::run(pack, amps, t, width);
        BOOST_TEST(pack.ledger().heat.value() * 3600 == amps * amps * (16 * per_amp2 + 0.006 * t),
                   tolerance(1e-9));
    }
}

BOOST_AUTO_TEST_CASE(what_a_pack_says_beforehand_is_what_its_terminals_do) {
    for (const double amps : {25.0, -25.0, 5.0})
        for (const double width : {0.001, 1.0, 10.0}) {
            Pack pack(packs::ideal(47));
            packs::run(pack, amps, 60, 1);
            const auto answer = pack.thevenin(Seconds(width), amps > 0 ? 1 : -1);
            pack.step(Amps(amps), Seconds(width), {});
            const double terminals = (pack.battery_voltage() + Amps(amps) * pack.setup().internal).value();
            BOOST_TEST(std::abs(terminals - (answer.emf + Amps(amps) * answer.resistance).value()) < 2e-4);
        }
}

BOOST_AUTO_TEST_CASE(the_battery_voltage_is_the_sum_of_the_cells) {
    Pack pack((PackSetup()));
    packs::run(pack, -20, 600, 1);
    double sum = 0;
    for (const double v : pack.cell_V()) sum += v;
    BOOST_TEST(pack.battery_voltage().value() == sum, tolerance(1e-9));
}

// Reversible heat at 25 A, 298 K and 0.11 mV/K of 16 cells is 13 W (model page 1.2).
BOOST_AUTO_TEST_CASE(reversible_heat_warms_when_charging_at_half_and_cools_when_discharging) {
    auto setup = packs::ideal();
    setup.cell.entropic = {{0}, {0.11e-3}};
    setup.thermal = true;
    setup.cell.to_case_W_per_K = 0;
    Pack up(setup);
    Pack down(setup);
    packs::run(up, 25, 100, 1);
    packs::run(down, -25, 100, 1);
    const double difference_W = (up.cell_degC()[8] - down.cell_degC()[8]) / 100 * 1100 * 16;
    BOOST_TEST(difference_W / 2 == 13.1, tolerance(0.03));
}

BOOST_AUTO_TEST_SUITE_END()
