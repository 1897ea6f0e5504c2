// SPDX-License-Identifier: MIT
// Costs that are not convex: levels on a grid, and for each line of the cost the least of a sliding window.
#include <algorithm>
#include <cmath>
#include <limits>

#include "plan/schedule_impl.hpp"

namespace gtx::plan {
namespace {

constexpr std::size_t levels_count = 300;
constexpr double infinite = std::numeric_limits<double>::infinity();

/// The points of a curve with the least `y + slope x` in a window that moves to the right.
class Window {
public:
    explicit Window(const Bends& v) : v_(v), held_(v.x.size()) {}

    /// A new slope, from `lo` on.
    void turn(double slope, double lo) {
        slope_ = slope;
        next_ = static_cast<std::size_t>(std::ranges::lower_bound(v_.x, lo) - v_.x.begin());
        first_ = last_ = 0;
    }

    struct Point {
        double x = 0;
        double worth = 0; ///< y + slope x
    };
    /// The best point in lo … hi; null if there is none. Both may only grow from call to call.
    const Point* best(double lo, double hi) {
        for (; next_ < held_.size() && v_.x[next_] <= hi; ++next_) {
            const Point p{v_.x[next_], v_.y[next_] + slope_ * v_.x[next_]};
            while (last_ > first_ && held_[last_ - 1].worth > p.worth) --last_;
            held_[last_++] = p;
        }
        while (first_ < last_ && held_[first_].x < lo) ++first_;
        return first_ < last_ ? &held_[first_] : nullptr;
    }

private:
    const Bends& v_;
    double slope_ = 0;
    std::vector<Point> held_; ///< from first_ to last_: a queue
    std::size_t next_ = 0;
    std::size_t first_ = 0;
    std::size_t last_ = 0;
};

std::vector<double> grid_of(double lo, double hi) {
    std::vector<double> x;
    const double step = (hi - lo) / static_cast<double>(levels_count);
    if (!(step > 1e-9)) return {lo};
    for (std::size_t i = 0; i <= levels_count; ++i) x.push_back(lo + step * static_cast<double>(i));
    x.back() = hi;
    return x;
}

struct Choice {
    double to = 0;
    double cost = infinite;

    /// What is not clearly better is not taken, so ties fall alike each time.
    void offer(double level, double price) {
        if (price < cost - 1e-12) *this = {level, price};
    }
};

/// What can be reached from each level, whatever a slot's cost allows. Levels ascend.
std::vector<Span> spans_of(const Move& m, const Bends& next, std::span<const double> from) {
    std::vector<Span> spans;
    spans.reserve(from.size());
    auto down = Walk::along(m.reach->down);
    auto up = Walk::along(m.reach->up);
    for (const double s : from) {
        const double lo = std::max({down.at(s), next.x.front(), s + m.cost.x.front()});
        const double hi = std::min({up.at(s), next.x.back(), s + m.cost.x.back()});
        spans.push_back({std::min(lo, hi), lo > hi + 1e-9 ? -infinite : hi});
    }
    return spans;
}

/// To levels of the grid, along one line of the cost, from all of `from`.
void try_line(const Move& m, Window& window, std::size_t line, std::span<const double> from,
              std::span<const Span> spans, std::span<Choice> best) {
    const double k0 = m.cost.x[line - 1];
    const double k1 = m.cost.x[line];
    const double slope = (m.cost.y[line] - m.cost.y[line - 1]) / (k1 - k0);
    window.turn(slope, from.front() + k0);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double s = from[i];
        const double lo = std::max(s + k0, spans[i].lo);
        const double hi = std::min(s + k1, spans[i].hi);
        if (lo > hi) continue;
        if (const auto* to = window.best(lo, hi))
            best[i].offer(to->x, m.cost.y[line - 1] - slope * (s + k0) + to->worth);
    }
}

/// By exactly a kink of the cost: these lie between the levels of the grid.
void try_kink(const Move& m, const Bends& next, std::size_t kink, std::span<const double> from,
              std::span<const Span> spans, std::span<Choice> best) {
    Walk values(next.x, next.y);
    const double k = m.cost.x[kink];
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double to = from[i] + k;
        if (to >= spans[i].lo && to <= spans[i].hi) best[i].offer(to, m.cost.y[kink] + values.at(to));
    }
}

