// SPDX-License-Identifier: MIT
/// \file
/// One request and what comes back: the side of the bus that asks. It knows its own echo, tells silence,
/// an answer and a garbled one apart, and notices requests of others.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/link/observation.hpp"
#include "link/timing_impl.hpp"

namespace gtx::link {

struct Outcome {
    enum class Kind : std::uint8_t { silent, clean, garbled };
    Kind kind = Kind::silent;
    Message answer; ///< if clean
    [[nodiscard]] bool clean() const { return kind == Kind::clean; }
    [[nodiscard]] bool silent() const { return kind == Kind::silent; }
    [[nodiscard]] bool garbled() const { return kind == Kind::garbled; }
};

class Asker {
public:
    Asker(const Timing& timing, Quality& quality) : timing_(timing), quality_(quality) {}

    std::function<void(std::string_view words, bool sent)> on_frame;

    /// Asks once; `tries` times in all if it is not answered cleanly.
    void ask(const Message& request, unsigned tries, Timestamp now);
    /// Sends what is not answered.
    void tell(const Message& request, Timestamp now);
    /// Sends nothing for a while.
    void pause(std::int64_t ns, Timestamp now);
    /// Drops what is going on. What is being sent goes on.
    void drop() { state_ = State::idle; }
    /// Ends what was begun as soon as nobody's answer is broken by it: poll() tells when.
    void hurry(Timestamp now);

    void take(serial::Bytes bytes, Timestamp now);
    /// What became of it, once; appends to `send` what is to be sent now.
    std::optional<Outcome> poll(Timestamp now, std::string& send);
    /// When to call poll() again.
    [[nodiscard]] Timestamp again() const;
    /// Requests of others were heard since the last call.
    bool foreign();

private:
    enum class State : std::uint8_t { idle, due, pausing, sending, waiting };

    void begin(const Message& request, Timestamp now);
    void send_now(Timestamp now, std::string& send);
    void feed(std::uint8_t byte, Timestamp now);
    void take_byte(std::uint8_t byte, Timestamp now);
    void take_frame(const serial::AsciiFrame& frame);
    void take_answer(const Message& message);
    void judge_held();
    [[nodiscard]] Timestamp free_from(Timestamp t) const;
    [[nodiscard]] bool answers(const Message& message) const;
    [[nodiscard]] Timestamp deadline() const;
    std::optional<Outcome> end_of_wait(Timestamp now);
    std::optional<Outcome> finish(Outcome::Kind kind, Timestamp now);
    void count(Outcome::Kind kind);

    Timing timing_;
    Quality& quality_;
    serial::AsciiReader reader_;
    serial::AsciiBatch batch_;
    State state_ = State::idle;
    Message request_;
    Message previous_;     ///< whose echo may still come
    std::string text_;     ///< of the request
    bool answered_ = true; ///< an answer is expected
    bool one_ = false;     ///< by one pack alone
    unsigned tries_ = 1;
    Timestamp at_;              ///< due: send then; pausing, sending: until then
    Timestamp free_;            ///< the bus is not to be used before
    std::size_t echoed_ = 0;    ///< so many bytes of text_ came back
    bool echo_possible_ = true; ///< all that came since it was sent is its echo
    std::size_t heard_ = 0;     ///< bytes of an answer
    Timestamp last_heard_;
    std::optional<Message> answer_;
    Timestamp answered_at_;
    Timestamp sent_until_; ///< the last request, with the gap behind it
    bool foreign_ = false;
};

} // namespace gtx::link
