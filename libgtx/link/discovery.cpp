// SPDX-License-Identifier: MIT
// Discovery: all that are electrically on the bus, by a binary search over places. Packs that hold a number
// of this session are known, and do not answer.
#include <algorithm>

#include "link/coordinator_impl.hpp"

namespace gtx::link {

namespace {

/// Searches for all in a row that nobody answers. Who hangs on no coding line is found by nothing else.
constexpr unsigned silences = 6;
/// For each pack that a chain has less than four: the shorter it is, the less was heard that tells a bus
/// which loses frames from one that does not, and there is time.
constexpr unsigned silences_for_absent = 1;
/// What garbled answers weigh behind which nobody was found: somebody is there, or the bus is noisy.
constexpr unsigned somebody = 3;

} // namespace

void Coordinator::Impl::start_discovery(const Outcome&) {
    part_ = Part::discovery;
    spent_ = 0;
    search_ = Search();
    unlisted_.clear();
    tell(request(Command::mute), &Impl::search);
}

void Coordinator::Impl::search(const Outcome&) {
    const auto chain = seen_.chain.size();
    const auto absent = chain == 0 || chain > packs_max ? 0 : packs_max - static_cast<unsigned>(chain);
    const auto query = search_.next(silences_wanted(silences + silences_for_absent * absent));
    if (!query) return end_discovery(true);
    if (query->bits == 0 && std::exchange(collided_, false)) unexplained_ += somebody;
    auto message = request(Command::search);
    message.salt = query->salt;
    message.bits = query->bits;
    message.prefix = query->prefix;
    ask_all(message, &Impl::on_found);
}

void Coordinator::Impl::on_found(const Outcome& o) {
    if (!o.clean()) {
        collided_ = collided_ || o.garbled();
        search_.told(o.kind);
        return search({});
    }
    found_ = o.answer;
    collided_ = false;
    ask_one(request(Command::mute, 0, found_.nonce), &Impl::on_muted);
}

/// It is there even if it did not say that it is muted: then it is found again. A second nonce under one
/// serial number: two packs, or one that started anew. The first is asked.
void Coordinator::Impl::on_muted(const Outcome&) {
    search_.told(Outcome::Kind::clean);
    if (find_known(found_.nonce) != nullptr) return search({});
    const auto twin =
        std::ranges::find(known_, found_.serial, [](const Known& k) { return k.identity.serial; });
    if (twin != known_.end()) return ask_one(request(Command::levels, 0, twin->nonce), &Impl::on_old_nonce);
    list_found();
    search({});
}

void Coordinator::Impl::list_found() {
    if (seen_.members.size() >= listed_max) {
        if (std::ranges::find(unlisted_, found_.nonce) == unlisted_.end()) unlisted_.push_back(found_.nonce);
        seen_.unlisted = unlisted_.size();
        return;
    }
    auto& known = known_of(found_);
    if (session_ == looking && found_.adr != 0) seen_.members[known.member].number = found_.adr;
}

void Coordinator::Impl::on_old_nonce(const Outcome& o) {
    if (o.clean()) {
        list_found();
        return search({});
    }
    const auto old =
        std::ranges::find(known_, found_.serial, [](const Known& k) { return k.identity.serial; });
    old->nonce = found_.nonce;
    // Or both are there, and the answers of one are lost: who codes begins anew and finds out.
    if (!options_.discover_only) return attempt_failed();
    search({});
}

void Coordinator::Impl::end_discovery(bool whole) {
    seen_.discovered = whole;
    if (options_.discover_only) {
        seen_.ending = !whole ? Ending::disturbed : known_.empty() ? Ending::silent : Ending::complete;
        return finish({});
    }
    const auto unnumbered = [](const Known& k) { return k.number == 0; };
    const bool extra = std::ranges::any_of(known_, unnumbered);
    if (known_.empty() && seen_.ending == Ending::complete && !options_.self) {
        seen_.ending = Ending::silent;
        return end_without_numbers();
    }
    if (!whole && seen_.ending == Ending::complete) seen_.ending = Ending::disturbed;
    fault_ = fault_ || odd() > 0;
    if (extra || fault_ || !whole || options_.survey_always || !seen_.drives_line) return start_survey();
    judge();
}

} // namespace gtx::link
