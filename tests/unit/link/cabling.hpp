// SPDX-License-Identifier: MIT
/// \file
/// All ways to join a few packs by cables, and what one sees of each: worked out from the cables alone.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "gtx/link/bus.hpp"
#include "gtx/link/explain.hpp"

namespace gtx::test {

using namespace gtx::link;

/// Where the one who codes is: in pack 0, or a bench with or without a coding line of its own.
enum class Who { master, bench, tap };

struct Setting {
    std::size_t packs = 0;
    Who who = Who::bench;
    std::vector<Cable> cables;
};

/// Packs that share a pair with `from`; the bench is behind the last pack.
inline std::vector<bool> on_bus(const Setting& s, std::size_t from) {
    std::vector<bool> on(s.packs + 1);
    const auto index = [&](const Socket& k) { return k.pack == Socket::bench ? s.packs : k.pack; };
    on[from] = true;
    for (std::size_t round = 0; round <= s.cables.size(); ++round)
        for (const auto& c : s.cables) {
            if (!c.pair || c.a.port == PortKind::other || c.b.port == PortKind::other) continue;
            const bool any = on[index(c.a)] || on[index(c.b)];
            on[index(c.a)] = on[index(c.b)] = any;
        }
    return on;
}

/// From an Out to an In, over whole coding wires; the bench is `packs`.
inline std::vector<std::pair<std::size_t, std::size_t>> leads(const Setting& s) {
    std::vector<std::pair<std::size_t, std::size_t>> all;
    for (const auto& c : s.cables) {
        if (!c.coding) continue;
        for (const auto& [x, y] : {std::pair(c.a, c.b), std::pair(c.b, c.a)}) {
            const bool from_bench = x.pack == Socket::bench;
            const bool to_bench = y.pack == Socket::bench;
            const bool drives = from_bench || x.port == PortKind::out;
            const bool sees = to_bench || y.port == PortKind::in;
            if (drives && sees && x.port != PortKind::other && y.port != PortKind::other &&
                (!from_bench || y.port == PortKind::in) && (!to_bench || x.port == PortKind::out))
                all.emplace_back(from_bench ? s.packs : x.pack, to_bench ? s.packs : y.pack);
        }
    }
    return all;
}

/// What a perfect run sees of it: who is there, the numbers, all edges.
inline Observation observe(const Setting& s) {
    const auto self = s.who == Who::master ? 0 : s.packs;
    const auto on = on_bus(s, self);
    Observation o;
    o.master_is_pack = s.who == Who::master;
    o.drives_line = s.who != Who::tap;
    o.discovered = true;
    std::vector<std::size_t> member(s.packs + 1, coordinator);
    for (std::size_t p = 0; p < s.packs; ++p) {
        if (!on[p]) continue;
        member[p] = o.members.size();
        o.members.push_back({{.serial = 100 + p, .firmware = 0x0102}, 1, {}, false});
    }
    if (self == 0) member[0] = coordinator; // as edges name it
    auto all = leads(s);
    std::erase_if(all, [&](const auto& e) { return !on[e.first] || !on[e.second]; });
    if (s.who == Who::tap)
        std::erase_if(all, [&](const auto& e) { return e.first == s.packs || e.second == s.packs; });
    for (const auto& [f, t] : all) o.edges.push_back({member[f], member[t]});
    const auto index = [&](std::size_t p) { return p == 0 && self == 0 ? 0 : member[p]; };

    o.ending = Ending::complete;
    unsigned number = 1;
    if (self == 0) {
        o.chain = {0};
        o.members[0].number = number++;
    }
    auto at = s.who == Who::tap ? s.packs + 1 : self;
    while (true) {
        const auto next = std::ranges::find(all, at, [](const auto& e) { return e.first; });
        if (next == all.end()) break;
        at = next->second;
        if (at == self || o.members[index(at)].number) {
            o.ending = Ending::loop;
            break;
        }
        if (number > packs_max) {
            o.ending = Ending::fifth;
            break;
        }
        o.members[index(at)].number = number++;
        o.chain.push_back(index(at));
    }
    if (o.members.empty()) o.ending = Ending::silent;
    o.surveyed = true;
    o.numbered = o.ending == Ending::complete && o.chain.size() == o.members.size();
    return o;
}

/// What explanations rest on, to compare two observations.
inline bool looks_the_same(const Observation& a, const Observation& b) {
    const auto edges = [](const Observation& o) {
        std::vector<std::pair<std::size_t, std::size_t>> all;
        for (const auto& e : o.edges) all.emplace_back(e.from, e.to);
        std::ranges::sort(all);
        return all;
    };
    return a.members.size() == b.members.size() && edges(a) == edges(b);
}

/// Calls for every way to plug cables between the sockets of the packs and, if it has one, the bench, each
/// cable with and without its coding wire.
inline void every_cabling(std::size_t packs, Who who, const std::function<void(const Setting&)>& call) {
    std::vector<Socket> sockets;
    if (who != Who::master) sockets.push_back({});
    for (std::size_t p = 0; p < packs; ++p)
        for (const auto port : {PortKind::in, PortKind::out}) sockets.push_back({p, port});
    std::vector<bool> used(sockets.size());
    Setting s{packs, who, {}};
    const std::function<void(std::size_t)> plug = [&](std::size_t from) {
        while (from < sockets.size() && used[from]) ++from;
        if (from == sockets.size()) return call(s);
        plug(from + 1); // it stays open
        used[from] = true;
        for (auto to = from + 1; to < sockets.size(); ++to) {
            if (used[to]) continue;
            used[to] = true;
            for (const bool coding : {true, false}) {
                if (coding && who == Who::tap && from == 0) continue;
                s.cables.push_back({sockets[from], sockets[to], true, coding});
                plug(from + 1);
                s.cables.pop_back();
            }
            used[to] = false;
        }
        used[from] = false;
    };
    plug(0);
}

} // namespace gtx::test