/// As far as the battery can go, or to the ends of what is allowed, where that is no kink.
void try_ends(const Move& m, const Bends& next, std::span<const double> from, std::span<const Span> spans,
              std::span<Choice> best) {
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double s = from[i];
        const auto [lo, hi] = spans[i];
        if (hi < lo) continue;
        if (lo > s + m.cost.x.front()) best[i].offer(lo, m.cost.at(lo - s) + next.at(lo));
        if (hi < s + m.cost.x.back()) best[i].offer(hi, m.cost.at(hi - s) + next.at(hi));
    }
}

std::vector<Choice> choose(const Move& m, const Bends& next, std::span<const double> from) {
    std::vector<Choice> best(from.size());
    const auto spans = spans_of(m, next, from);
    const auto& k = m.cost.x;
    const auto stay = static_cast<std::size_t>(std::ranges::find(k, 0.0) - k.begin());
    if (stay < k.size()) try_kink(m, next, stay, from, spans, best); // of equals it is to stay
    for (std::size_t i = 0; i < k.size(); ++i)
        if (i != stay) try_kink(m, next, i, from, spans, best);
    try_ends(m, next, from, spans, best);
    Window window(next);
    for (std::size_t line = 1; line < k.size(); ++line) try_line(m, window, line, from, spans, best);
    return best;
}

} // namespace

Values solve_on_grid(std::span<const Move> moves, const Bends& end, double start_lo, double start_hi) {
    Values values(moves.size() + 1);
    values.back() = end;
    for (std::size_t t = moves.size(); t-- > 0;) {
        const Span most = t > 0 ? Span{moves[t - 1].lo, moves[t - 1].hi} : Span{start_lo, start_hi};
        const auto in = domain(moves[t], values[t + 1], most);
        const auto x = grid_of(in.lo, in.hi);
        const auto best = choose(moves[t], values[t + 1], x);
        values[t].step = x.size() > 1 ? (in.hi - in.lo) / static_cast<double>(levels_count) : 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            values[t].x.push_back(x[i]);
            values[t].y.push_back(std::min(best[i].cost, 1e9) /* rounding at the ends of the domain */);
        }
    }
    return values;
}

std::vector<double> follow_on_grid(std::span<const Move> moves, const Values& values, double start) {
    std::vector<double> levels;
    double s = start;
    for (std::size_t t = 0; t < moves.size(); ++t) {
        const auto best = choose(moves[t], values[t + 1], std::span(&s, 1));
        if (best[0].cost < infinite) s = best[0].to;
        levels.push_back(s);
    }
    return levels;
}

std::vector<Move> kept_convex(std::span<const Move> moves, double start, std::span<const double> levels) {
    std::vector<Move> kept;
    double s = start;
    for (std::size_t t = 0; t < moves.size(); ++t) {
        auto m = moves[t];
        const auto& c = moves[t].cost;
        const double change = std::clamp(levels[t] - s, c.x.front(), c.x.back());
        std::size_t first = 0; // the line that holds the change, widened as long as it stays convex
        while (first + 2 < c.x.size() && c.x[first + 1] < change) ++first;
        std::size_t last = std::min(first + 1, c.x.size() - 1);
        const auto part = [&](std::size_t a, std::size_t b) {
            const auto from = static_cast<std::ptrdiff_t>(a);
            const auto to = static_cast<std::ptrdiff_t>(b) + 1;
            return Bends{{c.x.begin() + from, c.x.begin() + to}, {c.y.begin() + from, c.y.begin() + to}};
        };
        while (last + 1 < c.x.size() && is_convex(part(first, last + 1))) ++last;
        while (first > 0 && is_convex(part(first - 1, last))) --first;
        m.cost = part(first, last);
        kept.push_back(std::move(m));
        s = levels[t];
    }
    return kept;
}

} // namespace gtx::plan
