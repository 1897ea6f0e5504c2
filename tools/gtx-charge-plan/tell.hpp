// SPDX-License-Identifier: MIT
/// \file
/// What the verbs have in common when they tell a plan: JSON with units in its keys, CSV cells, words for
/// people.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/plan/verdict.hpp"

namespace gtx::charge_plan_tool {

/// Decimals with which a unit is written.
unsigned decimals(Unit unit);
/// A value as JSON and CSV write it.
std::string number(double value, unsigned most);
template <Unit U>
std::string number(Quantity<U> q) {
    return number(q.value(), decimals(U));
}
inline std::string number(Celsius t) {
    return number(t.value(), decimals(Unit::celsius));
}

/// "25 A", "51.2 V", "80 %".
template <class Q>
std::string words(Q q) {
    return fmt::format("{} {}", number(q), symbol(Q::unit));
}
/// "2h5m", "3d4h"; below a minute with seconds.
std::string duration_words(Seconds s);
/// "2026-11-22T19:53:38Z"; empty if not known.
std::string date(Timestamp t, Seconds utc_offset = Seconds(0));

/// One object of JSON; what is not known is not there.
class Json {
public:
    explicit Json(std::string& out) : out_(out) { out_ += '{'; }
    ~Json() { out_ += '}'; }
    Json(const Json&) = delete;
    Json& operator=(const Json&) = delete;

    std::string& key(std::string_view k);
    void text(std::string_view k, std::string_view v);
    void flag(std::string_view k, bool v) { key(k) += v ? "true" : "false"; }
    void plain(std::string_view k, double v, unsigned most) {
        key(k) += gtx::charge_plan_tool::number(v, most);
    }
    void date(std::string_view k, Timestamp t, Seconds utc_offset = Seconds(0));
    template <class Q>
    void quantity(std::string_view k, Q q) {
        key(fmt::format("{}_{}", k, suffix(Q::unit))) += gtx::charge_plan_tool::number(q);
    }
    template <class Q>
    void quantity(std::string_view k, const std::optional<Q>& q) {
        if (q) quantity(k, *q);
    }
    /// Writes `item(element)` for each, with commas, in brackets.
    template <class List, class Item>
    void list(std::string_view k, const List& elements, Item item) {
        auto& out = key(k);
        std::string_view separator = "[";
        if (elements.empty()) out += separator;
        for (const auto& e : elements) {
            out += separator;
            separator = ",";
            item(out, e);
        }
        out += ']';
    }
    void obstacles(std::string_view k, std::span<const plan::Obstacle> list);
    void actions(std::string_view k, std::span<const plan::Action> list);

private:
    std::string& out_;
    bool first_ = true;
};

/// "Not possible: …" and "Possible: …", a line each, with their rules; `lead` begins each line.
void append_obstacles(std::string& out, std::span<const plan::Obstacle> list, std::string_view lead = {});
/// "1. …", a line each, with their rules.
void append_actions(std::string& out, std::span<const plan::Action> list);
/// A table of actions: list, step, rule, what.
void append_action_rows(std::string& out, std::string_view list, std::span<const plan::Action> actions);
inline constexpr std::string_view action_heading = "list,step,rule,says\n";

} // namespace gtx::charge_plan_tool
