// SPDX-License-Identifier: MIT
#include "probe/polling_impl.hpp"

#include <algorithm>
#include <utility>

#include "probe/identity_impl.hpp"

namespace gtx::probe {

using dialect::Carries;
using dialect::Said;
using dialect::SerialCommand;
using dialect::SerialReading;

namespace {

constexpr std::uint32_t misses_until_lost = 3; // cycles in which a pack does not answer
constexpr std::uint64_t knock_every = 10;      // cycles, at packs that were lost or may be there
constexpr std::uint64_t count_every = 30;      // cycles
constexpr std::size_t most_packs = 64;
constexpr std::uint8_t pack_count_code = 0x90; // serial-protocols.md 3.2, 4.2

} // namespace

Polling::Polling(const dialect::SerialDialect& dialect, std::uint32_t speed, std::string source,
                 std::vector<Found>& found)
    : dialect_(dialect), speed_(speed), source_(std::move(source)), found_(found) {
    for (const auto& command : dialect.commands) {
        if (!can_ask(dialect, command)) continue;
        if (command.polled)
            polled_.push_back(&command);
        else if (tells_identity(dialect, command))
            identity_.push_back(&command);
        if (command.code == pack_count_code && !is_console()) count_ = &command;
    }
    if (count_ != nullptr) return;
    const auto all = std::ranges::find(polled_, true, &SerialCommand::all_packs);
    if (all == polled_.end() || is_console()) return;
    count_ = *all;
    count_all_ = true;
}

// --- who is there ---

Polling::Pack* Polling::find(std::uint8_t address) {
    const auto found = std::ranges::find(packs_, address, &Pack::address);
    return found == packs_.end() ? nullptr : &*found;
}

void Polling::suspect(std::uint8_t address) {
    if (find(address) != nullptr || packs_.size() >= most_packs) return;
    packs_.push_back({.address = address});
    std::ranges::sort(packs_, {}, &Pack::address);
}

void Polling::add(std::uint8_t address) {
    suspect(address);
    if (auto* pack = find(address)) prove(*pack);
}

void Polling::prove(Pack& pack) {
    pack.misses = 0;
    pack.answered = true;
    if (std::exchange(pack.proved, true)) return;
    const auto same = [&](const Found& f) { return f.address == pack.address && f.dialect == &dialect_; };
    if (std::ranges::any_of(found_, same)) return;
    auto& found = found_.emplace_back();
    found.dialect = &dialect_;
    found.address = pack.address;
    found.speed = speed_;
}

bool Polling::is_lost(const Pack& pack) const {
    return !pack.proved ? pack.misses > 0 : pack.misses >= misses_until_lost;
}

// --- planning a cycle ---

/// A console tells of all packs in one table; the others are asked pack by pack.
bool Polling::is_for_stack(const SerialCommand& command) const {
    return is_console() && (command.carries != Carries::pack || command.all_packs);
}

void Polling::begin_cycle() {
    ++cycle_;
    last_ = {};
    items_.clear();
    at_ = 0;
    stage_ = Stage::stack;
    for (auto& pack : packs_) pack.answered = false;
    plan_stack();
    if (items_.empty()) plan_packs();
    if (!items_.empty()) return;
    // Nobody is left: everybody is looked for.
    stage_ = Stage::rest;
    for (const auto& pack : packs_) plan_knock(pack);
}

void Polling::plan_stack() {
    for (const auto* command : polled_)
        if (is_for_stack(*command)) items_.push_back({.address = 0, .command = command});
}

void Polling::plan_packs() {
    stage_ = Stage::packs;
    for (const auto& pack : packs_) {
        if (is_lost(pack)) continue;
        for (const auto* command : polled_)
            if (!is_for_stack(*command)) items_.push_back({.address = pack.address, .command = command});
    }
}

void Polling::plan_rest() {
    stage_ = Stage::rest;
    if (!is_console() && !closed_ && cycle_ % count_every == 1) plan_count();
    plan_knocks();
    plan_identities();
}

void Polling::plan_identities() {
    for (auto& pack : packs_)
        if (pack.answered) plan_identity(pack);
}

/// One command at a time: what is known by then is not asked again.
void Polling::plan_identity(Pack& pack) {
    const auto found = std::ranges::find(found_, pack.address, &Found::address);
    if (found == found_.end() || is_identified(*found)) pack.identities = identity_.size();
    if (pack.identities == identity_.size()) return;
    items_.push_back(
        {.address = pack.address, .command = identity_[pack.identities++], .purpose = Purpose::identity});
}

/// The master is asked, which has the first address.
void Polling::plan_count() {
    const auto first = std::ranges::find(packs_, true, &Pack::answered);
    if (first == packs_.end()) return;
    if (count_ != nullptr) {
        items_.push_back(
            {.address = first->address, .command = count_, .purpose = Purpose::count, .all = count_all_});
    } else {
        const auto last = std::ranges::find(packs_.rbegin(), packs_.rend(), true, &Pack::proved);
        if (last->address < dialect_.address_last) suspect(static_cast<std::uint8_t>(last->address + 1));
    }
}

void Polling::plan_knocks() {
    if (is_console() || cycle_ % knock_every != 1) return;
    for (const auto& pack : packs_)
        if (!pack.answered && is_lost(pack)) plan_knock(pack);
}

void Polling::plan_knock(const Pack& pack) {
    if (polled_.empty()) return;
    items_.push_back({.address = pack.address, .command = polled_.front(), .purpose = Purpose::knock});
}

std::optional<Question> Polling::next() const {
    if (at_ >= items_.size()) return std::nullopt;
    const auto& item = items_[at_];
    return Question{.dialect = &dialect_,
                    .command = item.command,
                    .address = item.address,
                    .speed = speed_,
                    .patience = is_unsure(item) ? Patience::brief : Patience::full,
                    .all = item.all,
                    .linger = item.purpose == Purpose::identity};
}

/// Nobody is known to be there, so nobody is waited for.
bool Polling::is_unsure(const Item& item) const {
    if (item.purpose == Purpose::knock) return true;
    const auto pack = std::ranges::find(packs_, item.address, &Pack::address);
    return pack != packs_.end() && !pack->proved;
}

// --- taking what came ---

std::optional<state::Snapshot> Polling::take(Answer& answer) {
    if (at_ >= items_.size()) return std::nullopt;
    auto& item = items_[at_];
    const bool once = item.purpose == Purpose::count || item.retried || is_unsure(item);
    if (answer.worth_a_retry() && !once) {
        item.retried = true;
        return std::nullopt;
    }
    const auto done = item;
    ++at_;
    if (answer.came)
        retell(done, answer);
    else if (done.purpose == Purpose::state)
        skip_silent(done.address);
    return state_if_whole();
}

std::optional<state::Snapshot> Polling::take_early(Answer& answer) {
    const auto asked = std::ranges::find_if(items_, [&](const Item& i) {
        return i.command == answer.question.command && i.address == answer.address;
    });
    if (asked == items_.end() || !answer.good()) return std::nullopt;
    const auto item = *asked;
    items_.erase(asked);
    retell(item, answer);
    return state_if_whole();
}

void Polling::retell(const Item& item, Answer& answer) {
    if (auto* pack = find(item.address); pack != nullptr) prove(*pack);
    if (item.purpose == Purpose::count) take_count(item, answer);
    if (!answer.good()) return;
    if (item.purpose == Purpose::identity) tell_identity(item.address, answer.reading);
    if (item.purpose == Purpose::count) return;
    if (is_console() && is_for_stack(*item.command)) take_packs_of_console(answer.reading);
    dialect::apply(answer.reading, known_);
    if (item.purpose == Purpose::state) last_ = answer.time;
}

/// A pack that does not answer one question, asked twice, is not asked the others of this cycle.
void Polling::skip_silent(std::uint8_t address) {
    const auto first = items_.begin() + static_cast<std::ptrdiff_t>(at_);
    items_.erase(std::remove_if(first, items_.end(),
                                [&](const Item& i) {
                                    return i.address == address && i.purpose == Purpose::state &&
                                           address != 0;
                                }),
                 items_.end());
}

/// The packs in the table are there; one that has left it is not.
void Polling::take_packs_of_console(const SerialReading& reading) {
    state::Snapshot told;
    dialect::apply(reading, told);
    if (told.pack.empty()) return;
    const auto is_told = [&](std::int64_t address) {
        return std::ranges::any_of(told.pack, [&](const state::Pack& p) { return p.address == address; });
    };
    for (const auto& p : told.pack)
        if (p.address && *p.address >= 0 && *p.address <= 0xFF) add(static_cast<std::uint8_t>(*p.address));
    std::erase_if(known_.pack, [&](const state::Pack& p) { return !is_told(p.address.value_or(-1)); });
    std::erase_if(packs_, [&](const Pack& p) { return !is_told(p.address); });
}

/// How many packs there are, by what the master says. One that refuses is asked for all packs at once; where
/// that does not help, the next address is tried.
void Polling::take_count(const Item& item, const Answer& answer) {
    state::Snapshot told;
    if (answer.good()) dialect::apply(answer.reading, told);
    auto packs = told.packs.value_or(static_cast<std::int64_t>(told.pack.size()));
    packs = std::max<std::int64_t>(packs, count_all_ ? answer.reading.packs : 0);
    if (packs == 0) {
        const auto all = std::ranges::find(polled_, true, &SerialCommand::all_packs);
        const bool other = !count_all_ && all != polled_.end();
        count_ = other ? *all : nullptr;
        count_all_ = other;
        return plan_count();
    }
    for (std::int64_t i = 1; i < packs && item.address + i <= dialect_.address_last; ++i)
        suspect(static_cast<std::uint8_t>(item.address + i));
}

void Polling::tell_identity(std::uint8_t address, const SerialReading& reading) {
    const auto found = std::ranges::find(found_, address, &Found::address);
    if (found != found_.end()) take_identity(reading, *found);
}

/// The next stage, when one is done; behind what a state needs, the state.
std::optional<state::Snapshot> Polling::state_if_whole() {
    if (at_ < items_.size()) return std::nullopt;
    if (stage_ == Stage::stack) plan_packs();
    if (at_ < items_.size()) return std::nullopt;
    if (stage_ == Stage::rest) {
        plan_identities();
        return std::nullopt;
    }
    close_cycle();
    plan_rest();
    if (!last_.known()) return std::nullopt;
    auto state = known_;
    state.time = last_;
    state.source = source_;
    state.dialect = dialect_.name;
    std::ranges::stable_sort(state.pack, {}, &state::Pack::address);
    dialect::complete(state);
    return state;
}

void Polling::close_cycle() {
    for (auto& pack : packs_) {
        if (pack.answered || (is_lost(pack) && pack.proved)) continue;
        ++pack.misses;
        if (!is_lost(pack)) continue;
        std::erase_if(known_.pack, [&](const state::Pack& p) { return p.address == pack.address; });
    }
}

} // namespace gtx::probe
