// SPDX-License-Identifier: MIT
/// \file
/// What a summary counts of the signals of a message out of a user's DBC.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decode/signal_impl.hpp"
#include "gtx/decode/summary.hpp"
#include "gtx/dialect/dbc_dialect.hpp"

namespace gtx::decode {

/// Sums are whole numbers here as everywhere (summary.hpp). Numbers that no whole ones scale exactly,
/// floating ones among them, are rounded to so many decimals as show six digits of their factor.
class DbcStatistics {
public:
    explicit DbcStatistics(const dialect::DbcMessage& message);

    /// A frame whose bytes changed.
    void take(std::span<const std::uint8_t> bytes, const Moment& now);
    /// The end: what holds does so up to `now`.
    void fold_all(const Moment& now);
    /// Appends the signals that had a value and that `names` wants; empty: all.
    void tell(std::vector<SignalSummary>& out, const std::vector<std::string>& names) const;

private:
    struct Counted {
        Signal signal;          ///< of numbers in units of the last decimal
        std::string_view label; ///< of the last value
        unsigned decimals = 0;
        bool held = false;  ///< the last frame had it
        bool taken = false; ///< the frame that is being taken has it
    };

    static void take(Counted& counted, const dialect::DbcValue& value, const Moment& now);
    [[nodiscard]] SignalSummary total(std::size_t place) const;

    const dialect::DbcMessage& message_;
    std::vector<Counted> counted_;          ///< in the order of the signals
    std::vector<dialect::DbcValue> values_; ///< room
};

} // namespace gtx::decode
