// SPDX-License-Identifier: MIT
#include "probe/identity_impl.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace gtx::probe {

namespace {

/// What rows of all protocols are called by what they say.
struct Words {
    std::array<std::string_view, 5> words;
    std::string Found::*member;
};
constexpr Words meanings[] = {
    {{"serial", "barcode", "", "", ""}, &Found::serial},
    {{"maker", "manufacturer", "vendor", "", ""}, &Found::maker},
    {{"version", "firmware", "soft", "", ""}, &Found::version},
    {{"model", "name", "hardware", "device", "product"}, &Found::model},
};

const Words* meaning_of(std::string_view row) {
    for (const auto& m : meanings)
        for (const auto word : m.words)
            if (!word.empty() && row.find(word) != row.npos) return &m;
    return nullptr;
}

bool tells(const wire::Row& row) {
    return row.kind == wire::Kind::text && meaning_of(row.name) != nullptr;
}

/// Without what fills the room behind a name: blanks, NULs, and the dashes of Pylontech (serial-protocols.md
/// 3.6).
std::string trimmed(std::string_view text) {
    const auto last = text.find_last_not_of(std::string_view(" \0-\xFF", 4));
    return last == text.npos ? std::string() : std::string(text.substr(0, last + 1));
}

} // namespace

bool tells_identity(const dialect::SerialDialect& dialect, const dialect::SerialCommand& command) {
    if (dialect.framing == dialect::Framing::console) return command.line == "info";
    if (command.reply == nullptr) return false;
    return std::ranges::any_of(command.reply->parts, [](const wire::Part& part) {
        return part.table != nullptr && std::ranges::any_of(part.table->rows, tells);
    });
}

void take_identity(const dialect::SerialReading& reading, Found& found) {
    std::string version;
    for (const auto& field : reading.fields) {
        if (field.row == nullptr || !field.present) continue;
        const auto* meaning = meaning_of(field.row->name);
        if (meaning == nullptr) continue;
        if (field.row->kind == wire::Kind::text) {
            auto& member = found.*(meaning->member);
            if (member.empty()) member = trimmed(field.text);
        } else if (meaning->member == &Found::version) {
            version += fmt::format("{}{}", version.empty() ? "" : ".", field.raw);
        }
    }
    if (found.version.empty()) found.version = std::move(version);
}

} // namespace gtx::probe
