// SPDX-License-Identifier: MIT
// Link cables: one open chain from Out to In (R-LINK-1 … R-LINK-5), and who is first and last in it.
#include <algorithm>

#include <fmt/format.h>

#include "link/judge_impl.hpp"

namespace gtx::link {
namespace {

class LinkJudge {
public:
    explicit LinkJudge(Bench& bench) : bench_(bench), packs_(bench.wiring.packs), chain_(packs_) {}

    void judge() {
        collect();
        turned_ = fewest_turned(between_, packs_);
        judge_swapped();
        judge_loops();
        judge_gaps();
        if (packs_ > 4)
            bench_.find("fifth_pack", fmt::format("There are {} packs, and four are the most", packs_));
        find_ends();
        judge_direction();
    }

private:
    const Connection& cable(std::size_t i) const { return bench_.wiring.cables[i]; }
    static bool linked(const End& e) {
        return e.device == Device::pack && (e.spot == Spot::in || e.spot == Spot::out);
    }
    static std::size_t index(const End& e) { return e.pack - 1; }

    void collect() {
        for (std::size_t i = 0; i < bench_.wiring.cables.size(); ++i) {
            const auto& c = cable(i);
            if (c.kind != CableKind::link) continue;
            if (!linked(c.a) || !linked(c.b))
                wrong_port(i);
            else if (c.a.pack == c.b.pack)
                own_loop(i);
            else
                between_.push_back({index(c.a), index(c.b), c.a.spot == c.b.spot, i});
        }
    }

    /// In the chain it counts as if it were where it should be.
    void wrong_port(std::size_t i) {
        const auto& c = cable(i);
        const auto& bad = linked(c.a) ? c.b : c.a;
        bench_.find("link_port", fmt::format("{} is no link port", text(bad)), {i},
                    bad.device == Device::pack ? std::vector{bad.pack} : std::vector<unsigned>{});
        if (c.a.device != Device::pack || c.b.device != Device::pack) return;
        chain_.join(index(c.a), index(c.b));
        const auto& good = linked(c.a) ? c.a : c.b;
        if (good.spot == Spot::in)
            lead(index(bad), index(good));
        else
            lead(index(good), index(bad));
        if (!linked(good)) loose_ = true;
    }

    void own_loop(std::size_t i) {
        bench_.find("link_loop", fmt::format("Out of pack {} leads to its own In", cable(i).a.pack), {i},
                    {cable(i).a.pack});
    }

    void lead(std::size_t from, std::size_t to) {
        led_to_ |= 1U << to;
        leads_ |= 1U << from;
    }

    void judge_swapped() {
        for (unsigned p = 0; p < packs_; ++p) {
            if ((turned_ >> p & 1U) == 0) continue;
            std::vector<std::size_t> its;
            for (const auto& c : between_)
                if (c.crossed && (c.a == p || c.b == p)) its.push_back(c.cable);
            bench_.find("link_swapped", fmt::format("In and Out are swapped at pack {}", p + 1), its,
                        {p + 1});
        }
        for (const auto& c : between_) {
            if (crossed_still(c, turned_))
                tell_crossed(c);
            else
                lead_along(c);
        }
    }

    /// One cable between two Outs or two Ins: it may have to move at either end.
    void tell_crossed(const Turned& c) {
        const auto& [kind, a, b, line, volts, amps] = cable(c.cable);
        const auto spots = a.spot == Spot::out ? std::pair("Outs", "In") : std::pair("Ins", "Out");
        auto& f = bench_.find("link_swapped",
                              fmt::format("A cable joins the {} of packs {} and {}", spots.first,
                                          std::min(a.pack, b.pack), std::max(a.pack, b.pack)),
                              {c.cable}, {std::min(a.pack, b.pack), std::max(a.pack, b.pack)});
        f.next = {fmt::format(
            "Put it into {} at the one that has it free: a cable leads from an Out to an In.", spots.second)};
        loose_ = true;
    }

    void lead_along(const Turned& c) {
        const auto& from = cable(c.cable).a;
        const bool forth = (from.spot == Spot::out) != ((turned_ >> c.a & 1U) != 0);
        forth ? lead(c.a, c.b) : lead(c.b, c.a);
    }

    void judge_loops() {
        for (const auto& c : between_) {
            if (chain_.same(c.a, c.b)) {
                bench_.find("link_loop", "The chain is closed: each In is in use, so no pack is the master",
                            {closing(c)});
                looped_ = true;
            }
            chain_.join(c.a, c.b);
        }
    }

    /// Of a ring, the cable in the In of the pack that the PCS takes for the master; else the last one.
    [[nodiscard]] std::size_t closing(const Turned& last) const {
        const auto master = pack_of_pcs(CableKind::can, Spot::can);
        for (const auto& c : between_)
            for (const auto* end : {&cable(c.cable).a, &cable(c.cable).b})
                if (end->pack == master && end->spot == Spot::in && chain_.same(c.a, last.a)) return c.cable;
        return last.cable;
    }

    void judge_gaps() {
        const auto all = groups(chain_, packs_);
        for (std::size_t i = 1; i < all.size(); ++i)
            bench_.find("link_break",
                        fmt::format("No link cable joins {} with {}", pack_words(all[i]), pack_words(all[0])),
                        {}, all[i]);
    }

    /// Who may be first and last. A cable that may have to move at either end leaves that open.
    void find_ends() {
        if (loose_ || looped_) return;
        for (unsigned p = 0; p < packs_; ++p) {
            if ((led_to_ >> p & 1U) == 0) bench_.masters.push_back(p + 1);
            if ((leads_ >> p & 1U) == 0) bench_.lasts.push_back(p + 1);
        }
    }

    /// The pack that a cable of the PCS leads to; 0: none, or several.
    [[nodiscard]] unsigned pack_of_pcs(CableKind kind, Spot spot) const {
        unsigned pack = 0;
        for (const auto& c : bench_.wiring.cables) {
            const auto [one, other] = pack_first(c);
            if (c.kind != kind || one->device != Device::pack || other->device != Device::pcs ||
                other->spot != spot)
                continue;
            if (pack != 0) return 0;
            pack = one->pack;
        }
        return pack;
    }

    /// If all of the PCS is at the wrong end, it is one fault and not three.
    void judge_direction() {
        if (bench_.masters.size() != 1 || bench_.lasts.size() != 1 || packs_ == 1) return;
        const auto master = bench_.masters[0], last = bench_.lasts[0];
        if (pack_of_pcs(CableKind::can, Spot::can) != last ||
            pack_of_pcs(CableKind::power, Spot::plus) != last ||
            pack_of_pcs(CableKind::power, Spot::minus) != master)
            return;
        bench_.find(
            "link_reversed",
            fmt::format("By the link cables pack {} is the master and pack {} the last slave; the PCS is "
                        "wired the other way round",
                        master, last),
            {}, {master, last});
        std::swap(bench_.masters, bench_.lasts);
    }

    Bench& bench_;
    unsigned packs_;
    Together chain_;
    std::vector<Turned> between_;
    unsigned turned_ = 0;
    unsigned led_to_ = 0; ///< bit p: the In of pack p + 1 is in use
    unsigned leads_ = 0;  ///< its Out is
    bool loose_ = false;  ///< a cable says nothing of the direction
    bool looped_ = false;
};

} // namespace

void judge_link(Bench& bench) {
    LinkJudge(bench).judge();
}

} // namespace gtx::link
