// SPDX-License-Identifier: MIT
#include "gtx/link/pack.hpp"

#include <algorithm>

#include "gtx/base/random.hpp"
#include "gtx/link/coordinator.hpp"
#include "link/asker_impl.hpp"

namespace gtx::link {

namespace {

constexpr unsigned shutdown_tries = 4;
/// Who hears nothing of its session for so long gives up what is not in force: a number held, a raised Out.
constexpr std::int64_t patience = 5'000 * millisecond;

/// What is to be sent. Levels are those of the moment of sending: others drop their Outs meanwhile.
struct Reply {
    Message message;
    Timestamp at;
    bool stops = false; ///< the pack shuts down once it is sent
};

} // namespace

class Pack::Impl {
public:
    Impl(PackOptions options, Timestamp now)
        : options_(std::move(options))
        , timing_{.speed = options_.speed}
        , random_(options_.seed)
        , now_(now)
        , asker_(timing_, quality_) {}

    void take(serial::Bytes bytes, Timestamp now);
    void set_in(bool raised, Timestamp now);
    void press(Timestamp now);
    void power(bool on, Timestamp now);
    Step step(Timestamp now);

    [[nodiscard]] PackPhase phase() const;
    [[nodiscard]] std::optional<unsigned> number() const {
        return number_ != 0 ? std::optional(number_) : std::nullopt;
    }
    [[nodiscard]] const Identity& identity() const { return options_.identity; }
    [[nodiscard]] const Observation* observation() const { return found_ ? &*found_ : nullptr; }

private:
    enum class Power : std::uint8_t { none, asleep, on };

    void forget();
    void forget_all();
    void fall_asleep();
    [[nodiscard]] bool pending() const { return out_ || claimed_ || (held_ != 0 && number_ == 0); }
    void draw_nonce();
    void take_frame(const serial::AsciiFrame& frame);
    void take_request(const Message& m);
    void enter(const Message& m);
    void obey(const Message& m);
    void take_offer(const Message& m);
    void remember(unsigned sight);
    void take_grant(const Message& m);
    void take_out(const Message& m);
    void take_search(const Message& m);
    void take_mute(const Message& m);
    void take_commit(const Message& m);
    void take_shutdown();
    void answer(Message m);
    void reply(const Message& m);
    [[nodiscard]] std::uint8_t levels() const;

    void begin_coding();
    void end_coding();
    Step step_coding();
    void begin_stopping();
    void stop_next();
    void step_stopping(std::string& send);
    void step_reply(std::string& send);
    [[nodiscard]] Timestamp again() const;

    PackOptions options_;
    Timing timing_;
    SplitMix64 random_;
    Timestamp now_;
    Power power_ = Power::none;
    serial::AsciiReader reader_;
    serial::AsciiBatch batch_;
    bool in_ = false;
    bool out_ = false;
    std::uint16_t session_ = looking; ///< looking: none yet
    std::uint32_t nonce_ = 0;
    unsigned held_ = 0;   ///< the number that was granted; 0: none
    unsigned number_ = 0; ///< the number in force
    bool claimed_ = false;
    bool muted_ = false;
    std::uint8_t low_ = 0; ///< sights of the session in which its In was not raised
    std::uint8_t high_ = 0;
    std::optional<Reply> reply_;
    Timestamp heard_at_;  ///< the last request of the session
    Timestamp asleep_at_; ///< the last answer is on the wire until then

