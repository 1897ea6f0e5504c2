// SPDX-License-Identifier: MIT
/// \file
/// Who may be on a line: what to ask, in which order, to find out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/probe/serial_probe.hpp"
#include "probe/question_impl.hpp"

namespace gtx::probe {

/// The first command of a poll cycle; null if there is none.
const dialect::SerialCommand* first_polled(const dialect::SerialDialect& dialect);

/// What is tried, a speed and protocol at a time; for people.
class Tried {
public:
    void add(const Question& question, bool speed_matters);
    [[nodiscard]] std::vector<std::string> words() const;

private:
    struct Row {
        const dialect::SerialDialect* dialect = nullptr;
        std::uint32_t speed = 0; ///< 0: it does not matter
        std::vector<std::uint8_t> addresses;
    };
    std::vector<Row> rows_;
};

/// The greetings to send, likely ones first: each protocol with its likely speed, then with the others, then
/// addresses further on. Round and round until something answers or the time is over.
class Looking {
public:
    explicit Looking(const SerialProbeOptions& options);

    /// Empty: nothing can be asked.
    [[nodiscard]] const Question* next() const { return at_ < list_.size() ? &list_[at_] : nullptr; }
    void advance();
    /// This one did answer, only late: it is asked next, and waited for longer.
    void ask_again(const Question& question);

private:
    std::vector<Question> list_;
    std::size_t at_ = 0;
    std::size_t likely_ = 0; ///< of the list, the first ones: greetings, or the addresses given
};

/// Every address, once.
class Scanning {
public:
    explicit Scanning(const SerialProbeOptions& options);

    [[nodiscard]] const Question* next() const { return at_ < list_.size() ? &list_[at_] : nullptr; }
    void advance() { ++at_; }
    /// Somebody answered: only its protocol and speed are asked from here on.
    void keep_to(const Question& question);

private:
    std::vector<Question> list_;
    std::size_t at_ = 0;
};

} // namespace gtx::probe
