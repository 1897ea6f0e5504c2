// SPDX-License-Identifier: MIT
#include <algorithm>

#include "link/coordinator_impl.hpp"

namespace gtx::link {

namespace {

constexpr unsigned void_resets = 3; ///< that make void what was given
constexpr unsigned attempts = 3;    ///< codings that lost frames are begun anew, so often in all

/// So long as that many take, unanswered, lasts all of it at most: gtx-link(7) states the bound.
constexpr std::int64_t requests_in_all = 600;

// Requests in one part. A part that needs more ends as it stands.
constexpr unsigned coding_budget = 120;
constexpr unsigned discovery_budget = 200;
constexpr unsigned survey_budget = 400;

} // namespace

Coordinator::Impl::Impl(CoordinatorOptions options, Timestamp now)
    : options_(std::move(options))
    , timing_{options_.speed, options_.answer_limit_ns, options_.haste}
    , asker_(timing_, seen_.quality)
    , random_(options_.seed)
    , now_(now)
    , began_(now) {
    seen_.master_is_pack = options_.self.has_value();
    seen_.drives_line = options_.drives_line || seen_.master_is_pack;
    // Two masters that start at once do not send at once.
    pause(timing_.limit(60 * millisecond) + some(100 * millisecond), &Impl::after_listening);
}

Message Coordinator::Impl::request(Command command, std::uint8_t adr, std::uint32_t nonce) const {
    return {.command = command, .adr = adr, .session = session_, .nonce = nonce};
}

void Coordinator::Impl::ask_all(const Message& message, Then then) {
    then_ = then;
    asker_.ask(message, 1, now_);
    spend();
}

void Coordinator::Impl::ask_one(const Message& message, Then then) {
    then_ = then;
    asker_.ask(message, 1 + options_.retries, now_);
    spend();
}

void Coordinator::Impl::tell(const Message& message, Then then) {
    then_ = then;
    asker_.tell(message, now_);
}

void Coordinator::Impl::pause(std::int64_t ns, Then then) {
    then_ = then;
    asker_.pause(ns, now_);
}

void Coordinator::Impl::spend() {
    sent_ = true;
    ++spent_;
}

unsigned Coordinator::Impl::budget() const {
    switch (part_) {
    case Part::coding:
        return coding_budget;
    case Part::discovery:
        return discovery_budget;
    case Part::survey:
        return survey_budget;
    case Part::listening:
    case Part::over:
        break;
    }
    return coding_budget;
}

void Coordinator::Impl::over_budget() {
    spent_ = 0;
    switch (part_) {
    case Part::discovery:
        return end_discovery(false);
    case Part::survey:
        return end_survey(false);
    case Part::listening:
    case Part::coding:
    case Part::over:
        break;
    }
    attempt_ = attempts; // no other
    attempt_failed();
}

void Coordinator::Impl::take(serial::Bytes bytes, Timestamp now) {
    now_ = now;
    asker_.take(bytes, now);
    if (part_ != Part::over && asker_.foreign() && !backing_off_) back_off();
}

/// Another master is at work. It hears resets of ours, which make void what we gave, and tell it about us;
/// then we are silent (R-LINK-2: there is one master).
void Coordinator::Impl::back_off() {
    stop_early(Ending::rival);
}

void Coordinator::Impl::cancel(Timestamp now) {
    now_ = now;
    if (part_ != Part::over && !backing_off_) stop_early(Ending::cancelled);
}

/// The answer that is on its way is waited for: a reset that collides with it is none.
void Coordinator::Impl::stop_early(Ending ending) {
    backing_off_ = true;
    out_ = false;
    seen_.ending = ending;
    if (!sent_ || session_ == looking) return finish({});
    resets_ = void_resets;
    then_ = &Impl::after_hurry;
    asker_.hurry(now_);
}

void Coordinator::Impl::after_hurry(const Outcome&) {
    pause(some(20 * millisecond), &Impl::after_void);
}

std::int64_t Coordinator::Impl::some(std::int64_t most_ns) {
    return timing_.limit(static_cast<std::int64_t>(random_.uniform() * static_cast<double>(most_ns)));
}

void Coordinator::Impl::end_late() {
    if (seen_.ending == Ending::running || seen_.ending == Ending::complete) seen_.ending = Ending::disturbed;
    end_without_numbers();
}

/// Whoever was granted a number forgets it, and all Outs drop.
void Coordinator::Impl::end_without_numbers() {
    out_ = false;
    backing_off_ = true;
    if (session_ == looking) return finish({});
    resets_ = void_resets;
    after_void({});
}

void Coordinator::Impl::after_void(const Outcome&) {
    if (resets_-- > 0) return tell(request(Command::reset), &Impl::after_void);
    finish({});
}

void Coordinator::Impl::finish(const Outcome&) {
    out_ = false;
    part_ = Part::over;
    asker_.drop();
}

void Coordinator::Impl::begin_attempt() {
    part_ = Part::coding;
    const auto former = session_;
    while (session_ == former) session_ = static_cast<std::uint16_t>(1 + random_.next() % 0xFFFF);
    seen_.ending = Ending::running;
    seen_.members.clear();
    seen_.chain.clear();
    seen_.edges.clear();
    seen_.unlisted = 0;
    seen_.discovered = seen_.surveyed = false;
    known_.clear();
    chain_.clear();
    fault_ = out_ = false;
    const auto& q = seen_.quality;
    odd_before_ = q.broken + q.lost + unexplained_;
    collided_ = false;
    spent_ = rest_tries_ = 0;
    if (options_.self) {
        seen_.members.push_back({.identity = *options_.self});
        seen_.chain.push_back(0);
    }
    resets_ = 0;
    ask_all(request(Command::reset), &Impl::after_reset);
}

void Coordinator::Impl::attempt_failed() {
    if (++attempt_ < attempts) return begin_attempt();
    if (part_ == Part::coding && seen_.ending == Ending::running) return end_coding(Ending::disturbed);
    seen_.ending = Ending::disturbed;
    end_without_numbers();
}

Step Coordinator::Impl::step(Timestamp now) {
    now_ = now;
    Step step;
    while (part_ != Part::over) {
        const auto outcome = asker_.poll(now, step.send);
        if (!outcome) break;
        const auto then = then_;
        if (!backing_off_ && now_ > after(began_, requests_in_all * timing_.whole_request()))
            end_late();
        else if (!backing_off_ && spent_ > budget())
            over_budget();
        else
            (this->*then)(*outcome);
    }
    step.out = out_;
    step.again = part_ == Part::over ? Timestamp::none() : asker_.again();
    return step;
}

Coordinator::Impl::Known* Coordinator::Impl::find_known(std::uint32_t nonce) {
    const auto at = std::ranges::find(known_, nonce, &Known::nonce);
    return at == known_.end() ? nullptr : &*at;
}

std::size_t Coordinator::Impl::member_of(const Identity& identity) {
    unsigned others = 0;
    for (auto& m : seen_.members)
        if (m.identity.serial == identity.serial) others = m.copies++;
    seen_.members.push_back({.identity = identity, .copies = others + 1});
    fault_ = fault_ || others > 0;
    return seen_.members.size() - 1;
}

Coordinator::Impl::Known& Coordinator::Impl::known_of(const Message& answer) {
    if (auto* known = find_known(answer.nonce)) return *known;
    const Identity identity{answer.serial, answer.firmware};
    known_.push_back({identity, answer.nonce, member_of(identity), 0});
    return known_.back();
}

void Coordinator::Impl::add_edge(Source from, Source to) {
    const auto member = [this](Source s) { return s == coordinator ? coordinator : known_[s].member; };
    const Edge edge{member(from), member(to)};
    if (std::ranges::find(seen_.edges, edge) == seen_.edges.end()) seen_.edges.push_back(edge);
}

Coordinator::Coordinator(CoordinatorOptions options, Timestamp now)
    : impl_(std::make_unique<Impl>(std::move(options), now)) {}
Coordinator::~Coordinator() = default;
Coordinator::Coordinator(Coordinator&&) noexcept = default;
Coordinator& Coordinator::operator=(Coordinator&&) noexcept = default;

void Coordinator::take(serial::Bytes bytes, Timestamp now) {
    impl_->take(bytes, now);
}
void Coordinator::set_in(bool raised, Timestamp) {
    impl_->set_in(raised);
}
Step Coordinator::step(Timestamp now) {
    return impl_->step(now);
}
void Coordinator::cancel(Timestamp now) {
    impl_->cancel(now);
}
Part Coordinator::part() const {
    return impl_->part();
}
std::uint16_t Coordinator::session() const {
    return impl_->session();
}
const Observation& Coordinator::observation() const {
    return impl_->observation();
}
void Coordinator::on_frame(std::function<void(std::string_view, bool)> call) {
    impl_->on_frame(std::move(call));
}

} // namespace gtx::link
