// SPDX-License-Identifier: MIT
// The script: a block of data for each battery, then a panel for each quantity, one above the other.
#include "decode/gnuplot_script_impl.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "gtx/base/text.hpp"

namespace gtx::decode {

namespace {

/// Which of the values in a column stands for it. Of a limit it is the one that allows least.
enum class Take : std::uint8_t { all, least, most };

struct Curve {
    Lane lane{};
    std::string_view name; ///< in the heading of the data
    std::string_view title;
    Take take{};
    int sign = 1; ///< -1: drawn below zero, as currents out of the battery are
    std::string_view look;
};
struct Panel {
    std::string_view title;
    std::span<const Curve> curves;
};

constexpr std::string_view full = "linewidth 2";
constexpr Curve soc_curves[] = {{Lane::soc, "soc_pct", "SOC", Take::all, 1, full}};
constexpr Curve voltage_curves[] = {
    {Lane::voltage, "voltage_V", "voltage", Take::all, 1, full},
    {Lane::charge_voltage_limit, "charge_limit_V", "charge limit", Take::least, 1, "dashtype 2"},
    {Lane::discharge_voltage_limit, "discharge_limit_V", "discharge limit", Take::most, 1, "dashtype 3"},
};
constexpr Curve current_curves[] = {
    {Lane::current, "current_A", "current", Take::all, 1, full},
    {Lane::charge_current_limit, "charge_limit_A", "charge limit", Take::least, 1, "dashtype 2"},
    {Lane::discharge_current_limit, "discharge_limit_A", "discharge limit", Take::least, -1, "dashtype 3"},
};
constexpr Curve temperature_curves[] = {
    {Lane::temperature, "temperature_degC", "temperature", Take::all, 1, full}};
constexpr Panel panels[] = {
    {"SOC, %", soc_curves},
    {"voltage, V", voltage_curves},
    {"A, + charges", current_curves},
    {"temperature, °C", temperature_curves},
};

/// The least and the greatest of something.
struct Range {
    std::int64_t low = std::numeric_limits<std::int64_t>::max();
    std::int64_t high = std::numeric_limits<std::int64_t>::min();

