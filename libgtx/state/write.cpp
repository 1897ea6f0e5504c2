// SPDX-License-Identifier: MIT
#include "gtx/state/write.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "gtx/base/text.hpp"
#include "gtx/state/keys.hpp"

namespace gtx::state {

namespace {

// Power is computed, not sent: no decimals are promised beyond hundredths of a watt.
constexpr KeyRow power_row{.key = Key::none,
                           .name = "power",
                           .unit = Unit::watt,
                           .min_decimals = 0,
                           .max_decimals = 2,
                           .doc = "Voltage times current; negative while discharging."};

void append_seconds(std::string& out, Timestamp t) {
    char digits[32];
    out.append(digits, text::put_seconds(digits, t, time_decimals));
}

/// What is no number is not known.
std::optional<double> finite(std::optional<double> v) {
    return v && std::isfinite(*v) ? v : std::nullopt;
}

/// A value as JSON writes it; CSV differs in flags only.
void append_value(std::string& out, const KeyRow& row, double v) {
    if (row.form == Form::mode)
        text::append_json_string(out, name(static_cast<Mode>(static_cast<int>(v))));
    else if (row.form == Form::flag)
        out += v != 0 ? "true" : "false";
    else
        text::append_number(out, v, row.min_decimals, row.max_decimals);
}

/// Writes `"key":value` pairs with the commas between them.
class JsonObject {
public:
    explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }
    ~JsonObject() { out_ += '}'; }
    JsonObject(const JsonObject&) = delete;
    JsonObject& operator=(const JsonObject&) = delete;

    std::string& key(std::string_view k) {
        if (!first_) out_ += ',';
        first_ = false;
        ((out_ += '"') += k) += "\":";
        return out_;
    }
    void text(std::string_view k, std::string_view v) {
        if (!v.empty()) text::append_json_string(key(k), v);
    }
    void number(const KeyRow& row, std::optional<double> v) {
        if (finite(v)) append_value(key(key_text(row)), row, *v);
    }
    void integer(std::string_view k, std::optional<std::int64_t> v) {
        if (v) key(k) += std::to_string(*v);
    }

private:
    std::string& out_;
    bool first_ = true;
};

template <class T>
std::optional<double> number(const std::optional<T>& v) {
    if (!v) return std::nullopt;
    return v->value();
}

void append_conditions(JsonObject& object, const Values& v) {
    for (std::size_t i = 0; i < severity_count; ++i) {
        if (!v.conditions[i]) continue;
        auto& out = object.key(list_name(static_cast<Severity>(i)));
        const char* separator = "[";
        if (!v.conditions[i]->any()) out += '[';
        v.conditions[i]->each([&](Condition c) {
            out += separator;
            text::append_json_string(out, name(c));
            separator = ",";
        });
        out += ']';
    }
}

/// Appends the values in the order of the rows, with power behind current.
void append_values(JsonObject& object, const Values& v, std::optional<Watts> power) {
    for (const auto& row : key_rows()) {
        object.number(row, row.get(v));
        if (row.key == Key::current) object.number(power_row, number(power));
    }
    append_conditions(object, v);
    object.text("leds", v.leds);
}

template <class T>
void append_list(JsonObject& object, std::string_view key, const std::vector<std::optional<T>>& list,
                 unsigned decimals) {
    if (list.empty()) return;
    auto& out = object.key(key);
    const char* separator = "[";
    for (const auto& v : list) {
        out += separator;
        separator = ",";
        if (finite(number(v)))
            text::append_number(out, v->value(), 1, decimals);
        else
            out += "null";
    }
    out += ']';
}

void append_pack(std::string& out, const Pack& p) {
    JsonObject object(out);
    object.integer("address", p.address);
    object.text("serial", p.serial);
    append_values(object, p, std::nullopt);
    append_list(object, "cells_V", p.cells, 3);
    append_list(object, "temps_degC", p.temperatures, 2);
}

} // namespace

std::string_view list_name(Severity severity) noexcept {
    constexpr std::string_view names[] = {"alarms", "protections", "faults"};
    return names[static_cast<std::size_t>(severity)];
}

std::string join(Conditions conditions, std::string_view separator) {
    std::string text;
    conditions.each([&](Condition c) {
        if (!text.empty()) text += separator;
        text += name(c);
    });
    return text;
}

void append_json(std::string& out, const Snapshot& s) {
    {
        JsonObject object(out);
        if (s.time.known()) append_seconds(object.key("t"), s.time);
        object.text("source", s.source);
        object.text("dialect", s.dialect);
        object.text("name", s.name);
        object.integer("packs", s.packs);
        append_values(object, s, s.power());
        if (!s.pack.empty()) {
            object.key("pack");
            const char* separator = "[";
            for (const auto& p : s.pack) {
                out += separator;
                separator = ",";
                append_pack(out, p);
            }
            out += ']';
        }
    }
    out += '\n';
}

