// SPDX-License-Identifier: MIT
// What holds whatever is done to a stack: random packs, switches, loads, faults and widths of steps.
// Kilowatts pushed into full packs make them hot without end: there is no fire in the model, it has to stay
// finite only.
#include <bit>
#include <cmath>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/stack.hpp"
#include "packs.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::pack;

namespace {

class Fate {
public:
    double between(double low, double high) {
        return low + (high - low) * static_cast<double>(random_.bits() >> 11) * 0x1p-53;
    }
    bool one_in(int n) { return random_.between(1, n) == 1; }
    bool coin() { return random_.coin(); }

    PackSetup setup() {
        PackSetup s;
        s.seed = random_.bits();
        s.cells = static_cast<unsigned>(random_.between(1, 32));
        if (coin()) s.cells = 16;
        s.soc = Percent(between(0, 100));
        s.soh = Percent(between(60, 100));
        s.cycles = random_.between(0, 4000);
        s.temperature = Celsius(between(-20, 55));
        s.ageing = coin() ? Ageing::warranty : Ageing::none;
        if (one_in(3)) s.cell = sony_murata_17p();
        return s;
    }
    double width() {
        const double widths[] = {0.001, 0.1, 1, 7.3, 10, 60, 3600};
        return widths[random_.between(0, 6)];
    }
    Load load() {
        Load l;
        if (coin())
            l.current = Amps(between(-150, 150));
        else if (!one_in(5))
            l.power = Watts(between(-6000, 6000));
        if (coin()) l.highest = Volts(between(50, 57));
        if (coin()) l.lowest = Volts(between(44, 52));
        return l;
    }
    Connection connection() {
        Connection c;
        c.switches = {!one_in(4), !one_in(4)};
        c.plugged = !one_in(8);
        c.extra_cable = Ohms(one_in(4) ? between(0, 0.5) : 0);
        c.around = {Celsius(between(-20, 60)), Amps(0.01), static_cast<std::uint32_t>(random_.bits()), {}};
        return c;
    }
    CellFault fault() { return {between(0.3, 1), between(1, 5), Ohms(coin() ? between(0.5, 50) : 0)}; }

private:
    gtx::test::Random random_;
};

void check_flow(const Stack& stack, const Load& load, double width) {
    const auto& flow = stack.flow();
    double sum = 0;
    for (std::size_t i = 0; i < stack.size(); ++i) {
        const double amps = flow.packs[i].value();
        const auto& c = stack.connection(i);
        BOOST_REQUIRE(std::isfinite(amps));
        if (!c.plugged || !c.switches.charge) BOOST_REQUIRE(amps <= 0);
        if (!c.plugged || !c.switches.discharge) BOOST_REQUIRE(amps >= 0);
        sum += amps;
    }
    BOOST_REQUIRE(sum == flow.current.value());
    BOOST_REQUIRE(std::isfinite(flow.bus.value()));
    BOOST_REQUIRE_MESSAGE(flow.bus.value() >= 0, flow.bus.value()
                                                     << " V with " << flow.current.value() << " A");
    if (flow.limited || width > 10) return;
    if (load.current)
        BOOST_REQUIRE_SMALL(flow.current.value() - load.current->value(), 1e-6);
    else if (load.power)
        BOOST_REQUIRE_SMALL(flow.current.value() * flow.bus.value() - load.power->value(), 1e-4);
    else
        BOOST_REQUIRE_SMALL(flow.current.value(), 1e-6);
}

void check_limits(const Stack& stack, const Load& load) {
    const auto& flow = stack.flow();
    const double wanted = load.current ? load.current->value() : load.power ? load.power->value() : 0;
    if (wanted > 0) BOOST_REQUIRE(flow.current.value() > -1e-6);
    if (wanted < 0) BOOST_REQUIRE(flow.current.value() < 1e-6);
    const bool flows = std::abs(stack.flow().current.value()) > 1e-6;
    if (wanted > 0 && flows && load.highest) BOOST_REQUIRE(flow.bus.value() <= load.highest->value() + 1e-9);
    if (wanted < 0 && flows && load.lowest) BOOST_REQUIRE(flow.bus.value() >= load.lowest->value() - 1e-9);
}

void check_cells(const Stack& stack) {
    for (std::size_t i = 0; i < stack.size(); ++i) {
        const auto& pack = stack.pack(i);
        for (const double soc : pack.cell_soc_pct()) BOOST_REQUIRE((soc >= 0 && soc <= 100));
        for (const double v : pack.cell_V()) BOOST_REQUIRE((v > -60 && v < 60));
        for (const double t : pack.cell_degC()) BOOST_REQUIRE_MESSAGE(t > -40 && t < 1e4, t << " degC");
        BOOST_REQUIRE(std::isfinite(pack.ledger().heat.value()));
        BOOST_REQUIRE(pack.capacity().value() >= 0);
        BOOST_REQUIRE(pack.remaining().value() >= 0);
    }
}

void collect(std::vector<std::uint64_t>& bits, const Stack& stack) {
    for (std::size_t i = 0; i < stack.size(); ++i) {
        for (const auto& row :
             {stack.pack(i).cell_V(), stack.pack(i).cell_degC(), stack.pack(i).cell_soc_pct()})
            for (const double x : row) bits.push_back(std::bit_cast<std::uint64_t>(x));
        bits.push_back(std::bit_cast<std::uint64_t>(stack.pack(i).ledger().heat.value()));
    }
}

std::vector<std::uint64_t> live(Fate fate, int steps, bool check) {
    Stack stack;
    const int packs = 1 + static_cast<int>(fate.between(0, 4));
    for (int i = 0; i < packs; ++i) stack.add(fate.setup());
    Load load;
    std::vector<std::uint64_t> bits;
    for (int step = 0; step < steps; ++step) {
        const auto any = static_cast<std::size_t>(fate.between(0, packs));
        if (fate.one_in(5)) load = fate.load();
        if (fate.one_in(5)) stack.connection(any) = fate.connection();
        if (fate.one_in(100))
            stack.pack(any).set_fault(static_cast<unsigned>(fate.between(0, 40)), fate.fault());
        const double width = fate.width();
        stack.step(load, Seconds(width));
        if (!check) continue;
        BOOST_TEST_INFO("step " << step);
        check_flow(stack, load, width);
        if (width <= 10) check_limits(stack, load);
        check_cells(stack);
    }
    collect(bits, stack);
    return bits;
}

/// An evening and a night, by steps of one width: what is left at the end.
struct Evening {
    double soc_pct, volts, degC, heat_Wh;
};

Evening evening(double width) {
    Stack stack;
    PackSetup setup;
    setup.soc = Percent(70);
    stack.add(setup);
    setup.seed = 2;
    setup.soc = Percent(60);
    stack.add(setup);
    for (std::size_t i = 0; i < 2; ++i) stack.connection(i).switches = {true, true};
    const auto go = [&](double watts, double seconds) {
        Load load{.current = {}, .power = Watts(watts), .highest = Volts(56.16), .lowest = {}};
        for (int i = 0; i < static_cast<int>(seconds / width + 0.5); ++i) stack.step(load, Seconds(width));
    };
    go(-1500, 3600);
    go(0, 1800);
    go(2000, 4 * 3600);
    go(-800, 1800);
    const auto& pack = stack.pack(0);
    return {pack.cell_soc_pct()[0], pack.battery_voltage().value(), pack.cell_degC()[7],
            pack.ledger().heat.value()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(laws)

BOOST_AUTO_TEST_CASE(no_current_passes_an_open_switch_currents_add_up_and_soc_stays_inside_whatever_happens) {
    Fate fate;
    for (int life = 0; life < 30; ++life) {
        BOOST_TEST_INFO("life " << life);
        live(fate, 300, true);
        fate.between(0, 1);
        for (int i = 0; i < 1000; ++i) fate.coin();
    }
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_bits) {
    const auto once = live(Fate(), 500, false);
    BOOST_TEST((live(Fate(), 500, false) == once));
}

BOOST_AUTO_TEST_CASE(another_seed_gives_other_cells) {
    PackSetup setup;
    Pack one(setup);
    setup.seed = 2;
    Pack two(setup);
    BOOST_TEST(one.cell_capacity_Ah()[0] != two.cell_capacity_Ah()[0]);
    BOOST_TEST(one.cell_soc_pct()[0] != two.cell_soc_pct()[0]);
}

BOOST_AUTO_TEST_CASE(a_copy_goes_on_as_the_original_and_apart_from_it) {
    Stack stack;
    stack.connection(stack.add({})).switches = {true, true};
    const Load load{.current = Amps(-20), .power = {}, .highest = {}, .lowest = {}};
    for (int i = 0; i < 100; ++i) stack.step(load, Seconds(1));
    Stack copy = stack;
    for (int i = 0; i < 100; ++i) stack.step(load, Seconds(1));
    BOOST_TEST(copy.pack(0).cell_soc_pct()[0] > stack.pack(0).cell_soc_pct()[0]);
    for (int i = 0; i < 100; ++i) copy.step(load, Seconds(1));
    BOOST_TEST(copy.pack(0).battery_voltage().value() == stack.pack(0).battery_voltage().value());
}

// Spread of the setup: 300 packs of 16 cells.
BOOST_AUTO_TEST_CASE(cells_differ_as_much_as_they_are_told_to) {
    double sum = 0;
    double squares = 0;
    constexpr int packs = 300;
    for (int seed = 0; seed < packs; ++seed) {
        PackSetup setup;
        setup.seed = static_cast<std::uint64_t>(seed);
        const Pack pack(setup);
        for (const double capacity : pack.cell_capacity_Ah()) {
            sum += capacity / 50 - 1;
            squares += (capacity / 50 - 1) * (capacity / 50 - 1);
        }
    }
    BOOST_TEST(std::abs(sum / (16 * packs)) < 0.003 * 4 / std::sqrt(16.0 * packs));
    BOOST_TEST(std::sqrt(squares / (16 * packs)) == 0.003, boost::test_tools::tolerance(0.05));
}

// Steps of 10 s against 1 s, 60 s against 10 s: SOC to 0.05 points, volts to 20 mV, 0.05 K, heat to 0.5 %.
BOOST_AUTO_TEST_CASE(the_width_of_steps_changes_little) {
    const auto fine = evening(1);
    for (const double width : {0.5, 10.0, 60.0, 300.0}) {
        const auto e = evening(width);
        BOOST_TEST_CONTEXT("steps of " << width << " s") {
            BOOST_TEST(std::abs(e.soc_pct - fine.soc_pct) < 0.05);
            BOOST_TEST(std::abs(e.volts - fine.volts) < 0.02);
            BOOST_TEST(std::abs(e.degC - fine.degC) < 0.05);
            BOOST_TEST(std::abs(e.heat_Wh / fine.heat_Wh - 1) < 0.005);
        }
    }
}

// 25 A make 20 W of heat in the cells and 5 K in the end (model page 1.3: 4 W/K to the air).
BOOST_AUTO_TEST_CASE(a_pack_under_current_warms_by_what_its_heat_and_the_air_allow) {
    auto setup = packs::ideal(50);
    setup.thermal = true;
    setup.cell.entropic = {};
    setup.cell.hysteresis = {{0}, {0}};
    Pack pack(setup);
    for (int i = 0; i < 40; ++i) {
        packs::run(pack, 25, 1800, 10);
        packs::run(pack, -25, 1800, 10);
    }
    const double mean_W = pack.ledger().heat.value() / 40;
    const double air_K = (pack.case_temperature() - Celsius(25)).value();
    BOOST_TEST(air_K == mean_W / 4, boost::test_tools::tolerance(0.05));
    BOOST_TEST(pack.cell_degC()[7] > pack.case_temperature().value());
    BOOST_TEST(pack.cell_degC()[0] < pack.cell_degC()[7]); // the ends lose more
}

BOOST_AUTO_TEST_SUITE_END()
