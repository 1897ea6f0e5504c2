// SPDX-License-Identifier: MIT
#include "gtx/dialect/recognise.hpp"

#include <algorithm>
#include <bit>
#include <bitset>
#include <cstdlib>

namespace gtx::dialect {

namespace {

/// The 11-bit identifiers that clues or messages with a version are about.
const std::bitset<2048>& standard_clues() {
    static const auto ids = [] {
        std::bitset<2048> set;
        for (const auto* dialect : all()) {
            for (const auto& clue : dialect->clues)
                if (!clue.id.extended) set.set(clue.id.value);
            for (const auto& message : dialect->messages)
                if (!message.id.extended && message.versions != 0) set.set(message.id.value);
        }
        return set;
    }();
    return ids;
}

bool extended_clue(can::Id id) {
    for (const auto* dialect : all())
        for (const auto& clue : dialect->clues)
            if (clue.id.matches(id)) return true;
    return false;
}

} // namespace

Recogniser::Recogniser() {
    for (const auto* dialect : all()) counts_.emplace_back(dialect->clues.size());
    std::ranges::fill(versions_possible_, ~std::uint32_t{0});
}

bool Recogniser::is_clue(can::Id id) noexcept {
    return id.extended ? extended_clue(id) : standard_clues().test(id.value & 0x7FF);
}

void Recogniser::see(const can::Frame& frame) {
    if (frame.kind != can::Kind::data ||
        (!frame.id.extended && !standard_clues().test(frame.id.value & 0x7FF)))
        return;
    for (std::size_t d = 0; d < all().size(); ++d) {
        const auto& dialect = *all()[d];
        for (std::size_t c = 0; c < dialect.clues.size(); ++c) {
            const auto& clue = dialect.clues[c];
            if (!clue.id.matches(frame.id)) continue;
            const bool good = clue.test == nullptr || clue.test(frame.bytes());
            ++(good ? counts_[d][c].good : counts_[d][c].bad);
        }
        for (const auto& message : dialect.messages)
            if (message.versions != 0 && message.id.matches(frame.id))
                versions_possible_[d] &= message.versions;
    }
}

bool Recogniser::holds(const Clue&, const Count& count) const {
    return count.good > 0 && count.bad * 4 <= count.good;
}

int Recogniser::points(std::size_t dialect) const {
    int sum = 0;
    const auto& clues = all()[dialect]->clues;
    for (std::size_t c = 0; c < clues.size(); ++c)
        if (holds(clues[c], counts_[dialect][c])) sum += clues[c].weight;
    return sum;
}

bool Recogniser::about_a_battery(std::size_t dialect) const {
    const auto& clues = all()[dialect]->clues;
    for (std::size_t c = 0; c < clues.size(); ++c)
        if (!clues[c].inverter && clues[c].weight > 1 && holds(clues[c], counts_[dialect][c])) return true;
    return false;
}

bool Recogniser::ripe() const {
    std::vector<IdPattern> twice;
    for (std::size_t d = 0; d < all().size(); ++d) {
        const auto& clues = all()[d]->clues;
        for (std::size_t c = 0; c < clues.size(); ++c) {
            if (clues[c].weight < 2 || counts_[d][c].good < 2) continue;
            const auto same = [&](const IdPattern& p) {
                return p.value == clues[c].id.value && p.extended == clues[c].id.extended;
            };
            if (std::ranges::none_of(twice, same)) twice.push_back(clues[c].id);
            if (twice.size() >= 2) return true;
        }
    }
    return false;
}

void Recogniser::tell_reasons(Verdict& verdict, std::size_t dialect) const {
    const auto& clues = all()[dialect]->clues;
    for (std::size_t c = 0; c < clues.size(); ++c)
        if (holds(clues[c], counts_[dialect][c])) verdict.reasons.push_back(&clues[c]);
    std::ranges::stable_sort(verdict.reasons, [](const Clue* a, const Clue* b) {
        return std::abs(a->weight) > std::abs(b->weight);
    });
    if (const auto possible = versions_possible_[dialect]; possible != ~std::uint32_t{0} && possible != 0)
        verdict.version = all()[dialect]->versions[static_cast<std::size_t>(std::countr_zero(possible))].name;
}

Verdict Recogniser::verdict() const {
    Verdict verdict;
    std::size_t best = all().size();
    for (std::size_t d = 0; d < all().size(); ++d) {
        const auto& clues = all()[d]->clues;
        for (std::size_t c = 0; c < clues.size(); ++c)
            verdict.inverter = verdict.inverter || (clues[c].inverter && holds(clues[c], counts_[d][c]));
        const int sum = points(d);
        if (sum <= 0 || !about_a_battery(d)) continue;
        if (best == all().size() || sum > verdict.points) {
            verdict.points = sum;
            best = d;
            verdict.as_good.clear();
        } else if (sum == verdict.points) {
            verdict.as_good.push_back(all()[d]);
        }
    }
    if (best == all().size()) return verdict;
    const auto* winner = all()[best];
    const bool enough = verdict.points >= threshold;
    (enough ? winner->decodable() ? verdict.dialect : verdict.stranger : verdict.nearest) = winner;
    tell_reasons(verdict, best);
    return verdict;
}

} // namespace gtx::dialect
