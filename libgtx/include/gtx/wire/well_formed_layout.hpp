// SPDX-License-Identifier: MIT
/// \file
/// The checks a layout passes while the compiler reads it. What is wrong stands in the compiler's message.
#pragma once

#include "gtx/wire/layout.hpp"
#include "gtx/wire/well_formed.hpp"

namespace gtx::wire {

namespace detail {

consteval bool selects(const Table& table) {
    for (const auto& row : table.rows)
        if (row.selects) return true;
    return false;
}

consteval void check_part(const Part& part) {
    if (part.table == nullptr) throw "a part has no table";
    if (!well_formed(*part.table) || part.table->length == 0) throw "a part has no bytes";
    const bool repeated = part.times == Times::counted || part.times == Times::to_end;
    for (const auto& row : part.table->rows)
        if (repeated && row.index != 0) throw "a repeated part has a field with a number of its own";
    if (repeated && selects(*part.table)) throw "a selecting field stands in a part that is repeated";
    if (part.times == Times::tail && (part.when != -1 || part.may_miss))
        throw "a tail is chosen by its length and by nothing else";
    if (part.may_miss && part.per_pack) throw "a part for each pack cannot miss: a tail can";
    if (part.times == Times::to_end && part.per_pack) throw "a part up to the end is for each pack";
}

consteval void check_order(std::span<const Part> parts, std::size_t i) {
    const Part& part = parts[i];
    const bool last = i + 1 == parts.size();
    if (part.times == Times::to_end && !last) throw "a part up to the end is not the last";
    if (part.times == Times::tail && !last &&
        (parts[i + 1].times != Times::tail || parts[i + 1].per_pack != part.per_pack))
        throw "a tail is not among the last parts";
    if (part.may_miss && !last && !parts[i + 1].may_miss) throw "behind a part that may miss one must not";
    bool selected = part.when == -1;
    for (std::size_t j = 0; j < i; ++j) selected = selected || selects(*parts[j].table);
    if (!selected) throw "a part is selected by no field before it";
    // Parts per pack are one group.
    if (i > 0 && part.per_pack && !parts[i - 1].per_pack)
        for (std::size_t j = 0; j + 1 < i; ++j)
            if (parts[j].per_pack) throw "the parts for each pack are not neighbours";
}

/// Two fields of one message bear one name only where one of both is there: tails of one place, parts that
/// different values select, or a selected one in the place of one that then says that it has no value.
consteval bool either_or(const Part& a, const Row& row, const Part& b) {
    if (a.times == Times::tail && b.times == Times::tail) return true;
    if (a.when != -1 && b.when != -1) return a.when != b.when;
    return b.when != -1 && row.invalid.has_value();
}

consteval void check_names(const Part& a, const Part& b) {
    for (const auto& x : a.table->rows)
        for (const auto& y : b.table->rows)
            if (x.name == y.name && x.index == y.index && !either_or(a, x, b))
                throw "two fields of a message have one name";
}

} // namespace detail

/// True for a layout in which nothing is wrong; does not compile otherwise.
consteval bool well_formed(const Layout& layout) {
    if (!detail::snake_case(layout.name)) throw "the name of a layout is not snake_case";
    if (layout.doc.empty() || layout.doc.back() != '.') throw "the doc of a layout is not a sentence";
    if (layout.parts.empty()) throw "a layout has no parts";
    for (std::size_t i = 0; i < layout.parts.size(); ++i) {
        detail::check_part(layout.parts[i]);
        detail::check_order(layout.parts, i);
        for (std::size_t j = 0; j < i; ++j) {
            detail::check_names(layout.parts[j], layout.parts[i]);
            if (layout.parts[j].times == Times::tail && layout.parts[i].times == Times::tail &&
                layout.parts[j].table->length == layout.parts[i].table->length)
                throw "two tails have one length";
        }
    }
    return true;
}

} // namespace gtx::wire
