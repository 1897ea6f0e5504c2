// SPDX-License-Identifier: MIT
#include "plan/schedule_impl.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gtx::plan {
namespace {

constexpr double same_wh = 1e-4;     // bends nearer than this are one
constexpr double same_slope = 1e-11; // money for a Wh; what is as good
constexpr double straight = 1e-10;   // the same; a bend that is none
constexpr double bend_slack = 1e-9;  // the same; what rounding bends
constexpr double infinite = std::numeric_limits<double>::infinity();

std::size_t line_of(const Bends& b, double v) {
    if (b.step > 0) { // even: no need to search
        const double lines = static_cast<double>(b.x.size() - 1);
        return static_cast<std::size_t>(std::clamp((v - b.x.front()) / b.step, 0.0, lines - 1)) + 1;
    }
    const auto i = static_cast<std::size_t>(std::ranges::upper_bound(b.x, v) - b.x.begin());
    return std::clamp<std::size_t>(i, 1, std::max<std::size_t>(b.x.size(), 2) - 1);
}

double slope_of(const Bends& b, std::size_t line) {
    if (b.x.size() < 2) return 0;
    const double length = b.x[line] - b.x[line - 1];
    return length > 0 ? (b.y[line] - b.y[line - 1]) / length : 0;
}

/// The levels at which V stops falling faster than each line of the cost rises: to those it pays to go along
/// that line. `early` takes the first of equally good ones.
std::vector<double> goals_of(const Bends& v, const Bends& cost, bool early) {
    std::vector<double> goals;
    const double slack = early ? -same_slope : same_slope;
    std::size_t line = v.x.size(); // goals fall from line to line of the cost
    for (std::size_t j = 1; j < cost.x.size(); ++j) {
        const double stop = -slope_of(cost, j) + slack;
        while (line > 1 && slope_of(v, line - 1) >= stop) --line;
        goals.push_back(v.x[line - 1]);
    }
    return goals;
}

/// Where it pays to go from `s`, if limits of the battery did not matter.
double unbound(const Bends& cost, std::span<const double> goals, double s) {
    double to = s + cost.x.front();
    for (std::size_t j = 0; j < goals.size(); ++j) {
        if (goals[j] <= s + cost.x[j]) break;
        to = std::min(goals[j], s + cost.x[j + 1]);
    }
    return to;
}

/// What can be reached from `s`, such that it goes on from there.
Span reachable(const Move& m, const Bends& next, double s) {
    const double lo = std::max({s + m.cost.x.front(), m.reach->down.at(s), next.x.front()});
    const double hi = std::min({s + m.cost.x.back(), m.reach->up.at(s), next.x.back()});
    return {std::min(lo, hi), hi};
}

/// Where V of the slot before can bend.
class Candidates {
public:
    Candidates(const Move& m, const Bends& next, std::span<const double> goals, Span in)
        : move_(m), next_(next), goals_(goals), in_(in) {}

    std::vector<double> take() {
        add(in_.lo);
        add(in_.hi);
        along_kinks();
        at_limits();
        std::ranges::sort(all_);
        const auto near = [](double a, double b) { return b - a < same_wh; };
        all_.erase(std::unique(all_.begin(), all_.end(), near), all_.end());
        all_.front() = in_.lo;
        all_.back() = in_.hi;
        return std::move(all_);
    }

private:
    void add(double s) {
        if (s >= in_.lo && s <= in_.hi) all_.push_back(s);
    }

    /// Moved by exactly a kink of the cost, to a bend of V; and where that begins and ends.
    void along_kinks() {
        const auto& k = move_.cost.x;
        for (std::size_t j = 0; j < k.size(); ++j) {
            const double from = j < goals_.size() ? goals_[j] : -infinite;
            const double to = j > 0 ? goals_[j - 1] : infinite;
            const auto first = std::ranges::lower_bound(next_.x, from);
            for (auto b = first; b != next_.x.end() && *b <= to; ++b) add(*b - k[j]);
            if (from > -infinite) add(from - k[j]);
            if (to < infinite) add(to - k[j]);
        }
    }

    /// Where the battery's own limits hold.
    void at_limits() {
        const auto& r = *move_.reach;
        along(r.up, 1, std::max(in_.lo, r.falls_above), in_.hi);
        along(r.down, -1, in_.lo, std::min(in_.hi, r.falls_below));
    }

    void along(const Rising& curve, double sign, double from, double to) {
        if (from > to) return;
        const auto& x = curve.knots();
        const auto first = static_cast<std::size_t>(std::ranges::lower_bound(x, from) - x.begin());
        for (std::size_t i = first; i < x.size() && x[i] <= to; ++i)
            if (binds(x[i], curve.values()[i], sign)) add(x[i]);
        auto back = Walk::back(curve);
        for (auto b = std::ranges::lower_bound(next_.x, curve.at(from)); b != next_.x.end(); ++b) {
            const double s = back.at(*b);
            if (s > to) break;
            if (binds(s, *b, sign)) add(s);
        }
        for (const double k : move_.cost.x) crossings(curve, k, from, to);
    }

