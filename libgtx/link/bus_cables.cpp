// SPDX-License-Identifier: MIT
#include "link/bus_cables_impl.hpp"

#include <algorithm>
#include <numeric>
#include <string>

namespace gtx::link {

std::string_view name(PortKind kind) noexcept {
    switch (kind) {
    case PortKind::in:
        return "in";
    case PortKind::out:
        return "out";
    case PortKind::other:
        return "other";
    }
    return "other";
}

std::vector<Cable> right_chain(std::size_t packs, bool with_bench) {
    std::vector<Cable> cables;
    if (with_bench && packs > 0) cables.push_back({{}, {0, PortKind::in}});
    for (std::size_t i = 1; i < packs; ++i) cables.push_back({{i - 1, PortKind::out}, {i, PortKind::in}});
    return cables;
}

namespace {

bool is_bench(const Socket& s) {
    return s.pack == Socket::bench;
}
/// The adapter's two wires on the pair alone, anywhere on the bus: they share a socket with a plug.
bool is_tap(const Cable& c) {
    return is_bench(c.a) != is_bench(c.b) && !c.coding;
}
Result<void> check(const Socket& s, std::size_t packs, bool shares, std::vector<Socket>& used) {
    if (!is_bench(s) && s.pack >= packs)
        return Error{Errc::bad_value, "no pack " + std::to_string(s.pack + 1)};
    const Socket plain = is_bench(s) ? Socket{} : s;
    // Of the ports that are not of the link a pack has several.
    if (shares || s.port == PortKind::other) return {};
    if (std::ranges::find(used, plain) != used.end()) return Error{Errc::bad_value, "a socket is used twice"};
    used.push_back(plain);
    return {};
}

} // namespace

Joined::Joined(std::size_t packs) : parent_(packs + 1), channel_(packs + 1) {
    std::iota(parent_.begin(), parent_.end(), std::size_t{0});
}

Result<Joined> Joined::make(std::size_t packs, std::span<const Cable> cables) {
    std::vector<Socket> used;
    Joined joined(packs);
    for (const auto& c : cables) {
        if (auto ok = check(c.a, packs, is_tap(c) && !is_bench(c.a), used); !ok) return ok.error();
        if (auto ok = check(c.b, packs, is_tap(c) && !is_bench(c.b), used); !ok) return ok.error();
        joined.join(c);
    }
    joined.number_channels();
    return joined;
}

void Joined::join(const Cable& cable) {
    const auto& [a, b, pair, coding] = cable;
    const auto lost = [](const Socket& s) { return !is_bench(s) && s.port == PortKind::other; };
    if (lost(a) || lost(b)) return;
    if (pair) parent_[root(index(a))] = root(index(b));
    if (!coding) return;
    lead(a, b);
    lead(b, a);
}

/// From an Out to an In; the adapter's RTS into an In, an Out to its CTS. Between two of a kind nothing
/// comes.
void Joined::lead(const Socket& from, const Socket& to) {
    const bool drives = is_bench(from) ? to.port == PortKind::in : from.port == PortKind::out;
    const bool sees = is_bench(to) ? from.port == PortKind::out : to.port == PortKind::in;
    if (drives && sees && !(is_bench(from) && is_bench(to)))
        leads_.emplace_back(node(index(from)), node(index(to)));
}

std::size_t Joined::root(std::size_t n) const {
    while (parent_[n] != n) n = parent_[n];
    return n;
}

void Joined::number_channels() {
    std::vector<std::size_t> of_root(parent_.size(), parent_.size());
    for (std::size_t n = 0; n < parent_.size(); ++n) {
        auto& number = of_root[root(n)];
        if (number == parent_.size()) number = channels_++;
        channel_[n] = number;
    }
}

Nodes Joined::reached(Nodes raised, bool shorted) const {
    Nodes seen = 0;
    bool any = false;
    Nodes all = 0;
    for (const auto& [from, to] : leads_) {
        all |= to;
        any = any || (from & raised) != 0;
        if ((from & raised) != 0) seen |= to;
    }
    return shorted && any ? all : seen;
}

} // namespace gtx::link