    void add(std::int64_t v) {
        low = std::min(low, v);
        high = std::max(high, v);
    }
    [[nodiscard]] bool known() const { return low <= high; }
};

const History::Cell& cell_of(const History& history, std::size_t column, const Curve& curve) {
    return history.cell(column, static_cast<std::size_t>(curve.lane));
}

Range range_of(const History& history, const Curve& curve) {
    Range range;
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto& cell = cell_of(history, i, curve);
        if (!cell.known()) continue;
        range.add(curve.sign * std::int64_t{cell.min});
        range.add(curve.sign * std::int64_t{cell.max});
    }
    return range;
}

std::string number(std::int64_t thousandths) {
    std::string out;
    text::append_number(out, static_cast<double>(thousandths) / 1000, 0, 3);
    return out;
}

std::string date(std::int64_t ns) {
    using namespace std::chrono;
    const auto s = floor<seconds>(sys_time<nanoseconds>(nanoseconds(ns)));
    const auto day = floor<days>(s);
    const year_month_day ymd(day);
    const hh_mm_ss clock(s - day);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(ymd.year()),
                       static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

/// How times of a log are told: as dates, as seconds since it began to count, or as numbers of frames.
class Axis {
public:
    /// Times below 10^8 s are no dates, as for candump's readers.
    static constexpr std::int64_t first_date_ns = 100'000'000'000'000'000;

    Axis(std::span<const Portrait> portraits, bool timed) : timed_(timed) {
        for (const auto& p : portraits) {
            span_.add(p.history.begin_ns(0));
            span_.add(p.history.end_ns(p.history.size() - 1));
        }
        dates_ = timed && span_.low >= first_date_ns;
    }

    [[nodiscard]] std::string number(std::int64_t ns) const {
        if (!timed_) return fmt::format("{}", ns >> History::narrowest_bits);
        char digits[32];
        return {digits, text::put_seconds(digits, Timestamp(ns), 3)};
    }
    [[nodiscard]] std::string range() const {
        return fmt::format("[{}:{}]", number(span_.low), number(span_.high));
    }
    [[nodiscard]] std::string label() const {
        if (!timed_) return "frames of the battery";
        return dates_ ? fmt::format("UTC, {} to {}", date(span_.low), date(span_.high)) : "time, s";
    }
    /// How the marks below the lowest panel are written.
    [[nodiscard]] std::string_view marks() const {
        constexpr std::uint64_t minute = 60'000'000'000;
        const auto length = ns_between(span_.low, span_.high);
        if (!dates_) return "numeric format '%g'";
        if (length < minute / 6) return "time format '%H:%M:%.2S'";
        if (length < 10 * minute) return "time format '%H:%M:%S'";
        if (length < 36 * 60 * minute) return "time format '%H:%M'";
        if (length < 8 * 24 * 60 * minute) return "time format \"%H:%M\\n%m-%d\"";
        return length < 365 * 24 * 60 * minute ? "time format '%m-%d'" : "time format '%Y-%m-%d'";
    }
    /// A spell, made long enough to be seen.
    [[nodiscard]] Spell visible(Spell spell) const {
        const auto least = ns_between(span_.low, span_.high) / 300;
        if (ns_between(spell.from, spell.to) >= least) return spell;
        const bool late = ns_between(spell.from, span_.high) < least;
        if (late) return {span_.high - static_cast<std::int64_t>(least), span_.high};
        return {spell.from, spell.from + static_cast<std::int64_t>(least)};
    }

private:
    Range span_;
    bool timed_;
    bool dates_ = false;
};

/// The rows of a battery's block of data.
class Table {
public:
    Table(const History& history, const Axis& axis) : history_(history), axis_(axis) {
        for (const auto& panel : panels)
            for (const auto& curve : panel.curves)
                if (range_of(history, curve).known()) curves_.push_back(&curve);
    }

    [[nodiscard]] std::string heading() const {
        std::string out = "# t";
        for (const auto* curve : curves_)
            out += curve->take == Take::all ? fmt::format(" {0}_min {0}_max {0}", curve->name)
                                            : fmt::format(" {}", curve->name);
        return out;
    }
    /// The number of a curve's first column, from 1; 0 if it has none.
    [[nodiscard]] int column(const Curve& wanted) const {
        int at = 2;
        for (const auto* curve : curves_) {
            if (curve == &wanted) return at;
            at += curve->take == Take::all ? 3 : 1;
        }
        return 0;
    }

    /// Of neighbours that say the same, the first and the last are enough. A blank line is a hole.
    void append_rows(std::string& out) const {
        const Holes holes(history_);
        std::string before;
        auto now = values(0);
        for (std::size_t i = 0; i < history_.size(); ++i) {
            const bool ends = i + 1 == history_.size() || holes.before(i + 1);
            auto next = i + 1 == history_.size() ? std::string() : values(i + 1);
            if (ends || now != before || now != next) out += axis_.number(history_.begin_ns(i)) + now + '\n';
            // A line reaches to the end of its last column, so that one of a single column is seen, too.
            if (ends) out += axis_.number(history_.end_ns(i)) + now + '\n';
            if (ends && i + 1 != history_.size()) out += '\n';
            before = ends ? std::string() : std::move(now);
            now = std::move(next);
        }
    }

private:
    [[nodiscard]] std::string values(std::size_t column) const {
        std::string out;
        for (const auto* curve : curves_) {
            const auto& cell = cell_of(history_, column, *curve);
            const auto put = [&](std::int32_t v) {
                out += cell.known() ? ' ' + number(curve->sign * std::int64_t{v}) : std::string(" ?");
            };
            if (curve->take != Take::most) put(cell.min);
            if (curve->take != Take::least) put(cell.max);
            if (curve->take == Take::all) put(cell.last);
        }
        return out;
    }

    const History& history_;
    const Axis& axis_;
    std::vector<const Curve*> curves_;
};

std::string colour_of(const Said& said) {
    if (said.set == requests_set)
        return said.bit >= static_cast<unsigned>(Request::charge_forbidden) ? "0x9467bd" : "0x7f7f7f";
    return said.set == static_cast<std::size_t>(state::Severity::alarm) ? "0xff7f0e" : "0xd62728";
}

class Script {
public:
    Script(std::string& out, std::span<const Portrait> portraits, bool timed)
        : out_(out), portraits_(portraits), axis_(portraits, timed), said_(said_of(portraits)) {
        for (const auto& p : portraits) tables_.emplace_back(p.history, axis_);
        for (const auto& panel : panels)
            if (range(panel).known()) panels_.push_back(&panel);
        more_said_ = said_.size() - std::min(said_.size(), most_said);
        said_.resize(said_.size() - more_said_);
    }

    [[nodiscard]] bool empty() const { return panels_.empty() && said_.empty(); }

    void append(std::size_t left_out) {
        if (left_out != 0) print("# {} more batteries are not drawn\n", left_out);
        for (std::size_t i = 0; i < tables_.size(); ++i) {
            print("$battery{} << EOD\n{}\n", i + 1, tables_[i].heading());
            tables_[i].append_rows(out_);
            print("EOD\n");
        }
        if (!said_.empty()) append_spells();
        print("set encoding utf8\nset datafile missing '?'\nset multiplot\n"
              "set lmargin at screen 0.11\nset rmargin at screen 0.8\n"
              "set key at graph 1.02, graph 1 left top Left reverse samplen 2\nset grid\n"
              "set xrange {}\nset xtics {}\nset format x ''\n",
              axis_.range(), axis_.marks());
        if (portraits_.size() == 1)
            print("set title {} noenhanced\n",
                  gnuplot_string(portraits_[0].source + ' ' + portraits_[0].dialect));
        for (const auto* panel : panels_) plot(*panel);
        if (!said_.empty()) plot_said();
        print("unset multiplot\n");
    }

private:
    static constexpr std::size_t most_said = 12;
    /// Of the height that panels share: a quantity has 1.
    static constexpr double said_height = 0.2;
    static constexpr double top = 0.94;
    static constexpr double bottom = 0.08;

    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    }

    [[nodiscard]] Range range(const Panel& panel) const {
        Range whole;
        for (const auto& curve : panel.curves)
            for (const auto& p : portraits_)
                if (const auto one = range_of(p.history, curve); one.known()) {
                    whole.add(one.low);
                    whole.add(one.high);
                }
        return whole;
    }

    void append_spells() {
        print("$said << EOD\n# from to line colour\n");
        for (std::size_t i = 0; i < said_.size(); ++i)
            for (const auto& spell : spells_of(said_[i])) {
                const auto [from, to] = axis_.visible(spell);
                print("{} {} {} {}\n", axis_.number(from), axis_.number(to), i + 1, colour_of(said_[i]));
            }
        print("EOD\n");
    }

    /// Puts the next panel below those that are drawn; the lowest has the marks of the time.
    void place(double height) {
        const double said = said_.empty() ? 0 : 0.25 + said_height * static_cast<double>(said_.size());
        const double unit = (top - bottom) / (static_cast<double>(panels_.size()) + said);
        const double gap = 0.12 * unit;
        print("set tmargin at screen {:.4f}\n", top - used_ * unit);
        used_ += height;
        print("set bmargin at screen {:.4f}\n", top - used_ * unit + gap);
        const bool lowest = used_ + 0.01 > static_cast<double>(panels_.size()) + said;
        if (lowest) print("set format x\nset xtics {}\nset xlabel '{}'\n", axis_.marks(), axis_.label());
    }

    void plot(const Panel& panel) {
        place(1);
        const auto all = range(panel);
        const auto room = std::max<std::int64_t>((all.high - all.low) / 16, 100);
        if (panel.curves.data() == soc_curves)
            print("set yrange [0:{}]\n", number(std::max<std::int64_t>(all.high, 100'000)));
        else
            print("set yrange [{}:{}]\n", number(all.low - room), number(all.high + room));
        print("set ylabel '{}'\n", panel.title);
        std::string_view lead = "plot ";
        for (const auto& curve : panel.curves)
            for (std::size_t i = 0; i < tables_.size(); ++i) lead = plot(curve, i, lead);
        print("\nunset title\n");
    }

    std::string_view plot(const Curve& curve, std::size_t i, std::string_view lead) {
        constexpr std::string_view next = ", \\\n     ";
        const int at = tables_[i].column(curve);
        if (at == 0) return lead;
        const bool measured = curve.take == Take::all;
        if (measured) {
            print("{}$battery{} using 1:{}:{} with filledcurves linecolor {} "
                  "fillstyle transparent solid 0.3 noborder notitle",
                  lead, i + 1, at, at + 1, i + 1);
            lead = next;
        }
        print("{}$battery{} using 1:{} with lines linecolor {} {} {}", lead, i + 1, measured ? at + 2 : at,
              i + 1, curve.look, title(curve, i));
        return next;
    }

    /// Several batteries are told apart by their names, and what is dashed is told once.
    [[nodiscard]] std::string title(const Curve& curve, std::size_t i) const {
        if (portraits_.size() == 1) return fmt::format("title '{}'", curve.title);
        if (curve.take == Take::all) return "title " + gnuplot_string(portraits_[i].source) + " noenhanced";
        for (std::size_t k = 0; k < i; ++k)
            if (tables_[k].column(curve) != 0) return "notitle";
        return fmt::format("title '{}'", curve.title);
    }

    void plot_said() {
        place(0.25 + said_height * static_cast<double>(said_.size()));
        print("set yrange [{}:0.2]\nset ylabel ''\nunset ytics\nunset grid\n",
              static_cast<double>(said_.size()) + 0.4);
        for (std::size_t i = 0; i < said_.size(); ++i) {
            const auto& source = said_[i].portrait->source;
            const auto who = portraits_.size() == 1 ? std::string() : source + ": ";
            print("set label {0} {1} at graph 0.005, first {0} offset 0,0.5 noenhanced\n", i + 1,
                  gnuplot_string(who + words_of(said_[i])));
        }
        if (more_said_ != 0) print("set title 'and {} more' offset 0,-0.5\n", more_said_);
        print("plot $said using 1:3:($2-$1):(0):4 with vectors nohead linewidth 5 linecolor rgb variable "
              "notitle\n");
    }

    std::string& out_;
    std::span<const Portrait> portraits_;
    Axis axis_;
    std::vector<Said> said_;
    std::size_t more_said_ = 0;
    std::vector<Table> tables_;
    std::vector<const Panel*> panels_;
    double used_ = 0; ///< of the height, by the panels so far
};

} // namespace

std::string gnuplot_string(std::string_view text) {
    // In single quotes gnuplot obeys nothing; but it takes ''' for an empty string and the beginning of
    // another, so that no quote is safe, doubled or not. What TeX obeys, which some of its terminals write,
    // goes, too.
    constexpr std::string_view unwanted = "'\\`${}^&~%";
    constexpr std::size_t longest = 80;
    std::string out = "'";
    for (const char c : text.substr(0, longest))
        out += c < ' ' || c > '~' || unwanted.find(c) != unwanted.npos ? '?' : c;
    return out + '\'';
}

void append_gnuplot(std::string& out, std::span<const Portrait> portraits, std::size_t left_out, bool timed) {
    if (portraits.empty()) return;
    Script script(out, portraits, timed);
    if (!script.empty()) script.append(left_out);
}

} // namespace gtx::decode
