// SPDX-License-Identifier: MIT
// Model page 6.5: the table of law A in 1.5, to 0.02 points, and a pack that lives by it.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/ratings.hpp"
#include "pack/ageing_impl.hpp"
#include "packs.hpp"

using namespace gtx;
using namespace gtx::pack;
using boost::test_tools::tolerance;

namespace {

constexpr double year = 365.25 * 86400;

/// Per cent lost by lying for so many years, in steps of an hour.
Wear lain(double years, double degC, double z) {
    Wear w;
    for (double t = 0; t < years * year; t += 3600) w.lie(3600, degC, z);
    return w;
}

void check_points(double fraction_lost, double stated_pct) {
    BOOST_TEST(std::abs(100 * fraction_lost - stated_pct) < 0.02,
               100 * fraction_lost << " and not " << stated_pct);
}

double cycled(int full_cycles, double depth, double c_rate) {
    Wear w;
    for (int i = 0; i < full_cycles; ++i) w.cycle(1, depth, c_rate);
    return w.cycle_loss;
}

double sum(std::span<const Cycle> cycles) {
    double s = 0;
    for (const auto& c : cycles) s += c.depth * c.weight;
    return s;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ageing)

BOOST_AUTO_TEST_CASE(lying_costs_what_the_table_says) {
    check_points(lain(1, 25, 0.5).calendar_loss, 4.25);
    check_points(lain(5, 25, 0.5).calendar_loss, 9.51);
    check_points(lain(10, 25, 0.5).calendar_loss, 13.44);
    check_points(lain(1, 25, 1.0).calendar_loss, 6.77);
    check_points(lain(5, 25, 1.0).calendar_loss, 15.15);
    check_points(lain(10, 25, 1.0).calendar_loss, 21.42);
    check_points(lain(1, 40, 0.5).calendar_loss, 5.92);
    check_points(lain(5, 40, 0.5).calendar_loss, 13.24);
    check_points(lain(10, 40, 0.5).calendar_loss, 18.72);
}

BOOST_AUTO_TEST_CASE(lying_raises_resistance_as_the_table_says) {
    check_points(lain(1, 25, 0.5).calendar_rise, 1.68);
    check_points(lain(5, 25, 0.5).calendar_rise, 8.41); // the page rounds to 8.4
    check_points(lain(10, 25, 0.5).calendar_rise, 16.83);
}

BOOST_AUTO_TEST_CASE(cycling_costs_what_the_table_says) {
    check_points(cycled(500, 0.8, 0.5), 3.23);
    check_points(cycled(1000, 0.8, 0.5), 4.57);
    check_points(cycled(4800, 0.8, 0.5), 10.02); // the page rounds to 10.0
    check_points(cycled(500, 1.0, 0.5), 3.88);
    check_points(cycled(1000, 1.0, 0.5), 5.49);
    check_points(cycled(500, 0.8, 1.0), 4.03);
    check_points(cycled(1000, 0.8, 1.0), 5.69);
}

BOOST_AUTO_TEST_CASE(damage_done_by_one_stress_goes_on_under_another) {
    Wear w;
    w.lie(year, 40, 1.0);
    const double half_way = w.calendar_loss;
    const double as_if = std::pow(half_way / calendar_stress(25, 0.5), 2); // seconds at 25 degC for the same
    w.lie(year, 25, 0.5);
    BOOST_TEST(w.calendar_loss == calendar_stress(25, 0.5) * std::sqrt(as_if + year), tolerance(1e-12));
}

// 4800 full cycles in 16.4 years, one a day.
BOOST_AUTO_TEST_CASE(R_DATA_8_the_warranty_profile_just_meets_6000_cycles_of_80_per_cent_to_60) {
    Wear w;
    for (int day = 0; day < static_cast<int>(cycle_life); ++day) {
        w.lie(86400, 25, 0.5);
        w.cycle(0.8, 0.8, 0.5);
    }
    BOOST_TEST(100 * w.loss() == 27.2, tolerance(0.01));
    const double left = 100 * (1 - 1.45 * w.loss());
    BOOST_TEST(left >= end_of_life.value());
    BOOST_TEST(left < end_of_life.value() + 1);
}

BOOST_AUTO_TEST_CASE(small_turns_are_no_cycles) {
    TurningPoints turns(0.5);
    for (int i = 0; i < 100; ++i) BOOST_TEST(turns.feed(i % 2 == 0 ? 0.502 : 0.498).empty());
}

BOOST_AUTO_TEST_CASE(swings_between_the_same_ends_count_half_a_cycle_each) {
    TurningPoints turns(0.1);
    double counted = 0;
    for (int i = 0; i < 10; ++i)
        for (const double z : {0.5, 0.9, 0.5, 0.1}) {
            const auto cycles = turns.feed(z);
            for (const auto& c : cycles) {
                BOOST_TEST(c.depth == 0.8, tolerance(1e-12));
                BOOST_TEST(c.weight == 0.5);
            }
            counted += sum(cycles);
        }
    BOOST_TEST(counted == 0.8 * 9, tolerance(1e-9)); // the last swings are open still
}

// ASTM E1049, its example of rainflow counting (-2 1 -3 5 -1 3 -4 4 -2): half cycles of 3, 4, 8, 8 and 6 and
// one cycle of 4; of these 8, 8 and 6 stay open in a count that goes along. A tenth of the numbers here, from
// 0.5 on.
BOOST_AUTO_TEST_CASE(the_example_of_the_standard_is_counted_as_there) {
    TurningPoints turns(0.3);
    std::vector<std::pair<double, double>> counted;
    for (const double peak : {1, -3, 5, -1, 3, -4, 4, -2, 0})
        for (const auto& c : turns.feed(0.5 + peak / 10)) counted.emplace_back(c.depth, c.weight);
    const std::vector<std::pair<double, double>> expected = {{0.3, 0.5}, {0.4, 0.5}, {0.4, 1}, {0.8, 0.5}};
    BOOST_TEST(counted.size() == expected.size());
    for (std::size_t i = 0; i < std::min(counted.size(), expected.size()); ++i) {
        BOOST_TEST(counted[i].first == expected[i].first, tolerance(1e-9));
        BOOST_TEST(counted[i].second == expected[i].second);
    }
}

BOOST_AUTO_TEST_CASE(swings_that_never_close_count_in_the_end) {
    TurningPoints turns(0.5);
    double counted = 0;
    for (int i = 200; i > 0; --i) counted += sum(turns.feed(0.5 + (i % 2 == 0 ? 1 : -1) * 0.02 * i));
    BOOST_TEST(counted > 0);
}

BOOST_AUTO_TEST_CASE(a_pack_in_store_fades_as_the_law_says_and_its_resistance_grows) {
    auto setup = packs::ideal(50);
    setup.ageing = Ageing::typical;
    Pack pack(setup);
    const double fresh = pack.thevenin(Seconds(1), 1).resistance.value();
    packs::run(pack, 0, year, 3600);
    BOOST_TEST(std::abs(100 - pack.soh().value() - 4.25) < 0.02);
    const double cells = fresh - 0.006;
    const double grown = pack.thevenin(Seconds(1), 1).resistance.value() - 0.006;
    BOOST_TEST(grown / cells - 1 == 0.0168, tolerance(0.02));
}

BOOST_AUTO_TEST_CASE(a_pack_that_cycles_fades_by_both_laws_and_the_warranty_is_1_45_times_the_typical) {
    double lost[2] = {};
    for (const auto profile : {Ageing::typical, Ageing::warranty}) {
        auto setup = packs::ideal(10);
        setup.ageing = profile;
        Pack pack(setup);
        for (int day = 0; day < 20; ++day) {
            packs::run(pack, 25, 0.8 * 7200, 60);
            packs::run(pack, -25, 0.8 * 7200, 60);
            packs::run(pack, 0, 86400 - 1.6 * 7200, 60);
        }
        lost[profile == Ageing::warranty ? 1 : 0] = 100 - pack.soh().value();
    }
    // 20 cycles of 80 % at 0.5 C: 0.58 %; lying at 10 % on the most of each day: 0.65 % or so.
    Wear w;
    for (int day = 0; day < 20; ++day) w.cycle(0.8, 0.8, 0.5);
    const double by_lying = lost[0] - 100 * w.cycle_loss;
    BOOST_TEST(by_lying > 100 * 0.5 * calendar_stress(25, 0.1) * std::sqrt(20 * 86400.0));
    BOOST_TEST(by_lying < 100 * calendar_stress(25, 0.5) * std::sqrt(20 * 86400.0));
    BOOST_TEST(lost[1] / lost[0] == 1.45, tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(a_used_pack_begins_with_the_capacity_and_the_cycles_it_was_given) {
    auto setup = packs::ideal(50);
    setup.ageing = Ageing::typical;
    setup.soh = Percent(80);
    setup.cycles = 2000;
    Pack pack(setup);
    BOOST_TEST(pack.soh().value() == 80, tolerance(1e-9));
    BOOST_TEST(pack.full_cycles() == 2000);
    BOOST_TEST(pack.capacity().value() == 40, tolerance(1e-9));
    BOOST_TEST(pack.thevenin(Seconds(1), 1).resistance.value() >
               Pack(packs::ideal(50)).thevenin(Seconds(1), 1).resistance.value() * 1.05);
    packs::run(pack, 0, year, 3600); // an old pack fades more slowly than a new one
    BOOST_TEST(80 - pack.soh().value() < 2.5);
    BOOST_TEST(80 - pack.soh().value() > 0.5);
}

BOOST_AUTO_TEST_SUITE_END()
