// SPDX-License-Identifier: MIT
// The loop over cells: wide and narrow registers, and places behind the last cell.
#include <bit>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "pack/lanes_impl.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::pack;

namespace {

double between(gtx::test::Random& random, double low, double high) {
    return low + (high - low) * static_cast<double>(random.bits() >> 11) * 0x1p-53;
}

Cells some_cells(gtx::test::Random& random, std::size_t count) {
    Cells c;
    for (std::size_t i = 0; i < count; ++i) {
        c.there[i] = 1;
        c.z[i] = between(random, -0.2, 1.2);
        c.h[i] = between(random, -1, 1);
        c.inverse_capacity[i] = 1 / between(random, 1e4, 2e5);
        c.draining[i] = between(random, 0, 1e-6);
        c.shift[i] = between(random, -0.01, 0.01);
        c.charge_at[i] = between(random, 0, 1e-3);
        c.charge_slope[i] = between(random, -1e-3, 1e-3);
        c.rc_at[i] = between(random, 0.5, 2);
    }
    return c;
}

Drive some_drive(gtx::test::Random& random, const Cells& cells, std::size_t count) {
    Drive d;
    d.width = 1;
    d.moved = between(random, -2000, 2000);
    d.hysteresis = 20 * std::abs(d.moved) * (random.coin() ? 1 : 0.01);
    d.furthest = d.hysteresis * 1e-4;
    d.towards = d.moved > 0 ? 1 : -1;
    d.current = between(random, -100, 100);
    d.rc = between(random, -0.1, 0.1);
    d.r0_at = &cells.charge_at;
    d.r0_slope = &cells.charge_slope;
    d.cells = count;
    return d;
}

bool same(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

} // namespace

BOOST_AUTO_TEST_SUITE(lanes)

BOOST_AUTO_TEST_CASE(wide_registers_give_the_same_bits_as_narrow_ones) {
    gtx::test::Random random;
    const Grid grid(gtx2500_cell());
    for (int round = 0; round < 1000; ++round) {
        const auto count = static_cast<std::size_t>(random.between(1, 32));
        Cells narrow = some_cells(random, count);
        Cells wide = narrow;
        auto drive = some_drive(random, narrow, count);
        const auto a = advance_narrow(narrow, grid, drive);
        drive.r0_at = &wide.charge_at;
        drive.r0_slope = &wide.charge_slope;
        const auto b = advance(wide, grid, drive);
        BOOST_REQUIRE((same(a.ocv, b.ocv) && same(a.added, b.added) && same(a.slope, b.slope)));
        for (std::size_t i = 0; i < count; ++i) {
            BOOST_REQUIRE(same(narrow.z[i], wide.z[i]));
            BOOST_REQUIRE(same(narrow.h[i], wide.h[i]));
            BOOST_REQUIRE(same(narrow.volt[i], wide.volt[i]));
        }
    }
}

BOOST_AUTO_TEST_CASE(places_behind_the_last_cell_add_nothing) {
    gtx::test::Random random;
    const Grid grid(gtx2500_cell());
    for (std::size_t count = 1; count <= 32; ++count) {
        Cells cells = some_cells(random, count);
        const auto sums = advance(cells, grid, some_drive(random, cells, count));
        double ocv = 0;
        for (std::size_t i = 0; i < count; ++i) ocv += cells.ocv[i];
        BOOST_TEST(sums.ocv == ocv, boost::test_tools::tolerance(1e-12));
        for (std::size_t i = count; i < cells.ocv.size(); ++i) BOOST_TEST(cells.ocv[i] == 0);
    }
}

BOOST_AUTO_TEST_CASE(told_soc_stays_inside_and_is_the_charge_between) {
    PackSetup setup;
    setup.spread = Spread::none();
    Pack pack(setup);
    pack.step(Amps(-25), Seconds(720), {}); // 5 Ah of 50
    BOOST_TEST(pack.cell_soc_pct()[3] == 40, boost::test_tools::tolerance(1e-4));
    pack.step(Amps(-25), Seconds(3600), {});
    BOOST_TEST(pack.cell_soc_pct()[3] == 0);
    pack.step(Amps(50), Seconds(2 * 3600), {});
    BOOST_TEST(pack.cell_soc_pct()[3] == 100);
}

// The knots of a curve are nodes of the grid, and beyond its ends it climbs or falls steeply, never below 0.
BOOST_AUTO_TEST_CASE(the_sampled_curve_is_the_curve_and_has_walls) {
    const auto type = gtx2500_cell();
    const Grid grid(type);
    const double step = 1e-6;
    for (double soc = -2.9; soc < 103.9; soc += 0.13) {
        const double slope = (grid.energy(soc / 100 + step) - grid.energy(soc / 100 - step)) / (2 * step);
        BOOST_TEST(slope == type.ocv.at(soc), boost::test_tools::tolerance(1e-4));
    }
    BOOST_TEST(grid.energy(0) == 0);
    BOOST_TEST(grid.energy(1.06) - grid.energy(1.05) > 0.01 * 5);
    BOOST_TEST(grid.energy(-0.06) - grid.energy(-0.07) >= 0);
}

BOOST_AUTO_TEST_SUITE_END()