    bool master_ = false; ///< it has number 1 by its own coding
    std::unique_ptr<Coordinator> coordinator_;
    std::optional<Observation> found_;
    Quality quality_;
    Asker asker_;           ///< of a master that shuts down
    unsigned stopping_ = 0; ///< the number that is told to shut down
};

void Pack::Impl::draw_nonce() {
    do nonce_ = static_cast<std::uint32_t>(random_.next() >> 32);
    while (nonce_ == 0);
}

/// What belongs to a session.
void Pack::Impl::forget() {
    held_ = number_ = 0;
    claimed_ = muted_ = out_ = master_ = false;
    low_ = high_ = 0;
    reply_.reset();
    draw_nonce();
}

void Pack::Impl::forget_all() {
    forget();
    session_ = looking;
    coordinator_.reset();
    stopping_ = 0;
    asleep_at_ = Timestamp::none();
    asker_.drop();
    batch_.clear();
    reader_ = serial::AsciiReader();
}

void Pack::Impl::fall_asleep() {
    forget_all();
    power_ = Power::asleep;
}

void Pack::Impl::power(bool on, Timestamp now) {
    now_ = now;
    if (on && power_ == Power::on) return;
    forget_all();
    power_ = on ? Power::on : Power::none;
}

void Pack::Impl::set_in(bool raised, Timestamp now) {
    now_ = now;
    in_ = raised;
    if (coordinator_) coordinator_->set_in(raised, now);
}

void Pack::Impl::take(serial::Bytes bytes, Timestamp now) {
    now_ = now;
    if (power_ == Power::none) return;
    if (coordinator_) return coordinator_->take(bytes, now);
    if (stopping_ != 0) asker_.take(bytes, now);
    batch_.clear();
    reader_.read(bytes, now, batch_);
    const auto seen = std::move(batch_.frames);
    for (const auto& s : seen) take_frame(s.frame);
}

void Pack::Impl::take_frame(const serial::AsciiFrame& frame) {
    const auto message = decode(frame);
    if (!message || message->answer || asleep_at_.known()) return;
    if (stopping_ != 0 && message->session == session_) return; // an echo
    if (power_ == Power::asleep) {
        if (message->command != Command::reset) return;
        power_ = Power::on; // R-BTN-2: the others start by themselves
    }
    take_request(*message);
}

void Pack::Impl::take_request(const Message& m) {
    reply_.reset(); // who asks on has given up the answer
    if (m.session != looking && m.session != session_) enter(m);
    if (m.session == session_) heard_at_ = now_;
    if (m.session == session_ || m.session == looking) obey(m);
}

/// Another session: whoever numbered this pack does so no more. A master says so once, with a reset of its
/// own session: so the other learns that it is not alone (R-LINK-2).
void Pack::Impl::enter(const Message& m) {
    Message objection{.command = Command::reset, .session = session_};
    const bool objects = master_ && m.command == Command::reset;
    forget();
    stopping_ = 0;
    session_ = m.session;
    if (objects) reply(objection);
}

void Pack::Impl::obey(const Message& m) {
    const bool looks = m.session == looking;
    switch (m.command) {
    case Command::search:
        return take_search(m);
    case Command::mute:
        return take_mute(m);
    case Command::levels:
        if (m.nonce == nonce_) answer({.command = m.command, .session = m.session});
        return;
    case Command::reset:
    case Command::offer:
    case Command::grant:
    case Command::out:
    case Command::commit:
    case Command::shutdown:
    case Command::witness:
        break;
    }
    if (looks) return; // who only looks changes nothing
    switch (m.command) {
    case Command::reset: {
        auto objection = reply_;
        forget();
        reply_ = objection;
        return;
    }
    case Command::offer:
        return take_offer(m);
    case Command::grant:
        return take_grant(m);
    case Command::out:
        return take_out(m);
    case Command::commit:
        return take_commit(m);
    case Command::shutdown:
        if (m.adr != 0 && m.adr == number_ && !master_) take_shutdown();
        return;
    case Command::witness:
        if (m.nonce == nonce_)
            answer({.command = m.command, .session = m.session, .low = low_, .high = high_});
        return;
    case Command::search:
    case Command::mute:
    case Command::levels:
        return;
    }
}

std::uint8_t Pack::Impl::levels() const {
    return static_cast<std::uint8_t>((in_ ? level::in : 0U) | (out_ ? level::out : 0U) |
                                     (number_ != 0 ? level::numbered : 0U));
}

void Pack::Impl::reply(const Message& m) {
    reply_ = {m, after(now_, options_.turnaround_ns), false};
}

void Pack::Impl::answer(Message m) {
    m.answer = true;
    m.adr = static_cast<std::uint8_t>(held_);
    m.nonce = nonce_;
    reply(m);
}

void Pack::Impl::take_offer(const Message& m) {
    remember(m.sight);
    if (!in_) return;
    claimed_ = claimed_ || m.adr != 0;
    answer({.command = m.command,
            .session = m.session,
            .serial = options_.identity.serial,
            .firmware = options_.identity.firmware});
}

void Pack::Impl::remember(unsigned sight) {
    auto& seen = in_ ? high_ : low_;
    seen = static_cast<std::uint8_t>(seen | sight_bit(sight));
}

/// One step to a number: it holds it, and has none before it is told that all is right.
void Pack::Impl::take_grant(const Message& m) {
    out_ = false; // one Out is raised at a time
    if (m.nonce != nonce_ || m.serial != options_.identity.serial || m.adr == 0 || number_ != 0) return;
    held_ = m.adr;
    out_ = true;
    answer({.command = m.command, .session = m.session});
}

void Pack::Impl::take_commit(const Message& m) {
    if (m.nonce != nonce_ || m.adr == 0 || m.adr != held_) return;
    number_ = held_;
    claimed_ = out_ = false;
    answer({.command = m.command, .session = m.session});
}

void Pack::Impl::take_out(const Message& m) {
    const bool mine = m.nonce == nonce_;
    out_ = mine && (m.levels & level::out) != 0;
    if (mine) answer({.command = m.command, .session = m.session});
}

void Pack::Impl::take_search(const Message& m) {
    if (muted_ || (m.session != looking && held_ != 0)) return;
    const auto where = place(m.session, m.salt, options_.identity.serial, nonce_);
    const auto unused = place_bits - m.bits;
    if (unused < place_bits && (where ^ m.prefix) >> unused != 0) return;
    answer({.command = m.command,
            .session = m.session,
            .serial = options_.identity.serial,
            .firmware = options_.identity.firmware});
}

void Pack::Impl::take_mute(const Message& m) {
    if (m.nonce == 0) muted_ = false;
    if (m.nonce != nonce_) return;
    muted_ = true;
    answer({.command = m.command, .session = m.session});
}

void Pack::Impl::take_shutdown() {
    answer({.command = Command::shutdown, .session = session_});
    reply_->stops = true;
}

void Pack::Impl::press(Timestamp now) {
    now_ = now;
    if (coordinator_) {
        coordinator_->cancel(now);
        stopping_ = 1;
        return;
    }
    if (stopping_ != 0) return;
    if (master_) return begin_stopping();
    if (number_ == 0) begin_coding();
}

void Pack::Impl::begin_coding() {
    forget_all();
    power_ = Power::on;
    CoordinatorOptions options;
    options.self = options_.identity;
    options.speed = options_.speed;
    options.seed = random_.next();
    coordinator_ = std::make_unique<Coordinator>(options, now_);
    coordinator_->set_in(in_, now_);
}

void Pack::Impl::end_coding() {
    found_ = coordinator_->observation();
    const bool stop = stopping_ != 0;
    session_ = coordinator_->session();
    coordinator_.reset();
    stopping_ = 0;
    if (stop) return fall_asleep();
    if (!found_->numbered) return;
    held_ = number_ = 1;
    master_ = true;
}

/// Slaves first, the last of the chain before the others; the master last (R-BTN-3).
void Pack::Impl::begin_stopping() {
    stopping_ = static_cast<unsigned>(found_->chain.size());
    out_ = false;
    if (stopping_ <= 1) return fall_asleep();
    stop_next();
}

void Pack::Impl::stop_next() {
    asker_.ask(
        {.command = Command::shutdown, .adr = static_cast<std::uint8_t>(stopping_), .session = session_},
        shutdown_tries, now_);
}

void Pack::Impl::step_stopping(std::string& send) {
    while (stopping_ > 1 && asker_.poll(now_, send)) {
        if (--stopping_ > 1) stop_next();
    }
    if (stopping_ == 1) fall_asleep();
}

void Pack::Impl::step_reply(std::string& send) {
    if (!reply_ || now_ < reply_->at) return;
    auto& message = reply_->message;
    if (message.command == Command::levels || message.command == Command::out) message.levels = levels();
    const auto text = encode(message).value_or(std::string());
    send += text;
    if (reply_->stops) asleep_at_ = after(now_, timing_.chars(text.size()));
    reply_.reset();
}

Step Pack::Impl::step_coding() {
    auto step = coordinator_->step(now_);
    if (coordinator_->over()) {
        end_coding();
        step.again = again();
    }
    return step;
}

Step Pack::Impl::step(Timestamp now) {
    now_ = now;
    if (coordinator_) return step_coding();
    Step step;
    if (asleep_at_.known() && now >= asleep_at_) fall_asleep();
    if (pending() && now >= after(heard_at_, patience)) forget();
    if (power_ == Power::on) {
        if (stopping_ != 0) step_stopping(step.send);
        step_reply(step.send);
    }
    step.out = out_;
    step.again = again();
    return step;
}

Timestamp Pack::Impl::again() const {
    if (asleep_at_.known()) return asleep_at_;
    if (reply_) return reply_->at;
    if (stopping_ != 0) return asker_.again();
    return pending() ? after(heard_at_, patience) : Timestamp::none();
}

PackPhase Pack::Impl::phase() const {
    if (power_ != Power::on) return PackPhase::off;
    if (stopping_ != 0 || asleep_at_.known()) return PackPhase::stopping;
    if (coordinator_) return PackPhase::coding;
    if (number_ != 0) return PackPhase::numbered;
    return held_ != 0 || claimed_ ? PackPhase::claiming : PackPhase::waiting;
}

Pack::Pack(PackOptions options, Timestamp now) : impl_(std::make_unique<Impl>(std::move(options), now)) {}
Pack::~Pack() = default;
Pack::Pack(Pack&&) noexcept = default;
Pack& Pack::operator=(Pack&&) noexcept = default;

void Pack::take(serial::Bytes bytes, Timestamp now) {
    impl_->take(bytes, now);
}
void Pack::set_in(bool raised, Timestamp now) {
    impl_->set_in(raised, now);
}
void Pack::press(Timestamp now) {
    impl_->press(now);
}
void Pack::power(bool on, Timestamp now) {
    impl_->power(on, now);
}
Step Pack::step(Timestamp now) {
    return impl_->step(now);
}
PackPhase Pack::phase() const {
    return impl_->phase();
}
std::optional<unsigned> Pack::number() const {
    return impl_->number();
}
const Identity& Pack::identity() const {
    return impl_->identity();
}
const Observation* Pack::observation() const {
    return impl_->observation();
}

} // namespace gtx::link
