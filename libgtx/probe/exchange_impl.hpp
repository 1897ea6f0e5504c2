// SPDX-License-Identifier: MIT
/// \file
/// One question at a time, and what belongs to it: echo, reply, second reply, time limit, the pause behind.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "gtx/base/time.hpp"
#include "gtx/diag/observation.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/serial/ascii.hpp"
#include "gtx/serial/console.hpp"
#include "probe/question_impl.hpp"

namespace gtx::probe {

using OnReading = std::function<void(const dialect::SerialReading&, bool sent)>;

/// Adds what a framer counted.
void tell_counts(const serial::Counts& counts, diag::SerialLink& link);

/// Asks, and pairs what comes with what was asked. Counts what it sees into a SerialLink.
class Exchange {
public:
    explicit Exchange(double haste) : haste_(haste) {}

    /// The bytes to send; empty if the question cannot be asked. Only while free().
    std::string ask(const Question& question, Timestamp now);
    void take(serial::Bytes bytes, Timestamp now);
    /// What came of the question, once: the reply, or that the time is over. Empty: wait.
    std::optional<Answer> outcome(Timestamp now);
    /// True if the next question may be asked: the line was quiet for the pace's gap.
    [[nodiscard]] bool free(Timestamp now) const;
    /// When outcome() or free() will be something else at the latest.
    [[nodiscard]] Timestamp due() const;
    /// What the answer under way needs to go on: Enter for the pager of a console.
    std::string wanted();
    /// A reply to an earlier question, which was given up, came: that question.
    std::optional<Question> late();
    /// The time for all of it is over: a reply that has not begun is not waited for.
    void cut_short(Timestamp now);
    /// What was asked is forgotten; nothing is asked before the gap is over.
    void forget(Timestamp now);
    /// The speed is another one from now on: what is half read will not go on.
    void speed_changed();

    void tell(diag::SerialLink& link) const;
    void on_reading(OnReading call) { on_reading_ = std::move(call); }

private:
    enum class Doing : std::uint8_t { nothing, waiting, answered };
    static constexpr std::size_t remembered = 8; ///< questions given up

    void read(serial::Bytes bytes, Timestamp now);
    void read_console(serial::Bytes bytes, Timestamp now);
    void judge_rest(Timestamp now);
    void take_frame(const serial::AsciiSeen& seen, Timestamp now);
    void take_reply(const serial::AsciiSeen& seen, Timestamp now);
    void take_answer(const serial::ConsoleAnswer& console, Timestamp now);
    void accept(dialect::SerialReading reading, std::uint8_t address, Timestamp now);
    void count_bytes(serial::Bytes bytes);
    void keep_waiting(Timestamp now);
    void hurry(Timestamp now);
    void give_up();
    void tell_sent();
    [[nodiscard]] bool is_echo(const serial::AsciiSeen& seen) const;
    [[nodiscard]] bool is_request(const serial::AsciiFrame& frame) const;
    static bool speaks(const dialect::SerialDialect& dialect, const serial::AsciiFrame& frame);
    static int fit(const Question& question, const serial::AsciiFrame& frame,
                   const dialect::SerialReading& reading);
    bool is_second_of_previous(const serial::AsciiSeen& seen, const dialect::SerialReading& reading);
    [[nodiscard]] bool is_late(const serial::AsciiSeen& seen, const dialect::SerialReading& reading);
    [[nodiscard]] std::int64_t hardest(const Question& question, std::int64_t end) const;
    [[nodiscard]] bool inside() const;
    [[nodiscard]] bool on_console() const;
    [[nodiscard]] std::int64_t hasty(serial::Milliseconds time) const;

    double haste_;
    OnReading on_reading_;
    Doing doing_ = Doing::nothing;
    Answer answer_;
    std::string sent_;
    serial::AsciiFrame sent_frame_;
    bool echo_heard_ = false;
    bool second_heard_ = false;
    bool second_possible_ = false;
    std::int64_t asked_ns_ = 0;
    std::int64_t last_byte_ns_ = 0;
    std::int64_t limit_ns_ = 0;   ///< the reply must have ended
    std::int64_t hardest_ns_ = 0; ///< though it be long
    std::int64_t ready_ns_ = 0;   ///< the line is free again
    std::int64_t latest_ns_ = 0;  ///< though it be never quiet
    struct GivenUp {
        Question question;
        std::int64_t since_ns = 0;
    };
    std::array<GivenUp, remembered> given_up_;
    std::size_t given_up_next_ = 0;
    std::optional<Question> late_;
    Question previous_;  ///< it was answered, once so far
    bool paged_ = false; ///< the pager has stopped the answer, and Enter was sent
    bool enter_ = false;

    serial::AsciiReader ascii_;
    serial::AsciiBatch batch_;
    serial::ConsoleReader console_;
    serial::ConsoleBatch console_batch_;
    diag::SerialLink seen_; ///< its counts
};

} // namespace gtx::probe
