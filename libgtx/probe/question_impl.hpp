// SPDX-License-Identifier: MIT
/// \file
/// What is asked on a serial line, and what came of it.
#pragma once

#include <cstdint>
#include <string>

#include "gtx/base/time.hpp"
#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::probe {

/// How long a reply is waited for.
enum class Patience : std::uint8_t {
    brief, ///< as long as the slowest reply seen took to begin: nobody is known to be there
    fair,  ///< a second try
    full,  ///< as the protocol's pace says
};

/// One request.
struct Question {
    const dialect::SerialDialect* dialect = nullptr;
    const dialect::SerialCommand* command = nullptr;
    std::uint8_t address = 0;
    std::uint32_t speed = 0;
    Patience patience = Patience::full;
    bool all = false;    ///< all packs at once
    bool adopt = false;  ///< an answer from another address is an answer
    bool linger = false; ///< wait for a second reply as long as the first one took

    friend bool operator==(const Question&, const Question&) = default;
};

/// What came of a question.
struct Answer {
    Question question;
    bool came = false;        ///< a right frame, whatever it says; false: the time was over
    std::uint8_t address = 0; ///< from which it came
    Timestamp time;
    dialect::SerialReading reading;

    /// True if it says what was asked.
    [[nodiscard]] bool good() const { return came && reading.said == dialect::Said::reply; }
    /// True if asking once more may help: nothing came, or something that does not fit.
    [[nodiscard]] bool worth_a_retry() const { return !came || reading.said == dialect::Said::misfit; }
};

/// True if gtx may and can ask this.
inline bool can_ask(const dialect::SerialDialect& dialect, const dialect::SerialCommand& command,
                    bool all = false) {
    return dialect::request(dialect, command, dialect.address_first, all).has_value();
}

} // namespace gtx::probe
