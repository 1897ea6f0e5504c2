// SPDX-License-Identifier: MIT
#include "gtx/decode/selection.hpp"

#include <algorithm>
#include <charconv>
#include <functional>

#include "decode/dbc_records_impl.hpp"
#include "decode/names_impl.hpp"

namespace gtx::decode {

namespace {

Result<std::uint32_t> parse_id(std::string_view s) {
    std::uint32_t id = 0;
    const bool prefix = s.starts_with("0x") || s.starts_with("0X");
    const auto digits = prefix ? s.substr(2) : s;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), id, 16);
    if (error != std::errc() || end != digits.data() + digits.size() || id > 0x1FFFFFFF)
        return Error{Errc::bad_syntax,
                     "'" + std::string(s) + "' is no identifier: up to 8 hex digits, as 351"};
    return id;
}

Result<IdRange> parse_range(std::string_view s) {
    const auto dash = s.find('-');
    GTX_TRY(const auto first, parse_id(s.substr(0, dash)));
    if (dash == std::string_view::npos) return IdRange{first, first};
    GTX_TRY(const auto last, parse_id(s.substr(dash + 1)));
    if (last < first) return Error{Errc::bad_syntax, "'" + std::string(s) + "' runs backwards"};
    return IdRange{first, last};
}

/// Names are those of the file, letter by letter.
bool has_name(const dialect::DbcMessage& message, std::string_view signal) {
    return std::ranges::any_of(message.signals, [&](const auto& s) { return s.row.name == signal; });
}

bool wants_signal_of(const Selection& selection, const dialect::DbcMessage& message) {
    return std::ranges::any_of(selection.signals, [&](const auto& name) { return has_name(message, name); });
}

} // namespace

Result<std::vector<IdRange>> parse_ids(std::string_view text) {
    std::vector<IdRange> ids;
    while (true) {
        const auto comma = text.find(',');
        GTX_TRY(const auto range, parse_range(text.substr(0, comma)));
        ids.push_back(range);
        if (comma == std::string_view::npos) return ids;
        text.remove_prefix(comma + 1);
    }
}

bool wants(const Selection& selection, const Slot& slot, std::string_view interface) {
    if (!selection.interfaces.empty() &&
        std::ranges::find(selection.interfaces, interface) == selection.interfaces.end())
        return false;
    const auto in = [&](const IdRange& r) { return slot.id.value >= r.first && slot.id.value <= r.last; };
    if (!selection.ids.empty() && std::ranges::none_of(selection.ids, in)) return false;
    if (slot.message == nullptr) return selection.messages.empty() && selection.signals.empty();
    const auto& table = *slot.message->table;
    if (!selection.messages.empty() &&
        std::ranges::find(selection.messages, table.name) == selection.messages.end())
        return false;
    if (selection.signals.empty()) return true;
    if (const auto* origin = dbc_origin(slot)) return wants_signal_of(selection, *origin->message);
    return wanted_rows(selection, table) != 0;
}

wire::RowMask wanted_rows(const Selection& selection, const wire::Table& table) {
    if (selection.signals.empty()) return ~wire::RowMask{0};
    wire::RowMask mask = 0;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        for (const auto& wanted : selection.signals)
            if (names_row(wanted, table.rows[i])) mask |= wire::RowMask{1} << i;
    return mask;
}

std::vector<std::string> unknown_names(const Selection& selection, const dialect::Dialect& dialect) {
    std::vector<std::string> unknown;
    const auto has_message = [&](const std::string& name) {
        return std::ranges::any_of(dialect.messages, [&](const auto& m) { return m.table->name == name; });
    };
    const auto has_signal = [&](const std::string& name) {
        return std::ranges::any_of(dialect.messages, [&](const auto& m) {
            return std::ranges::any_of(m.table->rows, [&](const auto& row) { return names_row(name, row); });
        });
    };
    std::ranges::copy_if(selection.messages, std::back_inserter(unknown), std::not_fn(has_message));
    std::ranges::copy_if(selection.signals, std::back_inserter(unknown), std::not_fn(has_signal));
    return unknown;
}

std::vector<std::string> unknown_names(const Selection& selection, const dialect::DbcFile& file) {
    std::vector<std::string> unknown;
    const auto has_message = [&](const std::string& name) {
        return std::ranges::find(file.messages(), name, &dialect::DbcMessage::name) != file.messages().end();
    };
    const auto has_signal = [&](const std::string& name) {
        return std::ranges::any_of(file.messages(), [&](const auto& m) { return has_name(m, name); });
    };
    std::ranges::copy_if(selection.messages, std::back_inserter(unknown), std::not_fn(has_message));
    std::ranges::copy_if(selection.signals, std::back_inserter(unknown), std::not_fn(has_signal));
    return unknown;
}

} // namespace gtx::decode
