// SPDX-License-Identifier: MIT
#include "gtx/dialect/dbc_dialect.hpp"

#include <algorithm>

namespace gtx::dialect {

namespace {

/// There are no rows: what the bytes say is asked of the file.
wire::RowMask no_rows(const std::uint8_t*, std::size_t, std::int64_t*) {
    return 0;
}
wire::RowMask none_outside(const std::int64_t*, wire::RowMask) {
    return 0;
}

/// Bytes of which at least one signal can be read. Frames are often shorter than their message.
std::uint8_t least_length(const DbcMessage& message) {
    unsigned least = message.signals.empty() ? 0 : can::Frame::max_fd_length;
    for (const auto& s : message.signals) least = std::min(least, wire::place(s.row.bits).last + 1U);
    return static_cast<std::uint8_t>(least);
}

} // namespace

DbcDialect::DbcDialect(const std::vector<const DbcPart*>& parts) {
    std::size_t count = 0;
    for (const auto* part : parts) count += part->file.messages().size();
    tables_.reserve(count); // messages point to them
    for (const auto* part : parts) {
        parts_.push_back({&part->file, messages_.size()});
        name_ += (name_.empty() ? "" : ",") + part->name;
        for (const auto& message : part->file.messages()) add(message, part->name);
    }
    dialect_.name = name_;
    dialect_.messages = messages_;
    dialect_.dbc = this;
}

void DbcDialect::add(const DbcMessage& message, std::string_view file) {
    auto& table = tables_.emplace_back();
    table.name = message.name;
    table.length = message.length;
    table.min_length = least_length(message);
    auto& out = messages_.emplace_back();
    out.id.value = message.id.value;
    out.id.extended = message.id.extended;
    out.table = &table;
    out.decode = no_rows;
    out.outside = none_outside;
    origins_.push_back({&message, file});
}

const Message* DbcDialect::find(can::Id id) const noexcept {
    for (const auto& part : parts_)
        if (const auto* found = part.file->find(id))
            return &messages_[part.first + static_cast<std::size_t>(found - part.file->messages().data())];
    return nullptr;
}

} // namespace gtx::dialect
