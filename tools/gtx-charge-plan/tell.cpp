// SPDX-License-Identifier: MIT
#include "tools/gtx-charge-plan/tell.hpp"

#include <cmath>

#include "gtx/base/time_text.hpp"

namespace gtx::charge_plan_tool {

unsigned decimals(Unit unit) {
    switch (unit) {
    case Unit::volt:
    case Unit::amp:
    case Unit::amp_hour:
        return 3;
    case Unit::percent:
        return 2;
    case Unit::second:
        return 0;
    default:
        return 1;
    }
}

std::string number(double value, unsigned most) {
    std::string out;
    gtx::text::append_number(out, value, 0, most);
    return out == "-0" ? "0" : out;
}

std::string duration_words(Seconds s) {
    constexpr double day = 86400;
    double step = 1;
    if (s.value() >= 60) step = 60;
    if (s.value() >= 2 * day) step = 3600;
    if (s.value() >= 14 * day) step = day;
    std::string out;
    gtx::text::append_duration(out, std::llround(std::round(s.value() / step) * step * 1e9));
    return out;
}

std::string date(Timestamp t, Seconds utc_offset) {
    std::string out;
    if (t.known()) plan::append_date(out, t, utc_offset);
    return out;
}

std::string& Json::key(std::string_view k) {
    if (!first_) out_ += ',';
    first_ = false;
    ((out_ += '"') += k) += "\":";
    return out_;
}

void Json::text(std::string_view k, std::string_view v) {
    if (!v.empty()) gtx::text::append_json_string(key(k), v);
}

void Json::date(std::string_view k, Timestamp t, Seconds utc_offset) {
    text(k, gtx::charge_plan_tool::date(t, utc_offset));
}

void Json::obstacles(std::string_view k, std::span<const plan::Obstacle> obstacles) {
    list(k, obstacles, [](std::string& out, const plan::Obstacle& o) {
        Json object(out);
        object.text("rule", o.rule);
        object.text("says", o.says);
        object.text("nearest", o.nearest);
    });
}

void Json::actions(std::string_view k, std::span<const plan::Action> actions) {
    list(k, actions, [](std::string& out, const plan::Action& a) {
        Json object(out);
        object.text("rule", a.rule);
        object.text("says", a.says);
    });
}

namespace {

std::string in_brackets(std::string_view rule) {
    return rule.empty() ? std::string() : fmt::format(" ({})", rule);
}

} // namespace

void append_obstacles(std::string& out, std::span<const plan::Obstacle> list, std::string_view lead) {
    for (const auto& o : list) {
        out += fmt::format("{}In the way: {}{}\n", lead, o.says, in_brackets(o.rule));
        if (!o.nearest.empty()) out += fmt::format("{}Nearest: {}\n", lead, o.nearest);
    }
}

void append_actions(std::string& out, std::span<const plan::Action> list) {
    unsigned step = 0;
    for (const auto& a : list) out += fmt::format("{}. {}{}\n", ++step, a.says, in_brackets(a.rule));
}

void append_action_rows(std::string& out, std::string_view list, std::span<const plan::Action> actions) {
    unsigned step = 0;
    for (const auto& a : actions) {
        out += fmt::format("{},{},{},", list, ++step, a.rule);
        gtx::text::append_csv_field(out, a.says);
        out += '\n';
    }
}

} // namespace gtx::charge_plan_tool