    /// The limit keeps it from going where it pays: up with sign 1, down with -1.
    [[nodiscard]] bool binds(double s, double limit, double sign) const {
        return sign * (unbound(move_.cost, goals_, s) - limit) > -1e-6;
    }

    /// Where the curve is `s + k`, and where it moves as far as a kink.
    void crossings(const Rising& curve, double k, double from, double to) {
        const auto& x = curve.knots();
        const auto& y = curve.values();
        const auto first = std::ranges::lower_bound(x, from) - x.begin();
        for (auto i = static_cast<std::size_t>(std::max<std::ptrdiff_t>(first, 1));
             i < x.size() && x[i - 1] <= to; ++i) {
            const double a = y[i - 1] - x[i - 1] - k;
            const double b = y[i] - x[i] - k;
            if (a * b < 0) add(x[i - 1] + (x[i] - x[i - 1]) * a / (a - b));
        }
    }

    const Move& move_;
    const Bends& next_;
    std::span<const double> goals_;
    Span in_;
    std::vector<double> all_;
};

double best_to(const Move& m, const Bends& next, std::span<const double> goals, double s) {
    const auto r = reachable(m, next, s);
    return std::clamp(unbound(m.cost, goals, s), r.lo, r.hi);
}

/// Leaves out points on the line between their neighbours.
void simplify(Bends& b) {
    std::size_t kept = std::min<std::size_t>(b.x.size(), 1);
    for (std::size_t i = 1; i < b.x.size(); ++i) {
        if (i + 1 < b.x.size()) {
            const double before = (b.y[i] - b.y[kept - 1]) / (b.x[i] - b.x[kept - 1]);
            const double after = (b.y[i + 1] - b.y[i]) / (b.x[i + 1] - b.x[i]);
            if (std::abs(after - before) < straight) continue;
        }
        b.x[kept] = b.x[i];
        b.y[kept++] = b.y[i];
    }
    b.x.resize(kept);
    b.y.resize(kept);
}

Bends step_back(const Move& m, const Bends& next, Span most) {
    const auto goals = goals_of(next, m.cost, true);
    Bends v;
    v.x = Candidates(m, next, goals, domain(m, next, most)).take();
    for (const double s : v.x) {
        const double to = best_to(m, next, goals, s);
        v.y.push_back(m.cost.at(to - s) + next.at(to));
    }
    simplify(v);
    return v;
}

} // namespace

Span domain(const Move& m, const Bends& next, Span most) {
    const double lo = next.x.front();
    const double hi = next.x.back();
    Span d{std::max({most.lo, lo - m.cost.x.back(), m.reach->up.inverse(lo)}),
           std::min({most.hi, hi - m.cost.x.front(), m.reach->down.inverse(hi)})};
    d.hi = std::max(d.hi, d.lo);
    return d;
}

double Bends::at(double v) const {
    if (x.size() < 2) return y.front();
    const auto i = line_of(*this, v);
    return y[i - 1] + slope_of(*this, i) * (v - x[i - 1]);
}

double Bends::slope_after(double v) const {
    return slope_of(*this, line_of(*this, v + same_wh));
}

double Bends::slope_before(double v) const {
    return slope_of(*this, line_of(*this, v - same_wh));
}

bool is_convex(const Bends& c) {
    for (std::size_t i = 2; i < c.x.size(); ++i)
        if (slope_of(c, i) < slope_of(c, i - 1) - bend_slack) return false;
    return true;
}

Values solve_convex(std::span<const Move> moves, const Bends& end, double start_lo, double start_hi) {
    Values values(moves.size() + 1);
    values.back() = end;
    for (std::size_t t = moves.size(); t-- > 0;) {
        const Span most = t > 0 ? Span{moves[t - 1].lo, moves[t - 1].hi} : Span{start_lo, start_hi};
        values[t] = step_back(moves[t], values[t + 1], most);
    }
    return values;
}

std::vector<double> follow_convex(std::span<const Move> moves, const Values& values, double start,
                                  std::span<const double> wanted) {
    std::vector<double> levels;
    double s = start;
    for (std::size_t t = 0; t < moves.size(); ++t) {
        const auto& m = moves[t];
        const double early = best_to(m, values[t + 1], goals_of(values[t + 1], m.cost, true), s);
        const double late = best_to(m, values[t + 1], goals_of(values[t + 1], m.cost, false), s);
        const double to = std::isnan(wanted[t]) ? s : wanted[t];
        s = std::clamp(to, std::min(early, late), std::max(early, late));
        levels.push_back(s);
    }
    return levels;
}

} // namespace gtx::plan