void append_csv_heading(std::string& out) {
    out += "t,source,dialect,name,packs";
    for (const auto& row : key_rows()) {
        (out += ',') += key_text(row);
        if (row.key == Key::current) (out += ',') += key_text(power_row);
    }
    for (std::size_t i = 0; i < severity_count; ++i) (out += ',') += list_name(static_cast<Severity>(i));
    out += ",leds\n";
}

namespace {

void append_csv_number(std::string& out, const KeyRow& row, std::optional<double> v) {
    out += ',';
    if (!finite(v)) return;
    if (row.form == Form::flag)
        out += *v != 0 ? '1' : '0';
    else if (row.form == Form::mode)
        out += name(static_cast<Mode>(static_cast<int>(*v)));
    else
        append_value(out, row, *v);
}

} // namespace

void append_csv(std::string& out, const Snapshot& s) {
    if (s.time.known()) append_seconds(out, s.time);
    for (const std::string_view field :
         {std::string_view(s.source), std::string_view(s.dialect), std::string_view(s.name)})
        text::append_csv_field(out += ',', field);
    out += ',';
    if (s.packs) out += std::to_string(*s.packs);
    for (const auto& row : key_rows()) {
        append_csv_number(out, row, row.get(s));
        if (row.key == Key::current) append_csv_number(out, power_row, number(s.power()));
    }
    for (const auto& conditions : s.conditions) {
        out += ',';
        if (conditions) out += join(*conditions, ";");
    }
    text::append_csv_field(out += ',', s.leds);
    out += '\n';
}

namespace {

/// Appends " label value unit" for a person; nothing if the value is not known.
void append_words(std::string& out, const Values& v, Key key, std::string_view label) {
    const auto& row = *find(key);
    const auto value = finite(row.get(v));
    if (!value) return;
    out += "  ";
    out += label;
    if (!label.empty()) out += ' ';
    append_value(out, row, *value);
    if (const auto unit = symbol(row.unit); !unit.empty()) (out += ' ') += unit;
}

void append_flag(std::string& out, const std::optional<bool>& v, std::string_view yes, std::string_view no) {
    if (!v) return;
    const auto word = *v ? yes : no;
    if (!word.empty()) (out += "  ") += word;
}

void append_limits(std::string& out, const Snapshot& s) {
    append_words(out, s, Key::charge_voltage_limit, "limits: charge");
    append_words(out, s, Key::charge_current_limit, "");
    append_words(out, s, Key::discharge_current_limit, "discharge");
    append_words(out, s, Key::discharge_voltage_limit, "");
}

/// What stands before the values: time, source, dialect and name, each behind a blank.
void append_origin(std::string& out, const Snapshot& s) {
    if (s.time.known()) append_seconds(out += ' ', s.time);
    for (const std::string_view word :
         {std::string_view(s.source), std::string_view(s.dialect), std::string_view(s.name)})
        if (!word.empty()) text::append_for_people(out += ' ', word);
}

void append_values_in_words(std::string& out, const Snapshot& s) {
    if (s.packs) (((out += "  ") += std::to_string(*s.packs)) += *s.packs == 1 ? " module" : " modules");
    append_words(out, s, Key::soc, "SOC");
    append_words(out, s, Key::soh, "SOH");
    append_words(out, s, Key::voltage, "");
    append_words(out, s, Key::current, "");
    append_words(out, s, Key::temperature, "");
    append_limits(out, s);
    append_words(out, s, Key::remaining, "remaining");
    append_words(out, s, Key::capacity, "of");
    append_words(out, s, Key::cycles, "cycles");
    append_words(out, s, Key::cell_min, "cells");
    append_words(out, s, Key::cell_max, "to");
    append_words(out, s, Key::cell_temp_min, "at");
    append_words(out, s, Key::cell_temp_max, "to");
    if (s.mode) (out += "  ") += name(*s.mode);
    append_flag(out, s.charge_enabled, "charging allowed", "CHARGING NOT ALLOWED");
    append_flag(out, s.discharge_enabled, "discharging allowed", "DISCHARGING NOT ALLOWED");
    append_flag(out, s.force_charge, "FORCE CHARGE", "");
    append_flag(out, s.full_charge_request, "full charge requested", "");
    for (std::size_t i = 0; i < severity_count; ++i)
        if (s.conditions[i] && s.conditions[i]->any())
            ((out += "  ") += list_name(static_cast<Severity>(i))) += ": " + join(*s.conditions[i], ", ");
}

} // namespace

void append_text(std::string& out, const Snapshot& s) {
    std::string line;
    append_origin(line, s);
    append_values_in_words(line, s);
    line.erase(0, line.find_first_not_of(' '));
    (out += line) += '\n';
}

} // namespace gtx::state
