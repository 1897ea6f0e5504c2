// SPDX-License-Identifier: MIT
// Days against an exact linear programme: GLPK on convex cases, formulated apart from the library.
#include <cmath>
#include <cstdlib>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>
#include <glpk.h>

#include "gtx/plan/day.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/plan/day_support.hpp"

using namespace gtx;
using namespace gtx::plan;
using gtx::test::made_up;

namespace {

/// Rows and columns of a linear programme, numbered from 1 as GLPK does.
class Programme {
public:
    Programme() : lp_(glp_create_prob()) { glp_set_obj_dir(lp_, GLP_MIN); }
    ~Programme() { glp_delete_prob(lp_); }
    Programme(const Programme&) = delete;
    Programme& operator=(const Programme&) = delete;

    int column(double cost, double lo, double hi) {
        const int j = glp_add_cols(lp_, 1);
        glp_set_col_bnds(lp_, j, lo < hi ? GLP_DB : GLP_FX, lo, hi);
        glp_set_obj_coef(lp_, j, cost);
        return j;
    }
    /// sum of value * column is within lo … hi.
    void row(const std::vector<std::pair<int, double>>& terms, int kind, double lo, double hi) {
        const int i = glp_add_rows(lp_, 1);
        glp_set_row_bnds(lp_, i, kind, lo, hi);
        std::vector<int> columns(1);
        std::vector<double> values(1);
        for (const auto& [j, v] : terms) {
            columns.push_back(j);
            values.push_back(v);
        }
        glp_set_mat_row(lp_, i, static_cast<int>(terms.size()), columns.data(), values.data());
    }
    double solve() {
        glp_smcp options;
        glp_init_smcp(&options);
        options.msg_lev = GLP_MSG_OFF;
        options.presolve = GLP_ON;
        BOOST_REQUIRE(glp_simplex(lp_, &options) == 0);
        BOOST_REQUIRE(glp_get_status(lp_) == GLP_OPT);
        return glp_get_obj_val(lp_);
    }

private:
    glp_prob* lp_;
};

constexpr double much = 1e7; // Wh
constexpr int chords = 30;

/// A limit that falls with SOC, as lines that bound where a slot can lead: the chords of where it does lead.
struct Chords {
    std::vector<double> x;
    std::vector<double> to;
};

/// Fine where 25 A for a quarter reach the part where limits fall: above 80 % charging, below 25 %
/// discharging.
Chords chords_of(const DayBattery& b, double hours, int sign) {
    Chords c;
    const double capacity = b.capacity.value();
    const double from = sign > 0 ? 0.80 : 0;
    const double length = sign > 0 ? 0.20 : 0.25;
    if (sign > 0) c.x.push_back(0);
    for (int i = 0; i <= chords; ++i) c.x.push_back(capacity * (from + length * i / chords));
    if (sign < 0) c.x.push_back(capacity);
    const auto& line = sign > 0 ? b.charge_by_soc : b.discharge_by_soc;
    const double most = (sign > 0 ? b.charge_max : b.discharge_max).value();
    for (const double x : c.x) c.to.push_back(test::pushed(line, most, capacity, x, hours, sign));
    return c;
}

void bound(Programme& lp, const Chords& c, int before, int level, int sign) {
    for (std::size_t k = 1; k < c.x.size(); ++k) {
        const double slope = (c.to[k] - c.to[k - 1]) / (c.x[k] - c.x[k - 1]);
        const double at_0 = c.to[k] - slope * c.x[k];
        lp.row({{level, 1}, {before, -slope}}, sign > 0 ? GLP_UP : GLP_LO, at_0, at_0);
    }
}

double linear_programme(const DayWish& w) {
    Programme lp;
    const auto& b = w.battery;
    const double capacity = b.capacity.value();
    const double hours = w.slots[0].width.value() / 3600;
    const auto up = chords_of(b, hours, 1);
    const auto down = chords_of(b, hours, -1);
    const double start = fraction(w.soc) * capacity;
    int before = lp.column(0, start, start);
    for (std::size_t t = 0; t < w.slots.size(); ++t) {
        const auto& s = w.slots[t];
        const bool last = t + 1 == w.slots.size();
        const int in = lp.column(0, 0, b.charge_max.value() * hours);
        const int out = lp.column(w.wear / 1000, 0, b.discharge_max.value() * hours);
        const int bought = lp.column(s.buy / 1000, 0, w.import_max ? w.import_max->value() * hours : much);
        const int sold = lp.column(-s.sell / 1000, 0, w.export_max ? w.export_max->value() * hours : much);
        const int lost = lp.column(0, 0, s.pv.value() * hours);
        double floor = fraction(w.reserve) * capacity;
        for (const auto& f : w.full_by)
            if (f.by == later(s.begin, s.width)) floor = fraction(f.soc) * capacity;
        const int level = lp.column(last ? -*w.end_value / 1000 : 0, floor, capacity);
        const double net = (s.load - s.pv).value() * hours;
        lp.row({{bought, 1},
                {sold, -1},
                {in, -1 / b.charge_efficiency},
                {out, b.discharge_efficiency},
                {lost, -1}},
               GLP_FX, net, net);
        lp.row({{level, 1}, {before, -1}, {in, -1}, {out, 1}}, GLP_FX, 0, 0);
        bound(lp, up, before, level, 1);
        bound(lp, down, before, level, -1);
        before = level;
    }
    return lp.solve();
}

} // namespace

BOOST_AUTO_TEST_SUITE(day_lp)

BOOST_AUTO_TEST_CASE(it_is_within_0_02_per_cent_of_an_exact_linear_programme) {
    double worst = 0;
    for (std::uint64_t seed = 1; seed <= test::rounds(20U, 4U); ++seed) {
        auto wish = made_up(seed, 192);
        if (seed % 4 == 1) wish.export_max = Watts(2000);
        if (seed % 4 == 2)
            wish.full_by = {{later(wish.slots[0].begin, Seconds(30 * 3600)), Percent(100), ""}};
        if (seed % 4 == 3) wish.import_max = Watts(5000);
        const auto plan = plan_day(wish);
        BOOST_REQUIRE(plan.convex);
        const double exact = linear_programme(wish);
        // Money that flows, so that costs that happen to be near 0 say something, too.
        double volume = 0;
        for (const auto& d : plan.decisions) volume += std::abs(d.cost);
        const double gap = (plan.cost - exact) / volume;
        worst = std::max(worst, std::abs(gap));
        BOOST_TEST_INFO(fmt::format("seed {}: {} against {}", seed, plan.cost, exact));
        BOOST_TEST(gap <= 2e-4);
        BOOST_TEST(gap >= -2e-4);
    }
    BOOST_TEST_MESSAGE(fmt::format("worst gap {:.5f} %", 100 * worst));
}

BOOST_AUTO_TEST_SUITE_END()
