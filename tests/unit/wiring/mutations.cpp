// SPDX-License-Identifier: MIT
#include "mutations.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace gtx::test {

using namespace link;

namespace {

End of_pack(unsigned pack, Spot spot) {
    return End{.pack = pack, .spot = spot};
}
End of_pcs(Spot spot) {
    return End{.device = Device::pcs, .spot = spot};
}
const End ground{.device = Device::ground, .spot = Spot::pe};

std::size_t below(Random& random, std::size_t n) {
    return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(n) - 1));
}

template <class List>
void shuffle(List& list, Random& random) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[below(random, i)]);
}

void add(Wiring& w, CableKind kind, End a, End b) {
    Connection c;
    c.kind = kind;
    c.a = a;
    c.b = b;
    w.cables.push_back(c);
}

/// All packs in one line, from `first` on.
void add_poles(Wiring& w, Spot pole, unsigned first, Random& random) {
    std::vector<unsigned> order;
    for (unsigned p = 1; p <= w.packs; ++p)
        if (p != first) order.push_back(p);
    shuffle(order, random);
    for (unsigned from = first; const auto to : order) {
        add(w, CableKind::power, of_pack(from, pole), of_pack(to, pole));
        from = to;
    }
    add(w, CableKind::power, of_pcs(pole), of_pack(first, pole));
}

void add_earth(Wiring& w, Random& random) {
    for (unsigned p = 2; p <= w.packs; ++p)
        add(w, CableKind::pe, of_pack(p, Spot::pe),
            of_pack(1 + static_cast<unsigned>(below(random, p - 1)), Spot::pe));
    add(w, CableKind::pe, ground, of_pack(1 + static_cast<unsigned>(below(random, w.packs)), Spot::pe));
}

bool is(const Connection& c, CableKind kind, bool to_device) {
    const bool device = c.a.device != Device::pack || c.b.device != Device::pack;
    return c.kind == kind && device == to_device;
}

/// A cable of that kind, between packs or to something else; null if there is none.
Connection* pick(Installation& i, Random& random, CableKind kind, bool to_device) {
    std::vector<Connection*> all;
    for (auto& c : i.wiring.cables)
        if (is(c, kind, to_device)) all.push_back(&c);
    return all.empty() ? nullptr : all[below(random, all.size())];
}

bool drop(Installation& i, const Connection* c) {
    if (c != nullptr) i.wiring.cables.erase(i.wiring.cables.begin() + (c - i.wiring.cables.data()));
    return c != nullptr;
}

End& pack_end(Connection& c) {
    return c.a.device == Device::pack ? c.a : c.b;
}

Connection* cable_of_pcs(Installation& i, CableKind kind, Spot spot) {
    for (auto& c : i.wiring.cables)
        if (c.kind == kind && (c.a == of_pcs(spot) || c.b == of_pcs(spot))) return &c;
    return nullptr;
}

void turn(Spot& s) {
    constexpr std::array pairs = {std::pair(Spot::plus, Spot::minus), std::pair(Spot::in, Spot::out)};
    for (const auto& [x, y] : pairs) {
        if (s == x || s == y) {
            s = s == x ? y : x;
            return;
        }
    }
}

void turn_pack(Installation& i, unsigned pack, CableKind kind) {
    for (auto& c : i.wiring.cables)
        for (auto* e : {&c.a, &c.b})
            if (c.kind == kind && e->device == Device::pack && e->pack == pack) turn(e->spot);
}

/// A pack other than that one.
unsigned other_pack(const Installation& i, unsigned pack, Random& random) {
    const auto p = 1 + static_cast<unsigned>(below(random, i.wiring.packs - 1));
    return p < pack ? p : p + 1;
}

bool move_pcs(Installation& i, Random& random, CableKind kind, Spot spot) {
    if (i.wiring.packs == 1) return false;
    auto& end = pack_end(*cable_of_pcs(i, kind, spot));
    end.pack = other_pack(i, end.pack, random);
    return true;
}

// Power.

