// SPDX-License-Identifier: MIT
// Power cables: short, reversed, in series; all in parallel; the PCS at the two ends (R-WIRE-1, R-WIRE-2).
#include <algorithm>

#include <fmt/format.h>

#include "link/judge_impl.hpp"

namespace gtx::link {
namespace {

class PowerJudge {
public:
    explicit PowerJudge(Bench& bench)
        : bench_(bench), packs_(bench.wiring.packs), joined_{Together(packs_ + 1U), Together(packs_ + 1U)} {}

    void judge() {
        collect();
        judge_short();
        turned_ = fewest_turned(between_, packs_ + 1U);
        judge_turned();
        judge_crossed();
        join();
        if (packs_ > 1) judge_parallel();
        judge_pcs_pole(Spot::plus, "+", "pcs_plus_place", bench_.masters);
        judge_pcs_pole(Spot::minus, "-", "pcs_minus_place", bench_.lasts);
        judge_crowded();
    }

private:
    const Connection& cable(std::size_t i) const { return bench_.wiring.cables[i]; }
    /// The PCS is thing 0 here, so that it is told rather than the only pack.
    static std::size_t thing(const End& e) { return e.device == Device::pcs ? 0 : e.pack; }

    void collect() {
        for (std::size_t i = 0; i < bench_.wiring.cables.size(); ++i) {
            const auto& c = cable(i);
            if (c.kind != CableKind::power) continue;
            if (thing(c.a) == thing(c.b))
                shorts_.push_back(i);
            else
                between_.push_back({thing(c.a), thing(c.b), c.a.spot != c.b.spot, i});
        }
    }

    void judge_short() {
        for (const auto i : shorts_) {
            const auto& a = cable(i).a;
            const auto who =
                a.device == Device::pcs ? std::string("the PCS") : fmt::format("pack {}", a.pack);
            bench_.find("short_circuit", fmt::format("Plus and minus of {} are joined", who), {i},
                        a.device == Device::pack ? std::vector{a.pack} : std::vector<unsigned>{});
        }
    }

    [[nodiscard]] std::vector<std::size_t> crossed_at(std::size_t thing) const {
        std::vector<std::size_t> out;
        for (const auto& c : between_)
            if ((c.a == thing || c.b == thing) && c.crossed) out.push_back(c.cable);
        return out;
    }

    void judge_turned() {
        for (std::size_t t = 0; t <= packs_; ++t) {
            if ((turned_ >> t & 1U) == 0) continue;
            const auto pack = static_cast<unsigned>(t);
            if (t == 0)
                bench_.find("pcs_pole", "Plus and minus of the PCS are changed", crossed_at(t));
            else
                bench_.find(
                    "reversed_polarity",
                    fmt::format("Pack {} is reversed: its P+ is joined to minus and its P- to plus, which "
                                "shorts it and the others",
                                pack),
                    crossed_at(t), {pack});
        }
    }

    void judge_crossed() {
        for (const auto& c : between_) {
            if (!crossed_still(c, turned_)) continue;
            const auto [one, other] = pack_first(cable(c.cable));
            if (c.a == 0 || c.b == 0) {
                bench_.find("pcs_pole", fmt::format("{} is at {}", text(*other), text(*one)), {c.cable},
                            {one->pack});
                continue;
            }
            bench_.find(
                "in_series",
                fmt::format("Plus of one pack leads to minus of another: packs {} and {} are in series{}",
                            std::min(one->pack, other->pack), std::max(one->pack, other->pack), shorted()),
                {c.cable}, {std::min(one->pack, other->pack), std::max(one->pack, other->pack)});
        }
    }

    /// Whom the cables short, all of them as they are.
    [[nodiscard]] std::string shorted() const {
        Together poles(2 * (packs_ + 1U));
        for (const auto& c : between_) poles.join(pole(cable(c.cable).a), pole(cable(c.cable).b));
        std::vector<unsigned> packs;
        for (unsigned p = 1; p <= packs_; ++p)
            if (poles.same(2 * p, 2 * p + 1)) packs.push_back(p);
        return packs.empty() ? ""
                             : fmt::format(", and {} short-circuited",
                                           pack_words(packs) + (packs.size() == 1 ? " is" : " are"));
    }
    static std::size_t pole(const End& e) { return 2 * thing(e) + (e.spot == Spot::minus ? 1 : 0); }

    /// What is crossed is told already, and counts here as if it joined what it should.
    void join() {
        for (const auto& c : between_) {
            const auto& a = cable(c.cable).a;
            const bool minus = (a.spot == Spot::minus) != ((turned_ >> c.a & 1U) != 0);
            for (const bool pole : {false, true})
                if (crossed_still(c, turned_) || pole == minus) joined_[pole].join(place(c.a), place(c.b));
        }
    }
    /// Packs from 0, the PCS behind them: as groups() wants it.
    [[nodiscard]] std::size_t place(std::size_t thing) const { return thing == 0 ? packs_ : thing - 1; }

    void judge_parallel() {
        const auto plus = groups(joined_[0], packs_), minus = groups(joined_[1], packs_);
        if (plus == minus) return tell_split("Neither P+ nor P- of {} is joined with {}", plus);
        tell_split("P+ of {} is not joined with {}", plus);
        tell_split("P- of {} is not joined with {}", minus);
    }

    void tell_split(fmt::format_string<std::string, std::string> words,
                    const std::vector<std::vector<unsigned>>& all) {
        for (std::size_t i = 1; i < all.size(); ++i)
            bench_.find("not_parallel", fmt::format(words, pack_words(all[i]), pack_words(all[0])), {},
                        all[i]);
    }

    void judge_pcs_pole(Spot spot, std::string_view sign, std::string_view code,
                        const std::vector<unsigned>& allowed) {
        bool there = false;
        for (const auto& c : between_) {
            if (c.a != 0 && c.b != 0) continue;
            const auto [pack, pcs] = pack_first(cable(c.cable));
            if (pcs->spot != spot) continue;
            there = true;
            if (c.crossed || allowed.empty() || std::ranges::count(allowed, pack->pack) > 0) continue;
            bench_.find(code,
                        fmt::format("PCS {} is at pack {}, and {} is {}", sign, pack->pack,
                                    spot == Spot::plus ? "the master" : "the last slave",
                                    pack_words(allowed)),
                        {c.cable}, {pack->pack});
        }
        if (!there)
            bench_.find(packs_ == 1 ? "pcs_open" : code, fmt::format("No cable leads to PCS {}", sign));
    }

    void judge_crowded() {
        for (unsigned p = 1; p <= packs_; ++p)
            for (const auto spot : {Spot::plus, Spot::minus}) judge_pole(End{.pack = p, .spot = spot});
    }

    void judge_pole(const End& pole) {
        std::vector<std::size_t> here;
        for (const auto& c : between_)
            if ((cable(c.cable).a == pole || cable(c.cable).b == pole) && !bench_.found(c.cable))
                here.push_back(c.cable);
        if (here.size() <= 2) return;
        bench_.find("crowded",
                    fmt::format("{} cables at {}, which has two terminals", here.size(), text(pole)), here,
                    {pole.pack});
    }

    Bench& bench_;
    unsigned packs_;
    std::vector<std::size_t> shorts_;
    std::vector<Turned> between_;
    unsigned turned_ = 0;
    std::array<Together, 2> joined_;
};

} // namespace

void judge_power(Bench& bench) {
    PowerJudge(bench).judge();
}

} // namespace gtx::link
