// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/check.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/state/write.hpp"

namespace gtx::probe_tool {

namespace {

/// A value and whose it is: "", "pack 2 ".
struct Sample {
    std::string who;
    double value = 0;
};
using Samples = std::vector<Sample>;

std::string who(const state::Pack& p, std::size_t place) {
    return fmt::format("pack {} ", p.address.value_or(static_cast<std::int64_t>(place + 1)));
}

/// Of the stack, then of each pack.
template <class Visit>
void each_part(const state::Snapshot& s, Visit&& visit) {
    visit(s, std::string());
    for (std::size_t i = 0; i < s.pack.size(); ++i) visit(s.pack[i], who(s.pack[i], i));
}

template <class T>
void add(Samples& out, const std::string& part, const std::optional<T>& v) {
    if (v) out.push_back({part, v->value()});
}

template <class T>
void add_all(Samples& out, const state::Snapshot& s, std::vector<std::optional<T>> state::Pack::*list,
             std::string_view what) {
    for (std::size_t i = 0; i < s.pack.size(); ++i)
        for (std::size_t k = 0; k < (s.pack[i].*list).size(); ++k)
            add(out, fmt::format("{}{} {} ", who(s.pack[i], i), what, k + 1), (s.pack[i].*list)[k]);
}

Samples soc_of(const state::Snapshot& s) {
    Samples out;
    each_part(s, [&](const state::Values& v, const std::string& part) { add(out, part, v.soc); });
    return out;
}

Samples soh_of(const state::Snapshot& s) {
    Samples out;
    each_part(s, [&](const state::Values& v, const std::string& part) { add(out, part, v.soh); });
    return out;
}

Samples temperatures_of(const state::Snapshot& s) {
    Samples out;
    each_part(s, [&](const state::Values& v, const std::string& part) {
        add(out, part, v.temperature);
        add(out, part, v.cell_temp_min);
        add(out, part, v.cell_temp_max);
    });
    add_all(out, s, &state::Pack::temperatures, "sensor");
    return out;
}

Samples cells_of(const state::Snapshot& s) {
    Samples out;
    add_all(out, s, &state::Pack::cells, "cell");
    each_part(s, [&](const state::Values& v, const std::string& part) {
        add(out, part, v.cell_min);
        add(out, part, v.cell_max);
    });
    return out;
}

/// Of each pack; of the stack only where it tells no packs.
Samples spreads_of(const state::Snapshot& s) {
    Samples out;
    each_part(s, [&](const state::Values& v, const std::string& part) {
        const bool whole_of_parts = part.empty() && s.pack.size() > 1;
        if (v.cell_min && v.cell_max && !whole_of_parts)
            out.push_back({part, (*v.cell_max - *v.cell_min).value()});
    });
    return out;
}

/// One thing that has thresholds.
struct Measure {
    std::string_view label; ///< of the performance data
    std::string_view words;
    std::string_view uom; ///< of the performance data: the guidelines know no volts and degrees
    Unit unit{};
    Samples (*samples)(const state::Snapshot&) = nullptr;
    std::optional<Range> Options::*warn = nullptr;
    std::optional<Range> Options::*critical = nullptr;
    std::string_view bounds; ///< least and greatest possible value
};

constexpr std::array<Measure, 5> measures = {{
    {"soc_pct", "SOC", "%", Unit::percent, soc_of, &Options::warn_soc, &Options::critical_soc, ";0;100"},
    {"soh_pct", "SOH", "%", Unit::percent, soh_of, &Options::warn_soh, &Options::critical_soh, ";0;100"},
    {"temperature_degC", "temperature", "", Unit::celsius, temperatures_of, &Options::warn_temperature,
     &Options::critical_temperature, ""},
    {"cell_V", "cell", "", Unit::volt, cells_of, &Options::warn_cell, &Options::critical_cell, ""},
    {"spread_V", "cell spread", "", Unit::volt, spreads_of, &Options::warn_spread, &Options::critical_spread,
     ";0"},
}};

std::string number(double v) {
    std::string out;
    text::append_number(out, v, 0, 3);
    return out;
}

/// Gathers what is wrong; the worst decides. CRITICAL is worse than UNKNOWN, which is worse than WARNING:
/// what cannot be told must not hide what is known to be bad.
class Judge {
public:
    void complain(Health health, std::string what) {
        if (worse(health, worst_)) worst_ = health;
        complaints_.push_back({health, std::move(what)});
    }
    [[nodiscard]] Health health() const { return worst_; }
    /// Separated by commas, critical ones first.
    [[nodiscard]] std::string words() const {
        std::string out;
        for (const auto health : {Health::critical, Health::unknown, Health::warning})
            for (const auto& c : complaints_)
                if (c.health == health) out += (out.empty() ? "" : ", ") + c.what;
        return out;
    }

private:
    struct Complaint {
        Health health{};
        std::string what;
    };
    Health worst_ = Health::ok;
    std::vector<Complaint> complaints_;
};

void judge_conditions(Judge& judge, const state::Snapshot& s) {
    each_part(s, [&](const state::Values& v, const std::string& part) {
        const bool told_by_packs =
            part.empty() && std::ranges::any_of(s.pack, [](const state::Pack& p) {
                return std::ranges::any_of(p.conditions, [](const auto& c) { return !!c; });
            });
        for (std::size_t i = 0; i < state::severity_count && !told_by_packs; ++i) {
            if (!v.conditions[i] || !v.conditions[i]->any()) continue;
            const auto severity = static_cast<state::Severity>(i);
            judge.complain(severity == state::Severity::alarm ? Health::warning : Health::critical,
                           fmt::format("{}{} {}", part, name(severity), state::join(*v.conditions[i], " ")));
        }
    });
}

/// The first sample that is outside of the range.
const Sample* first_bad(const Samples& samples, const std::optional<Range>& range) {
    if (!range) return nullptr;
    const auto at = std::ranges::find_if(samples, [&](const Sample& x) { return range->bad(x.value); });
    return at == samples.end() ? nullptr : &*at;
}

void judge_measure(Judge& judge, const Measure& m, const Options& options, const Samples& samples) {
    const auto& warn = options.*m.warn;
    const auto& critical = options.*m.critical;
    if (samples.empty() && (warn || critical))
        return judge.complain(Health::unknown, fmt::format("{} not told by the battery", m.words));
    const auto* bad = first_bad(samples, critical);
    const auto health = bad != nullptr ? Health::critical : Health::warning;
    if (bad == nullptr) bad = first_bad(samples, warn);
    if (bad == nullptr) return;
    const bool named = bad->who.find(m.words) != std::string::npos; // "pack 2 cell 7 "
    judge.complain(health, fmt::format("{}{}{}{} {} ({})", bad->who, named ? "" : m.words, named ? "" : " ",
                                       number(bad->value), symbol(m.unit),
                                       (health == Health::critical ? critical : warn)->text));
}

/// The highest and lowest of a measure, or the stack's own value where it comes first.
void append_measure(std::string& out, const Measure& m, const Options& options, const Samples& samples) {
    if (samples.empty()) return;
    const auto text = [](const std::optional<Range>& r) { return r ? r->text : std::string(); };
    const auto say = [&](std::string_view ending, double value) {
        out += fmt::format(" {}{}={}{};{};{}{}", m.label, ending, number(value), m.uom, text(options.*m.warn),
                           text(options.*m.critical), m.bounds);
    };
    const auto [low, high] = std::ranges::minmax_element(samples, {}, &Sample::value);
    if (m.unit == Unit::percent) {
        say("", samples.front().value);
    } else if (m.label == "spread_V") {
        say("", high->value);
    } else {
        say("_min", low->value);
        say("_max", high->value);
    }
}

void append_plain(std::string& out, std::string_view label, std::optional<double> value) {
    if (value) out += fmt::format(" {}={}", label, number(*value));
}

template <class Q>
std::optional<double> plain(const std::optional<Q>& v) {
    if (!v) return std::nullopt;
    return v->value();
}

/// "SOC 62 %, 51.9 V, -12.1 A, 23.3 °C".
std::string summary(const state::Snapshot& s) {
    std::string out;
    const auto add_word = [&](std::string_view lead, std::optional<double> value, Unit unit) {
        if (!value) return;
        out += fmt::format("{}{}{} {}", out.empty() ? "" : ", ", lead, number(*value), symbol(unit));
    };
    if (s.packs) out += fmt::format("{} {}", *s.packs, *s.packs == 1 ? "pack" : "packs");
    add_word("SOC ", plain(s.soc), Unit::percent);
    add_word("", plain(s.voltage), Unit::volt);
    add_word("", plain(s.current), Unit::amp);
    add_word("", plain(s.temperature), Unit::celsius);
    return out.empty() ? "nothing is told" : out;
}

constexpr std::array<std::string_view, 4> health_words = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};

/// A bar would begin the performance data, a line end another line.
std::string plain_line(std::string text) {
    std::ranges::replace(text, '|', '/');
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return text;
}

std::string line(Health health, const std::string& words, const std::string& data) {
    return fmt::format("BATTERY {} - {}{}{}\n", health_words[static_cast<std::size_t>(health)],
                       plain_line(words), data.empty() ? "" : " |", data);
}

} // namespace

bool worse(Health a, Health b) {
    constexpr std::array<int, 4> weight = {0, 1, 3, 2};
    return weight[static_cast<std::size_t>(a)] > weight[static_cast<std::size_t>(b)];
}

CheckResult check(const Options& options, const state::Snapshot& s) {
    Judge judge;
    judge_conditions(judge, s);
    std::string data;
    for (const auto& m : measures) {
        const auto samples = m.samples(s);
        judge_measure(judge, m, options, samples);
        append_measure(data, m, options, samples);
    }
    append_plain(data, "voltage_V", plain(s.voltage));
    append_plain(data, "current_A", plain(s.current));
    append_plain(data, "power_W", plain(s.power()));
    const auto wrong = judge.words();
    return {judge.health(),
            line(judge.health(), wrong.empty() ? summary(s) : wrong + "; " + summary(s), data)};
}

CheckResult check_failed(std::string_view why) {
    return {Health::unknown, line(Health::unknown, std::string(why), {})};
}

} // namespace gtx::probe_tool
