// SPDX-License-Identifier: MIT
#include "decode/history_impl.hpp"

#include <algorithm>

namespace gtx::decode {

void History::Cell::add(const Cell& later) {
    min = std::min(min, later.min);
    max = std::max(max, later.max);
    if (!later.known() || later.last_at < last_at) return;
    last = later.last;
    last_at = later.last_at;
}

void History::Flags::add(const Flags& later) {
    ever |= later.ever;
    if (later.last_at < last_at) return;
    last = later.last;
    last_at = later.last_at;
}

void History::note(std::int64_t at, std::size_t lane, std::int32_t value) {
    cells_[column_of(at) * lanes_ + lane].add({value, value, value, at});
}

void History::note_flags(std::int64_t at, std::size_t set, std::uint64_t flags) {
    flags_[column_of(at) * sets_ + set].add({flags, flags, at});
}

void History::merge(const History& later) {
    first_ns_ = std::min(first_ns_, later.first_ns_);
    last_ns_ = std::max(last_ns_, later.last_ns_);
    while (bits_ < later.bits_) double_width();
    for (std::size_t i = 0; i < later.size(); ++i) {
        // Room for one may double the width: the next place is counted in the new one.
        make_room(later.places_[i] >> (bits_ - later.bits_));
        const auto mine = column(later.places_[i] >> (bits_ - later.bits_));
        for (std::size_t k = 0; k < lanes_; ++k) cells_[mine * lanes_ + k].add(later.cell(i, k));
        for (std::size_t k = 0; k < sets_; ++k) flags_[mine * sets_ + k].add(later.flags(i, k));
    }
}

std::int64_t History::begin_ns(std::size_t column) const {
    return std::max(first_ns_, places_[column] * (std::int64_t{1} << bits_));
}

std::int64_t History::end_ns(std::size_t column) const {
    constexpr auto never = std::numeric_limits<std::int64_t>::max();
    constexpr auto least = std::int64_t{1} << narrowest_bits;
    const auto begin = begin_ns(column);
    const auto end = column + 1 == size() ? last_ns_ : (places_[column] + 1) * (std::int64_t{1} << bits_);
    return begin > never - least ? never : std::max(end, begin + least);
}

std::size_t History::column_of(std::int64_t at) {
    first_ns_ = std::min(first_ns_, at);
    last_ns_ = std::max(last_ns_, at);
    make_room(at >> bits_);
    return column(at >> bits_);
}

std::size_t History::column(std::int64_t place) {
    if (!places_.empty() && places_[newest_] == place) return newest_;
    const auto at = std::ranges::lower_bound(places_, place);
    newest_ = static_cast<std::size_t>(at - places_.begin());
    if (at != places_.end() && *at == place) return newest_;
    places_.insert(at, place);
    const auto before = [&](std::size_t each) { return static_cast<std::ptrdiff_t>(newest_ * each); };
    cells_.insert(cells_.begin() + before(lanes_), lanes_, Cell{});
    flags_.insert(flags_.begin() + before(sets_), sets_, Flags{});
    return newest_;
}

/// Doubles the width until the columns reach over `place`, too; that is counted in the width as it is now.
void History::make_room(std::int64_t place) {
    if (places_.empty()) return;
    const auto most = static_cast<std::int64_t>(most_);
    while (std::max(place, places_.back()) - std::min(place, places_.front()) >= most) {
        place >>= 1;
        double_width();
    }
}

void History::double_width() {
    ++bits_;
    std::size_t kept = 0; // the columns so far
    for (std::size_t i = 0; i < places_.size(); ++i) {
        const auto place = places_[i] >> 1;
        const bool joins = kept != 0 && places_[kept - 1] == place;
        const auto to = joins ? kept - 1 : kept++;
        places_[to] = place;
        if (i == newest_) newest_ = to;
        for (std::size_t k = 0; k < lanes_ && to != i; ++k) {
            auto& cell = cells_[to * lanes_ + k];
            joins ? cell.add(cells_[i * lanes_ + k]) : void(cell = cells_[i * lanes_ + k]);
        }
        for (std::size_t k = 0; k < sets_ && to != i; ++k) {
            auto& flags = flags_[to * sets_ + k];
            joins ? flags.add(flags_[i * sets_ + k]) : void(flags = flags_[i * sets_ + k]);
        }
    }
    places_.resize(kept);
    cells_.resize(kept * lanes_);
    flags_.resize(kept * sets_);
}

} // namespace gtx::decode
