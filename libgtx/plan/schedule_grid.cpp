// SPDX-License-Identifier: MIT
// Costs that are not convex: levels on a grid, and for each line of the cost the least of a sliding window.
#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>

#include "plan/schedule_impl.hpp"

namespace gtx::plan {
namespace {

constexpr std::size_t levels_count = 500;
constexpr double infinite = std::numeric_limits<double>::infinity();

/// The least of `y + slope x` over a window that moves to the right over the points of a curve.
class Window {
public:
    Window(const Bends& v, double slope) : v_(v), slope_(slope) {}

    /// The best level in lo … hi. Both may only grow from call to call.
    double best(double lo, double hi) {
        for (; next_ < v_.x.size() && v_.x[next_] <= hi; ++next_) {
            while (!held_.empty() && worth(held_.back()) > worth(next_)) held_.pop_back();
            held_.push_back(next_);
        }
        while (!held_.empty() && v_.x[held_.front()] < lo) held_.pop_front();
        double found = lo;
        double least = value(lo);
        if (const double v = value(hi); v < least) {
            least = v;
            found = hi;
        }
        if (!held_.empty() && worth(held_.front()) <= least) found = v_.x[held_.front()];
        return found;
    }
    [[nodiscard]] double value(double x) const { return v_.at(x) + slope_ * x; }

private:
    [[nodiscard]] double worth(std::size_t i) const { return v_.y[i] + slope_ * v_.x[i]; }

    const Bends& v_;
    double slope_;
    std::size_t next_ = 0;
    std::deque<std::size_t> held_;
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
};

/// What can be reached from each level.
std::vector<Span> spans_of(const Move& m, const Bends& next, std::span<const double> from) {
    std::vector<Span> spans;
    for (const double s : from)
        spans.push_back(
            {std::max(m.reach->down.at(s), next.x.front()), std::min(m.reach->up.at(s), next.x.back())});
    return spans;
}

/// Along one line of the cost, from all of `from`.
void try_line(const Move& m, const Bends& next, std::size_t line, std::span<const double> from,
              std::span<const Span> spans, std::span<Choice> best) {
    const double k0 = m.cost.x[line - 1];
    const double k1 = m.cost.x[line];
    const double slope = (m.cost.y[line] - m.cost.y[line - 1]) / (k1 - k0);
    Window window(next, slope);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const double s = from[i];
        const double lo = std::max(s + k0, spans[i].lo);
        const double hi = std::min(s + k1, spans[i].hi);
        if (lo > hi + 1e-9) continue;
        const double to = window.best(std::min(lo, hi), hi);
        const double cost = m.cost.y[line - 1] + slope * (to - s - k0) + next.at(to);
        if (cost < best[i].cost - 1e-12) best[i] = {to, cost};
    }
}

std::vector<Choice> choose(const Move& m, const Bends& next, std::span<const double> from) {
    std::vector<Choice> best(from.size());
    const auto spans = spans_of(m, next, from);
    for (std::size_t line = 1; line < m.cost.x.size(); ++line) try_line(m, next, line, from, spans, best);
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
