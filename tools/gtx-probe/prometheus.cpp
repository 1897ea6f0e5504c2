// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/prometheus.hpp"

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/state/keys.hpp"

namespace gtx::probe_tool {

namespace {

/// How a unit ends the name of a gauge, and what a value is multiplied with.
struct Base {
    std::string_view name;
    double factor = 1;
};

Base base_of(Unit unit) {
    switch (unit) {
    case Unit::volt:
        return {"_volts"};
    case Unit::amp:
        return {"_amperes"};
    case Unit::watt:
        return {"_watts"};
    case Unit::amp_hour:
        return {"_ampere_hours"};
    case Unit::celsius:
        return {"_celsius"};
    case Unit::percent:
        return {"_ratio", 0.01};
    case Unit::second:
        return {"_seconds"};
    default:
        return {""};
    }
}

/// A string of any bytes as the value of a label: UTF-8, with three escapes, which JSON writes alike. What
/// JSON escapes besides are control characters, which become U+FFFD.
std::string escaped(std::string_view text) {
    std::string json;
    text::append_json_string(json, text);
    std::string out;
    for (std::size_t i = 1; i + 1 < json.size(); ++i) {
        if (json[i] != '\\') {
            out += json[i];
        } else if (const char what = json[++i]; what == '"' || what == '\\' || what == 'n') {
            (out += '\\') += what;
        } else {
            out += "\uFFFD";
            if (what == 'u') i += 4;
        }
    }
    return out;
}

std::string label(std::string_view name, std::string_view value) {
    return fmt::format("{}=\"{}\"", name, escaped(value));
}

/// Which pack, as a label behind others: its address, or its place where it has none.
std::string pack_label(const state::Pack& p, std::size_t place) {
    return "," + label("pack", std::to_string(p.address.value_or(static_cast<std::int64_t>(place + 1))));
}

/// Writes the families of one exposition; lines of one family stand together, behind its HELP and TYPE.
class Exposition {
public:
    Exposition(std::string& out, std::span<const state::Snapshot> all) : out_(out), all_(all) {}

    /// Begins a family, and calls `visit(state)` for each source.
    template <class Visit>
    void each(std::string_view name, std::string_view help, Visit&& visit) {
        family(name, help);
        for (const auto& s : all_) {
            source_ = label("source", s.source);
            visit(s);
        }
    }
    /// The same, with `visit(pack, labels)` for each pack.
    template <class Visit>
    void each_pack(std::string_view name, std::string_view help, Visit&& visit) {
        each(name, help, [&](const state::Snapshot& s) {
            for (std::size_t i = 0; i < s.pack.size(); ++i) visit(s.pack[i], pack_label(s.pack[i], i));
        });
    }
    /// `labels` with a comma before each; a value that is no number is not known.
    void value(std::string_view labels, double value, unsigned decimals = 5) {
        if (!std::isfinite(value)) return;
        out_ += head_;
        head_.clear();
        out_ += fmt::format("{}{{{}{}}} ", name_, source_, labels);
        text::append_number(out_, value, 0, decimals);
        out_ += '\n';
    }

private:
    void family(std::string_view name, std::string_view help) {
        name_ = name;
        head_ = fmt::format("# HELP {} {}\n# TYPE {} gauge\n", name, help, name);
    }

