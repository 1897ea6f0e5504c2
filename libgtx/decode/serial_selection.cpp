// SPDX-License-Identifier: MIT
#include <algorithm>

#include "decode/names_impl.hpp"
#include "gtx/decode/serial_writers.hpp"

namespace gtx::decode {

namespace {

template <class List, class Value>
bool holds(const List& list, const Value& value) {
    return std::ranges::find(list, value) != list.end();
}

} // namespace

bool wants(const Selection& selection, const wire::Field& field) {
    if (selection.signals.empty()) return true;
    auto row = *field.row;
    row.index = field.index;
    return std::ranges::any_of(selection.signals, [&](const auto& name) { return names_row(name, row); });
}

bool wants(const Selection& selection, const SerialRecord& record, std::string_view port) {
    const auto& r = *record.reading;
    if (selection.selects_time() && !selection.wants_time(record.time)) return false;
    if (!selection.interfaces.empty() && !holds(selection.interfaces, port)) return false;
    const auto in = [&](const IdRange& range) { return r.address >= range.first && r.address <= range.last; };
    if (!selection.ids.empty() && std::ranges::none_of(selection.ids, in)) return false;
    if (!selection.messages.empty() && (r.command == nullptr || !holds(selection.messages, r.command->name)))
        return false;
    return selection.signals.empty() ||
           std::ranges::any_of(r.fields, [&](const auto& field) { return wants(selection, field); });
}

std::vector<std::string> unknown_names(const Selection& selection, const dialect::SerialDialect& dialect) {
    std::vector<std::string> unknown;
    for (const auto& name : selection.messages)
        if (dialect.command(name) == nullptr) unknown.push_back(name);
    for (const auto& name : selection.signals) {
        // A row of a counted part has its index only in a frame: "cell_3" is meant by "cell".
        const auto stem = name.substr(0, name.find_first_of("0123456789"));
        bool found = false;
        for (const auto& command : dialect.commands)
            each_reply_row(dialect, command, [&](const wire::Row& row) {
                found = found || names_row(name, row) || stem == std::string(row.name) + '_';
            });
        if (!found) unknown.push_back(name);
    }
    return unknown;
}

} // namespace gtx::decode