bool join_both_poles(Installation& i, Random& random) {
    const auto p = 1 + static_cast<unsigned>(below(random, i.wiring.packs));
    if (random.coin())
        add(i.wiring, CableKind::power, of_pack(p, Spot::plus), of_pack(p, Spot::minus));
    else
        add(i.wiring, CableKind::power, of_pcs(Spot::minus), of_pcs(Spot::plus));
    return true;
}
bool reverse_a_pack(Installation& i, Random& random) {
    if (i.wiring.packs == 1) return false;
    turn_pack(i, 1 + static_cast<unsigned>(below(random, i.wiring.packs)), CableKind::power);
    return true;
}
bool put_in_series(Installation& i, Random& random) {
    auto* c = pick(i, random, CableKind::power, false);
    if (c != nullptr) turn(random.coin() ? c->a.spot : c->b.spot);
    return c != nullptr;
}
bool reverse_the_pcs(Installation& i, Random& random) {
    const auto which = random.between(0, 2);
    if (which != 0) turn(pack_end(*cable_of_pcs(i, CableKind::power, Spot::plus)).spot);
    if (which != 1) turn(pack_end(*cable_of_pcs(i, CableKind::power, Spot::minus)).spot);
    return true;
}
bool leave_the_pcs_open(Installation& i, Random& random) {
    return i.wiring.packs == 1 && drop(i, pick(i, random, CableKind::power, true));
}
bool drop_a_pole(Installation& i, Random& random) {
    return drop(i, pick(i, random, CableKind::power, false));
}
bool move_plus(Installation& i, Random& random) {
    if (random.coin()) return move_pcs(i, random, CableKind::power, Spot::plus);
    return i.wiring.packs > 1 && drop(i, cable_of_pcs(i, CableKind::power, Spot::plus));
}
bool move_minus(Installation& i, Random& random) {
    return move_pcs(i, random, CableKind::power, Spot::minus);
}
bool crowd_a_pole(Installation& i, Random& random) {
    const auto* c = pick(i, random, CableKind::power, false);
    if (c != nullptr && i.wiring.packs > 2) return false; // both of a cable in the middle would be crowded
    if (c != nullptr) add(i.wiring, CableKind::power, c->b, c->a);
    return c != nullptr;
}

// Earth.

bool split_earth(Installation& i, Random& random) {
    return drop(i, pick(i, random, CableKind::pe, false));
}
bool drop_ground(Installation& i, Random& random) {
    return drop(i, pick(i, random, CableKind::pe, true));
}
bool ground_twice(Installation& i, Random& random) {
    add(i.wiring, CableKind::pe, of_pack(1 + static_cast<unsigned>(below(random, i.wiring.packs)), Spot::pe),
        ground);
    return true;
}

// Link.

bool leave_the_link_ports(Installation& i, Random& random) {
    auto* c = pick(i, random, CableKind::link, false);
    if (c != nullptr) (random.coin() ? c->a : c->b).spot = Spot::rs232;
    return c != nullptr;
}
bool close_the_chain(Installation& i, Random&) {
    add(i.wiring, CableKind::link, of_pack(i.chain.back(), Spot::out), of_pack(i.chain.front(), Spot::in));
    return true;
}
bool swap_ports(Installation& i, Random& random) {
    if (i.wiring.packs == 1) return false;
    const auto which = below(random, i.wiring.packs); // at the ends, one plug; between, both
    turn_pack(i, i.chain[which], CableKind::link);
    return true;
}
bool reverse_the_chain(Installation& i, Random&) {
    for (unsigned p = 1; p <= i.wiring.packs; ++p) turn_pack(i, p, CableKind::link);
    return i.wiring.packs > 1;
}
bool break_the_chain(Installation& i, Random& random) {
    return drop(i, pick(i, random, CableKind::link, false));
}
bool add_a_fifth(Installation& i, Random& random) {
    i = right_installation(random, random.coin() ? 5 : 6);
    return true;
}

// CAN, contacts, pins.

