// SPDX-License-Identifier: MIT
#include "edges.hpp"
#include "seen.hpp"

namespace gtx::test {
namespace {

using diag::Observation;

template <class Change>
auto packs_with(std::size_t packs, Change change) {
    return [=](double x) {
        auto seen = seen_well(packs);
        change(*seen.state, x);
        return seen;
    };
}
void soc(state::Pack& p, double x, std::string leds) {
    p.soc = Percent(x);
    p.leds = std::move(leds);
}
template <class Change>
auto following(Change change) {
    return [=](double x) {
        auto seen = seen_well();
        seen.following.samples = 100;
        seen.following.worst = Amps(7);
        change(seen.following) = static_cast<std::uint64_t>(x);
        return seen;
    };
}

const Edge edges[] = {
    {"join_gap", // R-DIAG-10
     packs_with(2,
                [](state::Snapshot& s, double x) {
                    soc(s.pack[0], 12, "1------#");
                    soc(s.pack[1], 12 + x, "1-######");
                }),
     80, 80.1, "pack 1 has 12 %, pack 2 92.1 %", "80 %"},
    {"soc_far_apart", // R-DIAG-8: two lights
     packs_with(2, [](state::Snapshot& s, double x) { soc(s.pack[1], x, x < 67 ? "1---####" : "1--#####"); }),
     66.9, 67, "2 lights apart", "two lights"},
    {"soc_far_apart", // R-DIAG-8: one light, 10 minutes
     [](double x) {
         auto seen = seen_well(2);
         soc(seen.state->pack[1], 60, "1---####");
         seen.soc_apart_s = x;
         return seen;
     },
     600, 601, "within 10 minutes", "10 minutes"},
    {"soc_apart",
     packs_with(2, [](state::Snapshot& s, double x) { soc(s.pack[1], x, x < 51 ? "1----###" : "1---####"); }),
     55, 55.1, "55.1 %", "5 %"},
    {"soc_apart",
     packs_with(2,
                [](state::Snapshot& s, double x) {
                    soc(s.pack[0], 43, "1----###");
                    soc(s.pack[1], x, x < 51 ? "1----###" : "1---####");
                }),
     50.9, 51, "one light"},
    {"pack_joined", // R-DIAG-9
     [](double x) {
         auto seen = seen_well(2);
         seen.state = well(static_cast<std::size_t>(x));
         return seen;
     },
     2, 3, "2 before, 3 now"},
    {"joined_live", // R-DIAG-11
     [](double x) {
         auto seen = seen_well(2);
         seen.state = well(3);
         seen.first->current = Amps(x);
         return seen;
     },
     -0.3, -0.31, "2 before, 3 now"},
    {"pack_lost", // R-LINK-4
     [](double x) {
         auto seen = seen_well(3);
         seen.state = well(static_cast<std::size_t>(x));
         return seen;
     },
     3, 2, "3 before, 2 now"},
    {"too_many_packs", // R-LINK-5, R-DATA-7
     [](double x) { return seen_well(static_cast<std::size_t>(x)); }, 4, 5, "5 packs", "4 packs"},
    {"too_many_packs",
     [](double x) {
         auto seen = serial_well();
         for (int i = 0; i < x; ++i) seen.serial->addresses.push_back(static_cast<std::uint8_t>(2 + i));
         return seen;
     },
     4, 5, "5 packs"},
    {"address_gap",
     packs_with(3, [](state::Snapshot& s, double x) { s.pack[2].address = static_cast<std::int64_t>(x); }), 3,
     4, "address 3"},
    {"address_gap",
     [](double x) {
         auto seen = serial_well();
         seen.serial->addresses = {2, static_cast<std::uint8_t>(x)};
         return seen;
     },
     3, 5, "address 3, 4"},
    {"same_serial",
     packs_with(2,
                [](state::Snapshot& s, double x) {
                    if (x > 0) s.pack[1].serial = s.pack[0].serial;
                }),
     0, 1, "packs 1 and 2"},
    {"same_serial",
     [](double x) {
         auto seen = serial_well();
         seen.serial->addresses = {2, 3};
         seen.serial->serials = {"K1", x > 0 ? "K1" : ""};
         return seen;
     },
     0, 1, "packs 2 and 3"},
    {"voltage_apart",
     packs_with(2,
                [](state::Snapshot& s, double x) {
                    s.pack[1].voltage = Volts(52.8 + x);
                    s.pack[1].cells.assign(16, Volts((52.8 + x) / 16));
                }),
     1, 1.01, "pack 2 at 53.81 V", "1 V"},
    {"idle_pack", packs_with(2, [](state::Snapshot& s, double x) { s.pack[0].current = Amps(x); }), 4.9, 5,
     "the others carry 5 A", "5 A"},
    {"idle_pack",
     packs_with(2,
                [](state::Snapshot& s, double x) {
                    s.pack[0].current = Amps(-20);
                    s.pack[1].current = Amps(x);
                }),
     -0.31, -0.3, "the others carry 20 A", "0.3 A"},
    {"shares_badly",
     packs_with(2,
                [](state::Snapshot& s, double x) {
                    s.pack[0].current = Amps(x);
                    s.pack[1].current = Amps(5);
                }),
     15, 15.1, "15.1 A", "1.5 times"},
    {"prohibition_ignored", following([](diag::Following& f) -> auto& { return f.prohibited; }), 10, 11,
     "11 of 100", "10 %"},
    {"charge_limit_ignored", following([](diag::Following& f) -> auto& { return f.over_charge; }), 10, 11,
     "11 of 100"}, // R-PCS-1
    {"discharge_limit_ignored", following([](diag::Following& f) -> auto& { return f.over_discharge; }), 10,
     11, "11 of 100"},
    {"voltage_limit_ignored", following([](diag::Following& f) -> auto& { return f.over_voltage; }), 10, 11,
     "11 of 100"},
    {"charge_limit_ignored", // few samples
     [](double x) {
         auto seen = seen_well();
         seen.following.samples = 5;
         seen.following.over_charge = static_cast<std::uint64_t>(x);
         return seen;
     },
     2, 3, "3 of 5"},
};

} // namespace

std::span<const Edge> pack_edges() {
    return edges;
}

} // namespace gtx::test
