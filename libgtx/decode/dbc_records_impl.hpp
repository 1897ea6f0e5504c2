// SPDX-License-Identifier: MIT
/// \file
/// Records of messages out of a user's DBC: what stands behind the head of their lines.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "gtx/decode/writers.hpp"
#include "gtx/dialect/dbc_dialect.hpp"

namespace gtx::decode {

/// The unit of a signal.
struct DbcUnit {
    std::string suffix; ///< as in CSV of the dialects where gtx knows it, else as the file has it
    std::string symbol; ///< for people
};
DbcUnit unit_of(const dialect::DbcSignal& signal);

/// `names` are those of the signals that are asked for; empty: all are.
bool is_wanted(const std::vector<std::string>& names, const dialect::DbcSignal& signal);

class DbcRecords {
public:
    DbcRecords(Format format, const std::vector<std::string>& signals) : format_(format), signals_(signals) {}

    /// Appends the lines of a message, each without its time and its head, each with its LF. Returns how
    /// many.
    std::uint32_t append(std::string& out, const dialect::DbcMessage& message,
                         std::span<const std::uint8_t> bytes);

private:
    /// What stands around the value of a signal.
    struct Field {
        bool wanted = true;
        std::string before;
        std::string after;
    };
    using Fields = std::vector<Field>; ///< in the order of the signals

    const Fields& fields_of(const dialect::DbcMessage& message);
    [[nodiscard]] Field field(const dialect::DbcSignal& signal) const;
    void append_value(std::string& out, const dialect::DbcValue& value) const;

    Format format_;
    const std::vector<std::string>& signals_; ///< names that are wanted; empty: all
    std::map<const dialect::DbcMessage*, Fields> fields_;
    std::vector<dialect::DbcValue> values_; ///< room
};

/// What a slot with a message is, if its dialect is of a user's files: else null.
inline const dialect::DbcDialect::Origin* dbc_origin(const Slot& slot) {
    if (slot.dialect == nullptr || slot.dialect->dbc == nullptr || slot.message == nullptr) return nullptr;
    return &slot.dialect->dbc->origin(*slot.message);
}

} // namespace gtx::decode
