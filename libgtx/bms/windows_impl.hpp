// SPDX-License-Identifier: MIT
/// \file
/// Open intervals, one for each of a row of numbers: "nothing has happened" in a handful of comparisons.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "bms/lanes_impl.hpp"

namespace gtx::bms {

template <std::size_t N>
class Windows {
public:
    static constexpr double infinite = std::numeric_limits<double>::infinity();

    constexpr Windows() { close(); }
    /// Nothing is inside.
    constexpr void close() {
        low_.fill(infinite);
        high_.fill(-infinite);
    }
    /// Everything but NaN is inside.
    constexpr void open() {
        low_.fill(-infinite);
        high_.fill(infinite);
    }
    constexpr void at_least(std::size_t i, double edge) { low_[i] = edge > low_[i] ? edge : low_[i]; }
    constexpr void at_most(std::size_t i, double edge) { high_[i] = edge < high_[i] ? edge : high_[i]; }

    /// Window `i` as narrow as `j` of others, too.
    template <std::size_t M>
    constexpr void narrow(std::size_t i, const Windows<M>& others, std::size_t j) {
        at_least(i, others.low(j));
        at_most(i, others.high(j));
    }
    [[nodiscard]] constexpr double low(std::size_t i) const { return low_[i]; }
    [[nodiscard]] constexpr double high(std::size_t i) const { return high_[i]; }
    /// From where `value` is, not past `edge`, and not onto it.
    constexpr void edge(std::size_t i, double value, double edge) {
        if (value >= edge) at_least(i, edge);
        if (value <= edge) at_most(i, edge);
    }

    /// Each number lies strictly within its window. NaN never does.
    [[nodiscard]] bool contain(const std::array<double, N>& values) const {
        Rows rows;
        for (std::size_t i = 0; i < N; i += 2) rows.two[i / 2] = load_two(&values[i]);
        return contain(rows);
    }
    /// Numbers two by two. Where they come from registers it is quicker than an array: what was just stored
    /// one by one cannot be loaded two by two at once.
    struct Rows {
        static_assert(N % 2 == 0, "two at a time");
        Two two[N / 2];
    };
    [[nodiscard]] bool contain(const Rows& rows) const {
        auto inside = between(load_two(&low_[0]), rows.two[0], load_two(&high_[0]));
        for (std::size_t i = 2; i < N; i += 2)
            inside = both(inside, between(load_two(&low_[i]), rows.two[i / 2], load_two(&high_[i])));
        return all(inside);
    }

private:
    std::array<double, N> low_{};
    std::array<double, N> high_{};
};

} // namespace gtx::bms
