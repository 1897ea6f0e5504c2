// SPDX-License-Identifier: MIT
#include "gtx/state/changes.hpp"

#include <optional>

#include "gtx/base/text.hpp"

namespace gtx::state {

namespace {

/// Values whose change is an event.
constexpr Key watched[] = {
    Key::charge_voltage_limit,
    Key::charge_current_limit,
    Key::discharge_current_limit,
    Key::discharge_voltage_limit,
    Key::charge_enabled,
    Key::discharge_enabled,
    Key::force_charge,
    Key::full_charge_request,
    Key::contact_prohibit_charge,
    Key::contact_prohibit_discharge,
    Key::mode,
};

using Visit = std::function<void(const Change&)>;

std::string value_text(const KeyRow& row, double v) {
    std::string text;
    if (row.form == Form::mode)
        text = name(static_cast<Mode>(static_cast<int>(v)));
    else if (row.form == Form::flag)
        text = v != 0 ? "true" : "false";
    else
        text::append_number(text, v, row.min_decimals, row.max_decimals);
    return text;
}

void compare_text(std::string_view key, const std::string& a, const std::string& b, const Visit& visit) {
    if (a != b) visit({"changed", std::string(key), a, b});
}

void compare_value(const KeyRow& row, std::optional<double> a, std::optional<double> b, const Visit& visit) {
    if (a == b) return;
    const auto text = [&](const auto& v) { return v ? value_text(row, *v) : std::string(); };
    auto from = text(a);
    auto to = text(b);
    if (from == to) return; // too small a change to be written
    visit({"changed", key_text(row), std::move(from), std::move(to), row.form != Form::mode, &row});
}

void compare_conditions(Severity severity, const std::optional<Conditions>& a,
                        const std::optional<Conditions>& b, const Visit& visit) {
    const auto was = a.value_or(Conditions{});
    const auto is = b.value_or(Conditions{});
    const auto tell = [&](std::string_view event, Conditions set) {
        set.each([&](Condition c) { visit({event, std::string(name(severity)), "", std::string(name(c))}); });
    };
    tell("raised", is - was);
    tell("cleared", was - is);
}

void put_json(std::string& out, std::string_view key, std::string_view value, bool number) {
    if (value.empty()) return;
    ((out += ",\"") += key) += "\":";
    if (number)
        out += value;
    else
        text::append_json_string(out, value);
}

void append_json(std::string& out, std::string_view time, std::string_view source, const Change& change) {
    out += '{';
    if (!time.empty()) ((out += "\"t\":") += time) += ',';
    out += "\"source\":";
    text::append_json_string(out, source);
    put_json(out, "event", change.event, false);
    put_json(out, "key", change.key, false);
    put_json(out, "from", change.from, change.number);
    put_json(out, "to", change.to, change.number);
    out += '}';
}

void append_csv(std::string& out, std::string_view time, std::string_view source, const Change& change) {
    out += time;
    const auto value = [&](std::string_view v) {
        return v == "true" && change.number ? "1" : v == "false" && change.number ? "0" : v;
    };
    for (const auto field :
         {source, change.event, std::string_view(change.key), value(change.from), value(change.to)})
        text::append_csv_field(out += ',', field);
}

void append_changed(std::string& out, const Change& change) {
    (out += change.row != nullptr ? change.row->name : std::string_view(change.key)) += ": ";
    if (!change.from.empty()) {
        text::append_for_people(out, change.from);
        out += " -> ";
    }
    if (change.to.empty()) {
        out += "not known any more";
        return;
    }
    text::append_for_people(out, change.to);
    if (change.row != nullptr && !symbol(change.row->unit).empty()) (out += ' ') += symbol(change.row->unit);
}

void append_text(std::string& out, std::string_view time, std::string_view source, const Change& change) {
    if (!time.empty()) (out += time) += ' ';
    (out += source) += "  ";
    if (change.event == "changed")
        append_changed(out, change);
    else
        ((((out += change.key) += ' ') += change.to) += ' ') += change.event;
}

} // namespace

void each_change(const Snapshot& a, const Snapshot& b, const Visit& visit) {
    compare_text("dialect", a.dialect, b.dialect, visit);
    compare_text("name", a.name, b.name, visit);
    const auto count = [](const auto& n) { return n ? std::to_string(*n) : std::string(); };
    if (a.packs != b.packs) visit({"changed", "packs", count(a.packs), count(b.packs), true});
    for (const auto key : watched) {
        const auto& row = *find(key);
        compare_value(row, row.get(a), row.get(b), visit);
    }
    for (std::size_t i = 0; i < severity_count; ++i)
        compare_conditions(static_cast<Severity>(i), a.conditions[i], b.conditions[i], visit);
}

void append_change_heading(std::string& out) {
    out += "t,source,event,key,from,to\n";
}

void append_change(std::string& out, ChangeFormat format, std::string_view time, std::string_view source,
                   const Change& change) {
    if (format == ChangeFormat::json)
        append_json(out, time, source, change);
    else if (format == ChangeFormat::csv)
        append_csv(out, time, source, change);
    else
        append_text(out, time, source, change);
    out += '\n';
}

} // namespace gtx::state
