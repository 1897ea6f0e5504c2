// SPDX-License-Identifier: MIT
// Model page 6.1: charge is kept to 1e-9 and energy to 1e-6 of what went through, for a day in seconds and
// for a year.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "packs.hpp"
#include "tests/support/rounds.hpp"

using namespace gtx;
using namespace gtx::pack;

namespace {

constexpr int days_of_a_year = test::rounds(365, 30);

double charge_in_cells(const Pack& pack) {
    double sum = 0;
    for (std::size_t i = 0; i < pack.cell_V().size(); ++i)
        sum += pack.cell_soc_pct()[i] / 100 * pack.cell_capacity_Ah()[i];
    return sum;
}

struct Books {
    double charge; ///< Ah
    double energy; ///< Wh
    Ledger ledger;
};

Books look(const Pack& pack) {
    return {charge_in_cells(pack), pack.stored().value(), pack.ledger()};
}

/// What is there against what went in, as a fraction of what went through.
void check_balance(const Books& before, const Pack& pack, double energy_tolerance) {
    const auto now = look(pack);
    Ledger l = now.ledger;
    l.charge_in -= before.ledger.charge_in;
    l.charge_out -= before.ledger.charge_out;
    l.energy_in -= before.ledger.energy_in;
    l.energy_out -= before.ledger.energy_out;
    l.heat -= before.ledger.heat;
    l.lost -= before.ledger.lost;
    const double through = 16 * (l.charge_in + l.charge_out).value();
    const double kept = 16 * (l.charge_in - l.charge_out).value() - l.lost.value();
    BOOST_TEST(std::abs(now.charge - before.charge - kept) / through < 1e-9);
    const double energy = (l.energy_in - l.energy_out - l.heat).value();
    const double energy_through = (l.energy_in + l.energy_out).value();
    BOOST_TEST(std::abs(now.energy - before.energy - energy) / energy_through < energy_tolerance);
    BOOST_TEST(l.heat.value() > 0.005 * energy_through); // it did cost something
    BOOST_TEST(l.lost.value() > 0);
}

/// A day: charging by the sun, discharging in the evening, resting in the night. It gives back a little less
/// than it gets, as a pack with losses has to.
double sun(double hour) {
    if (hour > 9 && hour < 15) return 4.0128;
    if (hour > 17 && hour < 23) return -4;
    return 0;
}

void live(Pack& pack, int days, double width, const Surroundings& around) {
    const auto steps = static_cast<long>(days * 86400.0 / width);
    for (long i = 0; i < steps; ++i) {
        const double hour = std::fmod(static_cast<double>(i) * width / 3600, 24);
        pack.step(Amps(sun(hour)), Seconds(width), around);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(balance)

BOOST_AUTO_TEST_CASE(a_day_in_seconds_with_everything_on_keeps_charge_and_energy) {
    PackSetup setup;
    setup.soc = Percent(30);
    Pack pack(setup);
    pack.set_fault(3, {0.9, 1.5, Ohms(40)});
    const auto before = look(pack);
    live(pack, 1, 1, {Celsius(10), Amps(0.01), 0b1000'0100});
    check_balance(before, pack, 1e-6);
}

BOOST_AUTO_TEST_CASE(a_year_of_minutes_with_fade_keeps_charge_and_energy) {
    PackSetup setup;
    setup.soc = Percent(30);
    setup.ageing = Ageing::warranty;
    Pack pack(setup);
    const auto before = look(pack);
    live(pack, days_of_a_year, 60, {Celsius(25), Amps(0.001), 0});
    check_balance(before, pack, 1e-6);
    BOOST_TEST(pack.soh().value() < 99.0);
}

BOOST_AUTO_TEST_CASE(a_fault_that_comes_while_pairs_are_charged_keeps_the_books) {
    Pack pack((PackSetup()));
    const auto before = look(pack);
    packs::run(pack, 25, 300, 1);
    pack.set_fault(0, {0.5, 3, Ohms(0)});
    packs::run(pack, -25, 300, 1);
    check_balance(before, pack, 1e-6);
}

BOOST_AUTO_TEST_CASE(a_fault_takes_charge_with_it_and_it_is_counted_as_lost) {
    Pack pack(packs::ideal(50));
    pack.set_fault(5, {0.5, 1, Ohms(0)});
    BOOST_TEST(pack.ledger().lost.value() == 12.5, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(pack.capacity().value() == 25, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(pack.cell_soc_pct()[5] == 50);
}

// 0.3 % in 30 days at 25 degC, twice that at 35.
BOOST_AUTO_TEST_CASE(self_discharge_takes_its_share_and_doubles_every_ten_kelvins) {
    for (const auto& [degC, lost_pct] : {std::pair{25.0, 0.3}, {35.0, 0.6}, {15.0, 0.15}}) {
        auto setup = packs::ideal(50);
        setup.cell.self_discharge_per_month = 0.003;
        setup.temperature = Celsius(degC);
        Pack pack(setup);
        packs::run(pack, 0, 30 * 86400.0, 3600);
        BOOST_TEST(50 - pack.cell_soc_pct()[0] == lost_pct, boost::test_tools::tolerance(1e-6));
    }
}

BOOST_AUTO_TEST_CASE(efficiency_leak_balancing_and_electronics_each_cost_what_they_should) {
    auto setup = packs::ideal(50);
    setup.cell.coulombic_efficiency = 0.99;
    Pack pack(setup);
    packs::run(pack, 25, 3600, 1);
    BOOST_TEST(pack.ledger().lost.value() == 16 * 0.25, boost::test_tools::tolerance(1e-9));

    Pack idle(packs::ideal(50));
    idle.set_fault(2, {1, 1, Ohms(3.3)});
    packs::run(idle, 0, 3600, 1, {Celsius(25), Amps(0.5), 0b10});
    const double volts = idle.cell_V()[1];
    BOOST_TEST(50 * (50 - idle.cell_soc_pct()[0]) / 100 == 0.5, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(50 * (50 - idle.cell_soc_pct()[1]) / 100 == 0.5 + volts / 33,
               boost::test_tools::tolerance(1e-3));
    BOOST_TEST(50 * (50 - idle.cell_soc_pct()[2]) / 100 == 0.5 + volts / 3.3,
               boost::test_tools::tolerance(2e-3));
}

BOOST_AUTO_TEST_CASE(full_cycles_count_half_of_all_that_moved) {
    auto setup = packs::ideal(50);
    setup.cycles = 7;
    Pack pack(setup);
    packs::run(pack, 25, 1800, 10);
    packs::run(pack, -25, 1800, 10);
    BOOST_TEST(pack.full_cycles() == 7.25, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_SUITE_END()
