// SPDX-License-Identifier: MIT
#include "gtx/state/read.hpp"

#include <algorithm>
#include <cmath>

#include "gtx/base/text.hpp"
#include "gtx/base/time_text.hpp"
#include "gtx/state/keys.hpp"
#include "gtx/state/write.hpp"
#include "state/json_impl.hpp"

namespace gtx::state {

namespace {

double read_number(JsonReader& in) {
    const auto digits = in.number();
    const auto value = text::parse_number(digits);
    if (in.good() && !value) in.refuse(fmt::format("expected a number that is finite, not '{}'", digits));
    return value.value_or(0);
}

std::int64_t read_integer(JsonReader& in) {
    constexpr double most = 9007199254740992; // 2^53: every whole number below is exact
    const double value = read_number(in);
    if (in.good() && (value != std::floor(value) || std::abs(value) > most))
        in.refuse("expected a whole number");
    return in.good() ? static_cast<std::int64_t>(value) : 0;
}

Timestamp read_time(JsonReader& in) {
    const auto digits = in.number();
    if (const auto ns = text::parse_seconds(digits)) return Timestamp(*ns);
    const auto seconds = text::parse_number(digits);
    if (seconds && std::abs(*seconds) < 9e9) return Timestamp(std::llround(*seconds * 1e9));
    in.refuse("expected seconds since 1970");
    return {};
}

/// A word of a list of names.
template <class Find>
auto read_name(JsonReader& in, std::string_view what, Find find) {
    const auto word = in.text();
    const auto found = find(word);
    if (in.good() && !found) in.refuse(fmt::format("expected {}, not '{}'", what, word));
    return found;
}

void read_row(JsonReader& in, const KeyRow& row, Values& v) {
    if (row.form == Form::flag) return row.set(v, in.flag() ? 1 : 0);
    if (row.form == Form::integer) return row.set(v, static_cast<double>(read_integer(in)));
    if (row.form == Form::number) return row.set(v, read_number(in));
    const auto mode = read_name(in, "a mode such as standby", find_mode);
    if (mode) row.set(v, static_cast<double>(*mode));
}

void read_conditions(JsonReader& in, std::optional<Conditions>& out) {
    out.emplace();
    in.array([&] {
        const auto c = read_name(in, "a condition such as cell_overvoltage", find_condition);
        if (c) *out = *out | Conditions::of(*c);
    });
}

void read_leds(JsonReader& in, std::string& out) {
    out = in.text();
    if (in.good() && (out.size() != 8 || out.find_first_not_of("-#123") != out.npos))
        in.refuse("expected eight letters of - # 1 2 3");
}

/// True if `key` is one that stacks and packs have; its value is read then.
bool read_values(JsonReader& in, std::string_view key, Values& v) {
    for (const auto& row : key_rows()) {
        if (key_text(row) != key) continue;
        read_row(in, row, v);
        return true;
    }
    for (std::size_t i = 0; i < severity_count; ++i) {
        if (list_name(static_cast<Severity>(i)) != key) continue;
        read_conditions(in, v.conditions[i]);
        return true;
    }
    if (key != "leds") return false;
    read_leds(in, v.leds);
    return true;
}

template <class T>
void read_list(JsonReader& in, std::vector<std::optional<T>>& out) {
    in.array([&] {
        if (out.size() >= most_listed) return in.refuse(fmt::format("more than {} values", most_listed));
        out.emplace_back();
        if (!in.null()) out.back() = T(read_number(in));
    });
}

void read_pack(JsonReader& in, Pack& p) {
    in.object([&](std::string_view key) {
        if (read_values(in, key, p)) return;
        if (key == "address")
            p.address = read_integer(in);
        else if (key == "serial")
            p.serial = in.text();
        else if (key == "cells_V")
            read_list(in, p.cells);
        else if (key == "temps_degC")
            read_list(in, p.temperatures);
        else
            in.skip_value();
    });
}

void read_packs(JsonReader& in, std::vector<Pack>& out) {
    in.array([&] {
        if (out.size() >= most_listed) return in.refuse(fmt::format("more than {} packs", most_listed));
        read_pack(in, out.emplace_back());
    });
}

void read_stack(JsonReader& in, std::string_view key, Snapshot& s) {
    if (read_values(in, key, s)) return;
    if (key == "t")
        s.time = read_time(in);
    else if (key == "source")
        s.source = in.text();
    else if (key == "dialect")
        s.dialect = in.text();
    else if (key == "name")
        s.name = in.text();
    else if (key == "packs")
        s.packs = read_integer(in);
    else if (key == "pack")
        read_packs(in, s.pack);
    else
        in.skip_value();
}

} // namespace

std::variant<Snapshot, ReadRefusal> read_json(std::string_view text) {
    if (text.size() > longest_state)
        return ReadRefusal{1, 1, fmt::format("longer than {} bytes", longest_state)};
    JsonReader in(text);
    Snapshot s;
    in.object([&](std::string_view key) { read_stack(in, key, s); });
    in.end();
    if (!in.good()) return in.refusal();
    return s;
}

} // namespace gtx::state
