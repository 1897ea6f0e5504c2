// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/passed.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "tools/common/panel.hpp"

namespace gtx::probe_tool {

namespace {

/// What each severity is, by the manual's words: alarm, protection, fault.
constexpr std::array<std::string_view, state::severity_count> rules = {"R-TERM-5", "R-TERM-6", "R-TERM-7"};

std::string who(std::optional<std::int64_t> pack) {
    return pack ? fmt::format("pack {}", *pack) : std::string("the battery");
}

bool tells_conditions(const state::Pack& p) {
    return std::ranges::any_of(p.conditions, [](const auto& c) { return c.has_value(); });
}

} // namespace

Passed::Raised& Passed::raised(std::optional<std::int64_t> pack, state::Severity severity,
                               state::Condition condition) {
    const auto at = std::ranges::find_if(all_, [&](const Raised& r) {
        return r.pack == pack && r.severity == severity && r.condition == condition;
    });
    return at != all_.end() ? *at : all_.emplace_back(Raised{pack, severity, condition, {}, {}, 0, 0});
}

void Passed::see(const state::Snapshot& s) {
    ++states_;
    // What packs tell is not told again of the stack, whose conditions are theirs together.
    if (std::ranges::none_of(s.pack, tells_conditions)) see(s, std::nullopt, s.time);
    for (std::size_t i = 0; i < s.pack.size(); ++i)
        see(s.pack[i], s.pack[i].address.value_or(static_cast<std::int64_t>(i + 1)), s.time);
}

void Passed::see(const state::Values& v, std::optional<std::int64_t> pack, Timestamp time) {
    for (std::size_t i = 0; i < state::severity_count; ++i) {
        if (!v.conditions[i]) continue;
        v.conditions[i]->each([&](state::Condition c) {
            auto& r = raised(pack, static_cast<state::Severity>(i), c);
            if (r.states == 0) r.from = time;
            r.to = time;
            r.last = states_;
            ++r.states;
        });
    }
}

std::vector<diag::Finding> Passed::findings() const {
    std::vector<diag::Finding> out;
    for (const auto& r : all_) {
        if (r.last == states_) continue; // still raised: another finding
        diag::Finding f;
        f.code = "condition_passed";
        f.rule = rules[static_cast<std::size_t>(r.severity)];
        f.weight = diag::Weight::warning;
        f.pack = r.pack;
        f.says = fmt::format("{}: {} {} was raised, and is over", who(r.pack), name(r.severity),
                             name(r.condition));
        f.evidence.push_back(fmt::format("in {} of {} states", r.states, states_));
        if (r.from.known())
            f.evidence.push_back(
                fmt::format("first at {}, last at {}", cli::date_text(r.from), cli::date_text(r.to)));
        f.next.emplace_back(
            "Look at the states of that time (--watch -f csv): current, voltages and temperatures.");
        out.push_back(std::move(f));
    }
    return out;
}

} // namespace gtx::probe_tool
