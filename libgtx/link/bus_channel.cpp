// SPDX-License-Identifier: MIT
#include "link/bus_channel_impl.hpp"

#include <algorithm>

namespace gtx::link {

std::int64_t Channel::put(std::int64_t begin_ns, std::string_view bytes, Nodes sender) {
    const auto later = [](std::int64_t at, const OnWire& b) { return at < b.begin_ns; };
    auto begin = begin_ns;
    for (const char c : bytes) {
        pending_.insert(std::upper_bound(pending_.begin(), pending_.end(), begin, later),
                        {begin, static_cast<std::uint8_t>(c), sender});
        begin += byte_ns_;
    }
    last_end_ns_ = std::max(pending_.size() == bytes.size() ? begin : last_end_ns_, begin);
    return begin;
}

std::int64_t Channel::next_ns() const {
    constexpr std::int64_t most = 8; // a receiver with a queue of eight gives them away no later
    if (pending_.empty()) return INT64_MAX;
    return std::min(last_end_ns_, pending_.front().begin_ns + most * byte_ns_);
}

void Channel::hear(std::int64_t now_ns, SplitMix64& random, std::vector<Heard>& heard) {
    std::size_t done = 0;
    while (done < pending_.size() && pending_[done].begin_ns + byte_ns_ <= now_ns) {
        const auto begin = pending_[done].begin_ns;
        auto end = done + 1;
        while (end < pending_.size() && pending_[end].begin_ns < begin + byte_ns_ - in_step_ns()) ++end;
        const bool in_step = pending_[end - 1].begin_ns - begin <= in_step_ns();
        heard.push_back(mix(&pending_[done], &pending_[done] + (end - done), in_step, random));
        done = end;
    }
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(done));
}

/// Where one of several in step pulls the line low, it is low; out of step, nobody knows.
Heard Channel::mix(const OnWire* first, const OnWire* last, bool in_step, SplitMix64& random) {
    Heard heard{first->value, first->sender};
    bool equal = true;
    for (const auto* b = first + 1; b != last; ++b) {
        equal = equal && b->value == first->value;
        heard.value &= b->value;
        heard.senders |= b->sender;
    }
    const bool several = last - first > 1;
    if (several && !(equal && in_step)) {
        const auto chance = static_cast<std::uint8_t>(random.next());
        if (!in_step || chance % 4 == 0)
            heard.value = static_cast<std::uint8_t>(heard.value & chance) | 0x80U;
    }
    return heard;
}

} // namespace gtx::link
