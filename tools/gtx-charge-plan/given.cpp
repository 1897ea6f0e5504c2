// SPDX-License-Identifier: MIT
#include "tools/gtx-charge-plan/given.hpp"

#include <algorithm>

#include "gtx/state/read.hpp"
#include "tools/common/message.hpp"

namespace gtx::charge_plan_tool {

namespace {

constexpr std::size_t most_packs = 64; // more are counted, and refused by the plan

/// What a state says of pack `i`; what it does not say of it is that of the stack.
plan::PackStart start_of(const state::Snapshot& s, std::size_t i) {
    plan::PackStart start;
    const bool own = i < s.pack.size();
    const auto pick = [&](auto member) {
        const auto& stack = static_cast<const state::Values&>(s).*member;
        return own && s.pack[i].*member ? s.pack[i].*member : stack;
    };
    start.soc = pick(&state::Values::soc).value_or(start.soc);
    start.soh = pick(&state::Values::soh).value_or(start.soh);
    start.temperature = pick(&state::Values::temperature);
    return start;
}

std::size_t pack_count(const Options& o, const state::Snapshot& s) {
    if (o.packs > 0) return std::min<std::size_t>(o.packs, most_packs);
    if (o.soc && o.soc->values.size() > 1) return std::min(o.soc->values.size(), most_packs);
    if (!s.pack.empty()) return std::min(s.pack.size(), most_packs);
    return static_cast<std::size_t>(std::clamp<std::int64_t>(s.packs.value_or(1), 1, most_packs));
}

} // namespace

std::vector<plan::PackStart> Given::packs() const {
    std::vector<plan::PackStart> packs;
    for (std::size_t i = 0; i < pack_count(options, state); ++i) {
        auto& start = packs.emplace_back(start_of(state, i));
        if (options.soc) start.soc = options.soc->values[std::min(i, options.soc->values.size() - 1)];
        if (options.soh) start.soh = options.soh->value;
        if (options.temperature) start.temperature = options.temperature->value;
    }
    return packs;
}

Celsius Given::temperature() const {
    if (options.temperature) return options.temperature->value;
    if (state.temperature) return *state.temperature;
    double sum = 0;
    double count = 0;
    for (const auto& p : state.pack) {
        if (!p.temperature) continue;
        sum += p.temperature->value();
        ++count;
    }
    return Celsius(count > 0 ? sum / count : 25);
}

std::optional<Percent> Given::soc() const {
    if (options.soc) return options.soc->values.front();
    return state.soc;
}

std::optional<state::Snapshot> last_state(std::string_view text, std::string_view name) {
    std::uint64_t line = 0;
    std::uint64_t last_line = 0;
    std::string_view last;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        ++line;
        if (text.substr(0, end).find_first_not_of(" \t\r") != text.npos) {
            last = text.substr(0, end);
            last_line = line;
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (last.empty()) {
        cli::error("{}: expected a state in JSON, and there is none", name);
        return std::nullopt;
    }
    auto read = state::read_json(last);
    if (auto* s = std::get_if<state::Snapshot>(&read)) return std::move(*s);
    const auto& r = std::get<state::ReadRefusal>(read);
    cli::error("{}:{}:{}: {}", name, last_line, r.column, r.why);
    return std::nullopt;
}

} // namespace gtx::charge_plan_tool
