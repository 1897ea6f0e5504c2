// SPDX-License-Identifier: MIT
#include "decode/dbc_records_impl.hpp"

#include <algorithm>

#include "gtx/base/text.hpp"

namespace gtx::decode {

namespace {

std::string csv_field(std::string_view text) {
    std::string out;
    text::append_csv_field(out, text);
    return out;
}

} // namespace

DbcUnit unit_of(const dialect::DbcSignal& signal) {
    const auto known = signal.row.unit;
    if (known != Unit::none) return {std::string(suffix(known)), std::string(symbol(known))};
    DbcUnit unit{std::string(signal.unit), {}};
    text::append_for_people(unit.symbol, signal.unit);
    return unit;
}

bool is_wanted(const std::vector<std::string>& names, const dialect::DbcSignal& signal) {
    return names.empty() || std::ranges::find(names, signal.row.name) != names.end();
}

DbcRecords::Field DbcRecords::field(const dialect::DbcSignal& signal) const {
    Field f;
    const std::string name(signal.row.name);
    f.wanted = is_wanted(signals_, signal);
    const auto unit = unit_of(signal);
    if (format_ == Format::json) {
        f.before = ",\"" + name + "\":";
    } else if (format_ == Format::csv) {
        f.before = name + ',';
        f.after = ',' + csv_field(unit.suffix) + '\n';
    } else {
        f.before = "  " + name + ' ';
        f.after = unit.symbol.empty() ? "" : ' ' + unit.symbol;
    }
    return f;
}

const DbcRecords::Fields& DbcRecords::fields_of(const dialect::DbcMessage& message) {
    auto& fields = fields_[&message];
    if (fields.empty())
        for (const auto& signal : message.signals) fields.push_back(field(signal));
    return fields;
}

void DbcRecords::append_value(std::string& out, const dialect::DbcValue& value) const {
    const auto label = dialect::label(value);
    if (label.empty())
        dialect::append_number(out, value);
    else if (format_ == Format::json)
        text::append_json_string(out, label);
    else if (format_ == Format::csv)
        text::append_csv_field(out, label);
    else
        text::append_for_people(out, label);
}

std::uint32_t DbcRecords::append(std::string& out, const dialect::DbcMessage& message,
                                 std::span<const std::uint8_t> bytes) {
    const auto& fields = fields_of(message);
    values_.clear();
    dialect::decode(message, bytes, values_);
    std::uint32_t count = 0;
    for (const auto& value : values_) {
        const auto& f = fields[static_cast<std::size_t>(value.signal - message.signals.data())];
        if (!f.wanted) continue;
        out += f.before;
        append_value(out, value);
        out += f.after;
        ++count;
    }
    if (format_ == Format::text && count == 0) out += "  -";
    if (format_ != Format::csv) out += format_ == Format::json ? "}\n" : "\n";
    return format_ == Format::csv ? count : 1;
}

} // namespace gtx::decode
