// SPDX-License-Identifier: MIT
/// \file
/// DBC files of a user as a dialect: what decodes the tables of gtx takes their messages, too.
///
///     const DbcPart part{"dbc:bus", *read_dbc(text, "bus.dbc")};
///     const DbcDialect bus({&part});
///     decode::StreamOptions options;
///     options.dialect = &bus.dialect();
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/dialect/dbc_reader.hpp"
#include "gtx/dialect/dialect.hpp"

namespace gtx::dialect {

/// One file, and the name its messages are told with.
struct DbcPart {
    std::string name; ///< "dbc:bus": a built-in dialect has no colon
    DbcFile file;
};

/// The messages of one or more files. Where several have an identifier, the first of them is asked.
///
/// Each is a Message of dialect(): its table has name and length, but no rows, since a DBC may say what rows
/// cannot; what its frames hold says dialect::decode() of its origin().
class GTX_API DbcDialect {
public:
    /// Where a message is from.
    struct Origin {
        const DbcMessage* message = nullptr;
        std::string_view file; ///< name of the part
    };

    /// The parts are borrowed and must outlive it.
    explicit DbcDialect(const std::vector<const DbcPart*>& parts);
    DbcDialect(const DbcDialect&) = delete;
    DbcDialect& operator=(const DbcDialect&) = delete;

    [[nodiscard]] const Dialect& dialect() const { return dialect_; }
    /// The message that a frame with this identifier bears; null if no part has it.
    [[nodiscard]] const Message* find(can::Id id) const noexcept;
    /// `message` must be one of dialect().messages.
    [[nodiscard]] const Origin& origin(const Message& message) const noexcept {
        return origins_[static_cast<std::size_t>(&message - messages_.data())];
    }

private:
    struct Part {
        const DbcFile* file = nullptr;
        std::size_t first = 0; ///< place of its first message
    };
    void add(const DbcMessage& message, std::string_view file);

    std::string name_;
    std::vector<Part> parts_;
    std::vector<Origin> origins_;
    std::vector<wire::Table> tables_;
    std::vector<Message> messages_;
    Dialect dialect_;
};

} // namespace gtx::dialect
