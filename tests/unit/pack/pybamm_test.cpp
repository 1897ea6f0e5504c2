// SPDX-License-Identifier: MIT
// Model page 6.3: the Thevenin model of PyBaMM with its example set, solved there to 1e-9. One RC pair, a
// cell in a jig.
//
// PyBaMM's tables vary with temperature, SOC and current; here they are the values of its start (25 degC, 100
// A, 50 %), and its OCV is a straight line between what the page says: 3.69651 V at 50 % and 3.54940 V
// at 16.67 %, the rest at the end. The first seconds agree to 0.2 mV, the end within 10 mV; temperatures
// within 0.1 K.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "packs.hpp"

using namespace gtx;
using namespace gtx::pack;

namespace {

PackSetup ecm_example() {
    auto setup = packs::ideal(50);
    setup.cells = 1;
    setup.thermal = true;
    setup.internal = Ohms(0);
    auto& cell = setup.cell;
    cell.capacity = AmpHours(100);
    cell.ocv = {{0, 50}, {3.69651 - 1.5 * (3.69651 - 3.54940), 3.69651}};
    cell.hysteresis = {{0}, {0}};
    cell.entropic = {{0}, {0.11e-3}};
    cell.charge_resistance = {{25}, {50}, {0.40459e-3}};
    cell.discharge_resistance = {{25}, {50}, {0.40459e-3}};
    cell.rc = {{Ohms(0.60688e-3), Seconds(0.60688e-3 * 50344)}};
    // Thermal masses 1000 and 500 J/K, 10 W/K from cell to jig and from jig to air: of the example set of
    // PyBaMM.
    cell.heat_capacity_J_per_K = 1000;
    cell.to_case_W_per_K = 10;
    setup.end_cell_extra = 0;
    setup.case_heat_capacity_J_per_K = 500;
    setup.to_air_W_per_K = 10;
    return setup;
}

struct Stated {
    double seconds;
    double volts;
    double volts_tolerance;
    double cell_degC;
    double jig_degC;
};

void check(const Pack& pack, const Stated& row) {
    BOOST_TEST_CONTEXT("at " << row.seconds << " s") {
        BOOST_TEST(std::abs(pack.cell_V()[0] - row.volts) < row.volts_tolerance,
                   pack.cell_V()[0] << " instead of " << row.volts);
        if (row.cell_degC <= 0) return;
        BOOST_TEST(std::abs(pack.cell_degC()[0] - row.cell_degC) < 0.15,
                   pack.cell_degC()[0] << " instead of " << row.cell_degC);
        BOOST_TEST(std::abs(pack.case_temperature().value() - row.jig_degC) < 0.15,
                   pack.case_temperature().value() << " instead of " << row.jig_degC);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(pybamm)

BOOST_AUTO_TEST_CASE(a_discharge_with_100_A_and_the_rest_after_it_go_as_the_example) {
    Pack pack(ecm_example());
    double now = 0;
    const auto go_to = [&](double seconds, double amps) {
        for (; now < seconds; ++now) pack.step(Amps(amps), Seconds(1), {});
    };
    for (const Stated& row : {Stated{1, 3.65394, 2e-4, 0, 0},
                              {10, 3.63749, 1e-3, 25.010, 25.001},
                              {60, 3.59448, 4e-3, 25.178, 25.049},
                              {300, 3.55889, 1e-2, 25.841, 25.398},
                              {600, 3.53629, 1.6e-2, 26.117, 25.551},
                              {900, 3.49996, 1.6e-2, 26.258, 25.623},
                              {1200, 3.43949, 1e-2, 26.440, 25.710}}) {
        go_to(row.seconds, -100);
        check(pack, row);
    }
    for (const Stated& row : {Stated{1230, 3.52477, 1e-2, 26.248, 25.676},
                              {1260, 3.54018, 5e-3, 26.090, 25.606},
                              {1500, 3.54940, 1e-3, 25.380, 25.213},
                              {1800, 3.54940, 1e-4, 25.102, 25.057}}) {
        go_to(row.seconds, 0);
        check(pack, row);
    }
}

BOOST_AUTO_TEST_SUITE_END()
