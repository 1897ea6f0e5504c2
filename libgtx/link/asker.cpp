// SPDX-License-Identifier: MIT
#include <algorithm>

#include "link/asker_impl.hpp"

namespace gtx::link {

namespace {

/// Fewer bytes are no answer, not even what two that collide leave of theirs: noise in a silence.
constexpr std::size_t answer_at_least = 8;

const CommandRow& row_of(Command command) {
    return commands()[static_cast<std::size_t>(command) - 1];
}

} // namespace

void Asker::begin(const Message& request, Timestamp now) {
    previous_ = text_.empty() ? request : request_;
    request_ = request;
    text_ = encode(request).value_or(std::string());
    state_ = State::due;
    at_ = std::max(now, sent_until_.known() ? sent_until_ : now);
}

/// The bus is free at `t` or later; noise without end does not hold it for ever.
Timestamp Asker::free_from(Timestamp t) const {
    return free_.known() ? std::clamp(free_, t, after(t, timing_.quiet())) : t;
}

void Asker::ask(const Message& request, unsigned tries, Timestamp now) {
    answered_ = true;
    one_ = row_of(request.command).one;
    tries_ = tries;
    begin(request, now);
}

void Asker::tell(const Message& request, Timestamp now) {
    answered_ = false;
    one_ = false;
    tries_ = 1;
    begin(request, now);
}

void Asker::pause(std::int64_t ns, Timestamp now) {
    state_ = State::pausing;
    at_ = after(now, ns);
}

void Asker::hurry(Timestamp now) {
    tries_ = 1;
    if (state_ == State::sending || state_ == State::waiting) return;
    state_ = State::pausing;
    at_ = now;
}

bool Asker::foreign() {
    return std::exchange(foreign_, false);
}

void Asker::send_now(Timestamp now, std::string& send) {
    judge_held(); // what came before is no answer
    send += text_;
    ++quality_.requests;
    if (on_frame) on_frame(words(request_), true);
    state_ = State::sending;
    at_ = after(now, timing_.chars(text_.size()));
    sent_until_ = after(at_, timing_.gap());
    free_ = sent_until_;
    echoed_ = 0;
    echo_possible_ = true;
    heard_ = 0;
    answer_.reset();
}

void Asker::take(serial::Bytes bytes, Timestamp now) {
    for (auto byte : bytes) take_byte(byte, now);
}

/// The echo is swallowed byte by byte; what began like it and is none is given to the reader after all.
void Asker::take_byte(std::uint8_t byte, Timestamp now) {
    const bool sent = state_ == State::sending || state_ == State::waiting;
    if (!sent || !echo_possible_ || echoed_ == text_.size()) return feed(byte, now);
    if (static_cast<char>(byte) == text_[echoed_]) {
        if (++echoed_ == text_.size()) ++quality_.echoes;
        last_heard_ = now;
        return;
    }
    echo_possible_ = false;
    for (std::size_t i = 0; i < echoed_; ++i) feed(static_cast<std::uint8_t>(text_[i]), now);
    feed(byte, now);
}

void Asker::feed(std::uint8_t byte, Timestamp now) {
    free_ = std::max(free_.known() ? free_ : now, after(now, timing_.gap()));
    if (state_ == State::waiting || state_ == State::sending) { // a pseudo-terminal is faster than its speed
        ++heard_;
        last_heard_ = now;
    } else {
        ++quality_.noise;
    }
    batch_.clear();
    reader_.read(serial::Bytes(&byte, 1), now, batch_);
    for (const auto& seen : batch_.frames) take_frame(seen.frame);
}

void Asker::take_frame(const serial::AsciiFrame& frame) {
    const auto message = decode(frame);
    if (!message) return;
    const bool mine = message->session == request_.session;
    if (*message == request_ || *message == previous_) {
        ++quality_.echoes; // behind noise
        heard_ = 0;
        return;
    }
    if (on_frame) on_frame(words(*message), false);
    if (!message->answer) {
        ++quality_.foreign;
        foreign_ = true;
    } else if (mine && (state_ == State::waiting || state_ == State::sending)) {
        take_answer(*message);
    }
}

bool Asker::answers(const Message& m) const {
    if (m.command != request_.command) return false;
    if (request_.command == Command::search) {
        const auto where = place(m.session, request_.salt, m.serial, m.nonce);
        const auto unused = place_bits - request_.bits;
        return unused == place_bits || (where ^ request_.prefix) >> unused == 0;
    }
    if (request_.command == Command::offer || request_.command == Command::shutdown) return true;
    return m.nonce == request_.nonce;
}

void Asker::take_answer(const Message& message) {
    if (!answers(message) || answer_) return;
    answer_ = message;
    answered_at_ = std::max(last_heard_, at_);
    ++quality_.answers;
}

/// Judges what is held, and begins anew.
void Asker::judge_held() {
    batch_.clear();
    reader_.finish(batch_);
    for (const auto& seen : batch_.frames) take_frame(seen.frame);
}

Timestamp Asker::deadline() const {
    if (answer_) return free_from(answered_at_);
    const auto latest = after(at_, timing_.whole_answer());
    const bool something = heard_ > 0 || (echoed_ > 0 && echoed_ < text_.size() && echo_possible_);
    if (!something) return after(at_, timing_.first_byte());
    const auto quiet = after(last_heard_, timing_.quiet());
    return std::min(latest, std::max(quiet, after(at_, timing_.first_byte())));
}

void Asker::count(Outcome::Kind kind) {
    if (kind == Outcome::Kind::clean || !answered_) return;
    if (kind == Outcome::Kind::silent) {
        quality_.noise += heard_;
        if (one_) ++quality_.lost;
    } else if (one_) {
        ++quality_.broken;
    } else {
        ++quality_.collisions;
    }
}

std::optional<Outcome> Asker::finish(Outcome::Kind kind, Timestamp now) {
    count(kind);
    state_ = State::idle;
    if (kind != Outcome::Kind::clean && --tries_ > 0) {
        begin(request_, now);
        return {};
    }
    return Outcome{kind, kind == Outcome::Kind::clean ? *answer_ : Message{}};
}

std::optional<Outcome> Asker::end_of_wait(Timestamp now) {
    if (now < deadline()) return {};
    if (!answer_) judge_held();
    if (answer_) return finish(Outcome::Kind::clean, now);
    return finish(heard_ < answer_at_least ? Outcome::Kind::silent : Outcome::Kind::garbled, now);
}

std::optional<Outcome> Asker::poll(Timestamp now, std::string& send) {
    if (state_ == State::due) {
        if (now < free_from(at_)) return {};
        send_now(now, send);
    }
    if (state_ == State::pausing && now >= at_) {
        state_ = State::idle;
        return Outcome{};
    }
    if (state_ == State::sending && now >= at_) {
        if (!answered_) return finish(Outcome::Kind::silent, now);
        state_ = State::waiting;
    }
    if (state_ == State::waiting) return end_of_wait(now);
    return {};
}

Timestamp Asker::again() const {
    switch (state_) {
    case State::idle:
        return Timestamp::none();
    case State::due:
        return free_from(at_);
    case State::pausing:
    case State::sending:
        return at_;
    case State::waiting:
        break;
    }
    return deadline();
}

} // namespace gtx::link
