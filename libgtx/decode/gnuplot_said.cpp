// SPDX-License-Identifier: MIT
// What is not a number in a picture: when there was an alarm, a mode, a request.
#include <algorithm>
#include <bit>

#include "decode/gnuplot_script_impl.hpp"

namespace gtx::decode {

namespace {

constexpr auto first_request = static_cast<unsigned>(Request::charge_forbidden);

/// What matters most first: faults, protections, alarms, then requests and modes.
constexpr std::array<std::size_t, flag_sets> sets_by_weight = {2, 1, 0, requests_set};

std::uint64_t ever(const History& history, std::size_t set) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < history.size(); ++i) bits |= history.flags(i, set).ever;
    return bits;
}

std::string_view words_of(Request request) {
    switch (request) {
    case Request::charge_forbidden:
        return "charge forbidden";
    case Request::discharge_forbidden:
        return "discharge forbidden";
    case Request::force_charge:
        return "charge forced";
    case Request::full_charge:
        return "full charge wanted";
    }
    return {};
}

} // namespace

std::vector<Said> said_of(std::span<const Portrait> portraits) {
    std::vector<Said> out;
    for (const auto set : sets_by_weight)
        for (const auto& portrait : portraits)
            for (auto rest = ever(portrait.history, set); rest != 0; rest &= rest - 1)
                out.push_back({&portrait, set, static_cast<unsigned>(std::countr_zero(rest))});
    // Requests have the higher bits, and matter more than modes.
    std::stable_partition(out.begin(), out.end(), [](const Said& said) {
        return said.set != requests_set || said.bit >= first_request;
    });
    return out;
}

std::vector<Spell> spells_of(const Said& said) {
    const auto& history = said.portrait->history;
    const Holes holes(history);
    const auto bit = std::uint64_t{1} << said.bit;
    std::vector<Spell> out;
    bool open = false;
    for (std::size_t i = 0; i < history.size(); ++i) {
        const auto& flags = history.flags(i, said.set);
        const bool was = (flags.ever & bit) != 0;
        if (open) out.back().to = holes.before(i) ? history.end_ns(i - 1) : history.begin_ns(i);
        if (was && (!open || holes.before(i))) out.push_back({history.begin_ns(i), history.end_ns(i)});
        if (was) out.back().to = history.end_ns(i);
        open = was && (flags.last & bit) != 0;
    }
    return out;
}

std::string words_of(const Said& said) {
    if (said.set != requests_set)
        return std::string(state::name(static_cast<state::Severity>(said.set))) + ' ' +
               std::string(state::name(static_cast<state::Condition>(said.bit)));
    if (said.bit >= first_request) return std::string(words_of(static_cast<Request>(said.bit)));
    return std::string(state::name(static_cast<state::Mode>(said.bit)));
}

} // namespace gtx::decode
