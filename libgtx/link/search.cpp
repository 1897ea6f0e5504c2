// SPDX-License-Identifier: MIT
#include "link/search_impl.hpp"

namespace gtx::link {

std::optional<Search::Query> Search::next(unsigned silences) {
    while (!stack_.empty() && stack_.back().collided) {
        const auto node = stack_.back();
        stack_.pop_back();
        halve(node, false);
    }
    if (stack_.empty()) {
        if (silent_ >= silences) return {};
        asked_ = {};
    } else {
        asked_ = stack_.back();
        stack_.pop_back();
    }
    return Query{asked_.prefix, asked_.bits, salt_};
}

/// At full depth two have one place: with another salt they have not. `heard`: the collision itself was.
void Search::halve(const Node& node, bool heard) {
    if (node.bits >= place_bits) {
        ++salt_;
        stack_.clear();
        return;
    }
    const auto bits = static_cast<std::uint8_t>(node.bits + 1);
    const auto upper = node.prefix | std::uint32_t{1} << (place_bits - bits);
    stack_.push_back({upper, bits, false, false});
    stack_.push_back({node.prefix, bits, false, heard});
}

void Search::take_silence(const Node& node) {
    if (node.bits == 0) ++silent_;
    if (node.lower && !stack_.empty()) stack_.back().collided = true;
}

void Search::told(Outcome::Kind kind) {
    if (kind == Outcome::Kind::silent) return take_silence(asked_);
    silent_ = 0;
    if (kind == Outcome::Kind::garbled) return halve(asked_, true);
    auto again = asked_;
    again.lower = false; // somebody was there: nothing follows for the upper half
    if (again.bits > 0) stack_.push_back(again);
}

} // namespace gtx::link