    std::string& out_;
    std::span<const state::Snapshot> all_;
    std::string source_;
    std::string name_;
    std::string head_;
};

void append_key(Exposition& out, const state::KeyRow& row) {
    const auto base = base_of(row.unit);
    const auto say = [&](const state::Values& v, std::string_view labels) {
        if (const auto value = row.get(v)) out.value(labels, *value * base.factor);
    };
    out.each(fmt::format("gtx_battery_{}{}", row.name, base.name), row.doc,
             [&](const state::Snapshot& s) { say(s, ""); });
    out.each_pack(fmt::format("gtx_pack_{}{}", row.name, base.name), row.doc, say);
}

void append_modes(Exposition& out, const state::Values& v, std::string_view labels) {
    if (!v.mode) return;
    for (auto m = state::Mode::shutdown; m <= state::Mode::fault;
         m = static_cast<state::Mode>(static_cast<int>(m) + 1))
        out.value(fmt::format("{},{}", labels, label("mode", name(m))), *v.mode == m ? 1 : 0);
}

/// A family of the stacks and one of the packs, both by the same `append(out, values, labels)`.
template <class Append>
void append_both(Exposition& out, std::string_view what, std::string_view help, Append&& append) {
    out.each(fmt::format("gtx_battery_{}", what), help,
             [&](const state::Snapshot& s) { append(out, s, std::string()); });
    out.each_pack(fmt::format("gtx_pack_{}", what), help,
                  [&](const state::Pack& p, const std::string& labels) { append(out, p, labels); });
}

template <class Visit>
void each_severity(const state::Values& v, Visit&& visit) {
    for (std::size_t i = 0; i < state::severity_count; ++i)
        if (v.conditions[i]) visit(name(static_cast<state::Severity>(i)), *v.conditions[i]);
}

void append_counts(Exposition& out, const state::Values& v, std::string_view labels) {
    each_severity(v, [&](std::string_view severity, state::Conditions c) {
        out.value(fmt::format("{},{}", labels, label("severity", severity)), c.count());
    });
}

void append_raised(Exposition& out, const state::Values& v, std::string_view labels) {
    each_severity(v, [&](std::string_view severity, state::Conditions all) {
        all.each([&](state::Condition c) {
            out.value(
                fmt::format("{},{},{}", labels, label("severity", severity), label("condition", name(c))), 1);
        });
    });
}

template <class T>
void append_list(Exposition& out, const std::vector<std::optional<T>>& list, std::string_view labels,
                 std::string_view what) {
    for (std::size_t i = 0; i < list.size(); ++i)
        if (list[i])
            out.value(fmt::format("{},{}", labels, label(what, std::to_string(i + 1))), list[i]->value());
}

bool answered(const state::Snapshot& s) {
    return s.time.known() || !s.dialect.empty();
}

void append_head(Exposition& out) {
    out.each("gtx_battery_up", "1 if the battery answered or was heard.",
             [&](const state::Snapshot& s) { out.value("", answered(s) ? 1 : 0); });
    out.each("gtx_battery_info", "Who it is, as labels.", [&](const state::Snapshot& s) {
        if (!answered(s)) return;
        out.value(fmt::format(",{},{}", label("dialect", s.dialect), label("name", s.name)), 1);
    });
    out.each_pack("gtx_pack_info", "Which pack it is, as labels.",
                  [&](const state::Pack& p, const std::string& labels) {
                      out.value(fmt::format("{},{}", labels, label("serial", p.serial)), 1);
                  });
    out.each("gtx_battery_time_seconds", "When this was so, in seconds since 1970.",
             [&](const state::Snapshot& s) {
                 if (s.time.known()) out.value("", s.time.seconds(), 3);
             });
    out.each("gtx_battery_packs", "Packs or modules in parallel.", [&](const state::Snapshot& s) {
        if (s.packs) out.value("", static_cast<double>(*s.packs));
    });
}

void append_values(Exposition& out) {
    for (const auto& row : state::key_rows()) {
        if (row.key == state::Key::mode) continue;
        append_key(out, row);
        if (row.key != state::Key::current) continue;
        out.each("gtx_battery_power_watts", "Voltage times current; negative while discharging.",
                 [&](const state::Snapshot& s) {
                     if (const auto power = s.power()) out.value("", power->value());
                 });
    }
}

} // namespace

void append_prometheus(std::string& text, std::span<const state::Snapshot> all) {
    Exposition out(text, all);
    append_head(out);
    append_values(out);
    append_both(out, "mode", "What it is doing: 1 for the mode it is in, 0 for the others.", append_modes);
    append_both(out, "conditions", "How many conditions of this severity are raised.", append_counts);
    append_both(out, "condition", "1 for each condition that is raised; there only while it is.",
                append_raised);
    out.each_pack("gtx_cell_voltage_volts", "Voltage of a cell.",
                  [&](const state::Pack& p, const std::string& l) { append_list(out, p.cells, l, "cell"); });
    out.each_pack(
        "gtx_pack_sensor_celsius", "Temperature at a sensor of a pack.",
        [&](const state::Pack& p, const std::string& l) { append_list(out, p.temperatures, l, "sensor"); });
}

} // namespace gtx::probe_tool
