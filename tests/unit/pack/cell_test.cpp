// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "gtx/pack/cell.hpp"

using namespace gtx;
using namespace gtx::pack;
using boost::test_tools::tolerance;

BOOST_AUTO_TEST_SUITE(cells)

BOOST_AUTO_TEST_CASE(a_curve_without_points_is_zero) {
    BOOST_TEST(Curve().at(3) == 0);
    BOOST_TEST(Surface().at(25, 50) == 0);
}

BOOST_AUTO_TEST_CASE(a_curve_keeps_its_ends_and_is_straight_between_points) {
    const Curve c{{0, 10, 30}, {1, 2, 0}};
    BOOST_TEST(c.at(-5) == 1);
    BOOST_TEST(c.at(0) == 1);
    BOOST_TEST(c.at(5) == 1.5);
    BOOST_TEST(c.at(10) == 2);
    BOOST_TEST(c.at(25) == 0.5);
    BOOST_TEST(c.at(30) == 0);
    BOOST_TEST(c.at(99) == 0);
}

BOOST_AUTO_TEST_CASE(a_surface_is_straight_both_ways_and_constant_outside) {
    const Surface s{{0, 10}, {0, 100}, {1, 3, 5, 11}};
    BOOST_TEST(s.at(0, 50) == 2);
    BOOST_TEST(s.at(10, 50) == 8);
    BOOST_TEST(s.at(5, 50) == 5);
    BOOST_TEST(s.at(-40, -1) == 1);
    BOOST_TEST(s.at(90, 120) == 11);
}

// Model page 1.1, the GTX2500 table: full and empty, and the middle, times 16.
BOOST_AUTO_TEST_CASE(the_proposed_cell_has_the_voltages_of_its_table) {
    const auto cell = gtx2500_cell();
    BOOST_TEST(16 * cell.ocv.at(0) == 43.75, tolerance(2e-4));
    BOOST_TEST(16 * cell.ocv.at(50) == 52.88, tolerance(2e-4));
    BOOST_TEST(16 * cell.ocv.at(100) == 54.70, tolerance(2e-4));
    BOOST_TEST(cell.hysteresis.at(45) == 0.014);
}

BOOST_AUTO_TEST_CASE(the_voltage_of_a_cell_never_falls_with_charge) {
    for (const auto& cell : {gtx2500_cell(), sony_murata_17p()})
        for (std::size_t i = 1; i < cell.ocv.x.size(); ++i) {
            BOOST_TEST(cell.ocv.x[i] > cell.ocv.x[i - 1]);
            BOOST_TEST(cell.ocv.y[i] >= cell.ocv.y[i - 1]);
        }
}

// Model page 1.3: 0.55 mOhm, times 15 at -25 degC, times 2.8 for discharging a nearly empty cell at 10 degC.
BOOST_AUTO_TEST_CASE(the_proposed_cell_has_its_resistance_and_more_of_it_cold_and_empty) {
    const auto cell = gtx2500_cell();
    BOOST_TEST(cell.charge_resistance.at(25, 50) == 0.55e-3, tolerance(1e-12));
    BOOST_TEST(cell.discharge_resistance.at(-25, 50) == 15 * 0.55e-3, tolerance(1e-12));
    const double cold = cell.discharge_resistance.at(10, 50);
    BOOST_TEST(cell.discharge_resistance.at(10, 5) / cold == 2.8, tolerance(1e-9));
    BOOST_TEST(cell.charge_resistance.at(10, 5) / cold < 1.3);
    BOOST_TEST(cell.discharge_resistance.at(25, 95) == 1.15 * 0.55e-3, tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(a_third_pair_is_there_if_wanted) {
    BOOST_TEST(gtx2500_cell().rc.size() == 2U);
    BOOST_TEST(gtx2500_cell(true).rc.size() == 3U);
    BOOST_TEST(gtx2500_cell(true).rc[2].tau.value() == 1800);
}

// SimSES: 44.8 mOhm charging and 47.8 discharging at 25 degC and 50 % of one of 17 cells.
BOOST_AUTO_TEST_CASE(the_sony_cell_is_a_17th_of_one_cells_resistance) {
    const auto cell = sony_murata_17p();
    BOOST_TEST(cell.charge_resistance.at(25, 50) == 44.8e-3 / 17, tolerance(1e-12));
    BOOST_TEST(cell.discharge_resistance.at(25, 50) == 47.8e-3 / 17, tolerance(1e-12));
    BOOST_TEST(cell.discharge_resistance.at(60, 90) == 34.0e-3 / 17, tolerance(1e-12));
    BOOST_TEST(cell.ocv.at(50) == 3.300, tolerance(2e-4));
}

BOOST_AUTO_TEST_SUITE_END()