bool drop_can(Installation& i, Random& random) {
    return drop(i, pick(i, random, CableKind::can, true));
}
bool can_in_wrong_port(Installation& i, Random& random) {
    constexpr std::array ports = {Spot::rs232, Spot::in};
    pack_end(*cable_of_pcs(i, CableKind::can, Spot::can)).spot = ports[below(random, 2)];
    return true;
}
bool can_at_a_slave(Installation& i, Random& random) {
    return move_pcs(i, random, CableKind::can, Spot::can);
}
bool can_between_packs(Installation& i, Random&) {
    if (i.wiring.packs < 3) return false;
    add(i.wiring, CableKind::can, of_pack(i.chain[1], Spot::can), of_pack(i.chain[2], Spot::can));
    return true;
}
bool wrong_wire(Installation& i, Random& random) {
    for (auto& c : i.wiring.cables) {
        if (c.kind != CableKind::pin) continue;
        auto& far = c.a.device == Device::pack ? c.b : c.a;
        far.signal = random.coin() ? Signal::vcc : Signal::rs485_a;
        return true;
    }
    return false;
}
bool missing_wire(Installation& i, Random& random) {
    auto* c = pick(i, random, CableKind::pin, true);
    if (c == nullptr || pack_end(*c).pin == 6) return false; // GND is wished for, not needed
    return drop(i, c);
}
bool wrong_contact(Installation& i, Random& random) {
    auto* c = pick(i, random, CableKind::contact, true);
    if (c != nullptr) pack_end(*c).pin = 1 + (pack_end(*c).pin == 1 ? 1 : 0);
    return c != nullptr;
}
bool heavy_contact(Installation& i, Random& random) {
    auto* c = pick(i, random, CableKind::contact, true);
    if (c != nullptr) (random.coin() ? c->volts : c->amps) = 31;
    return c != nullptr;
}

constexpr auto all = std::to_array<Mutation>({
    {"short_circuit", join_both_poles},
    {"reversed_polarity", reverse_a_pack},
    {"in_series", put_in_series},
    {"pcs_pole", reverse_the_pcs},
    {"pcs_open", leave_the_pcs_open},
    {"not_parallel", drop_a_pole},
    {"pcs_plus_place", move_plus},
    {"pcs_minus_place", move_minus},
    {"crowded", crowd_a_pole},
    {"pe_split", split_earth},
    {"pe_open", drop_ground},
    {"pe_twice", ground_twice},
    {"link_port", leave_the_link_ports},
    {"link_loop", close_the_chain},
    {"link_swapped", swap_ports},
    {"link_reversed", reverse_the_chain},
    {"link_break", break_the_chain},
    {"fifth_pack", add_a_fifth},
    {"can_missing", drop_can},
    {"can_port", can_in_wrong_port},
    {"can_place", can_at_a_slave},
    {"can_extra", can_between_packs},
    {"pin_signal", wrong_wire},
    {"pin_missing", missing_wire},
    {"contact_pair", wrong_contact},
    {"contact_load", heavy_contact},
});

} // namespace

std::span<const Mutation> mutations() {
    return all;
}

Installation right_installation(Random& random, unsigned packs) {
    Installation i;
    auto& w = i.wiring;
    w.packs = packs;
    i.chain.resize(packs);
    std::iota(i.chain.begin(), i.chain.end(), 1U);
    shuffle(i.chain, random);
    for (std::size_t k = 1; k < packs; ++k)
        add(w, CableKind::link, of_pack(i.chain[k - 1], Spot::out), of_pack(i.chain[k], Spot::in));
    add_poles(w, Spot::plus, i.chain.front(), random);
    add_poles(w, Spot::minus, i.chain.back(), random);
    add_earth(w, random);
    add(w, CableKind::can, of_pcs(Spot::can), of_pack(i.chain.front(), Spot::can));
    const auto pin = [&](unsigned n, Signal s) {
        add(w, CableKind::pin, End{.pack = i.chain[0], .spot = Spot::can, .pin = n},
            End{.device = Device::pcs, .signal = s});
    };
    if (random.coin()) pin(4, Signal::canh), pin(5, Signal::canl), pin(6, Signal::gnd);
    if (random.coin())
        add(w, CableKind::contact, End{.pack = i.chain[0], .spot = Spot::contacts, .pin = 3, .pin2 = 4},
            of_pcs(Spot::no_discharge));
    for (auto& c : w.cables)
        if (random.coin()) std::swap(c.a, c.b);
    shuffle(w.cables, random);
    return i;
}

} // namespace gtx::test
