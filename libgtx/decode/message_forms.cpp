// SPDX-License-Identifier: MIT
#include "decode/message_forms_impl.hpp"

#include <algorithm>
#include <bit>

#include "decode/dbc_records_impl.hpp"

namespace gtx::decode {

namespace {

/// Characters one field needs at most: its two segments, and a number, a label or a text in which each byte
/// is escaped as six.
std::size_t room_for(const wire::Row& row) {
    std::size_t longest = wire::max_name;
    for (const auto& label : row.labels) longest = std::max(longest, label.name.size());
    if (row.kind == wire::Kind::text) longest = std::max<std::size_t>(longest, 6 * (row.bits.width / 8U));
    return 2 * Segment::most + longest + 2;
}

} // namespace

void Plan::add(const wire::Row& row, const std::string& before, const std::string& after) {
    fields.push_back({&row, wire::decimals(row.scale), Segment(before), Segment(after)});
    room += room_for(row);
}

namespace {

/// Visits the fields of a message that have a value and are selected.
template <class Visit>
void each_field(const Plan& plan, const Slot& slot, Visit&& visit) {
    for (auto rest = slot.present & plan.rows; rest != 0; rest &= rest - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(rest));
        visit(plan.fields[i], slot.raw[i]);
    }
}

/// A text field as JSON or CSV writes it.
template <void (*Append)(std::string&, std::string_view)>
char* put_text(char* out, const wire::Row& row, std::span<const std::uint8_t> bytes) {
    std::string text;
    Append(text, wire::text(row, bytes));
    return text::put(out, text);
}

char* put_number(char* out, const Plan::Field& field, std::int64_t raw) {
    return text::put_decimal(out, wire::mantissa(field.row->scale, raw), field.decimals);
}

/// Where several files of a user are one dialect, that of the message.
std::string_view told_dialect(const Slot& slot) {
    const auto* origin = dbc_origin(slot);
    return origin != nullptr ? origin->file : slot.dialect->name;
}

char* put_truth(char* out, bool yes) {
    std::memcpy(out, yes ? "true\0\0\0" : "false\0\0", 8);
    return out + (yes ? 4 : 5);
}

class JsonForm : public Form {
public:
    std::string_view heading() const override { return ""; }
    std::string_view before_time() const override { return "{\"t\":"; }

    std::string head(const Slot& slot, std::string_view interface, bool timed) const override {
        std::string out = timed ? ",\"if\":" : "{\"if\":";
        text::append_json_string(out, interface);
        out += ",\"id\":\"" + id_text(slot) + '"';
        if (slot.message != nullptr && slot.decoded) {
            text::append_json_string(out += ",\"dialect\":", told_dialect(slot));
            text::append_json_string(out += ",\"msg\":", slot.message->table->name);
        }
        return out;
    }

    Plan plan(const wire::Table& table, wire::RowMask selected) const override {
        Plan plan(selected);
        for (const auto& row : table.rows) plan.add(row, ",\"" + wire::key(row) + "\":", "");
        return plan;
    }

    char* body(char* out, LineStarts& starts, const Plan& plan, const Slot& slot,
               std::span<const std::uint8_t> bytes) const override {
        out = starts.put(out, out);
        each_field(plan, slot, [&](const Plan::Field& field, std::int64_t raw) {
            out = put_value(field.before.put(out), field, raw, bytes);
        });
        return text::put(out, "}\n");
    }

    std::string raw_before(const Slot& slot, std::size_t length) const override {
        std::string kind;
        if (slot.kind != can::Kind::data) ((kind = ",\"kind\":\"") += can::name(slot.kind)) += '"';
        if (slot.kind == can::Kind::remote) (kind += ",\"length\":") += std::to_string(length);
        return kind += ",\"data\":\"";
    }
    std::string_view raw_after() const override { return "\"}\n"; }

private:
    static char* put_value(char* out, const Plan::Field& field, std::int64_t raw,
                           std::span<const std::uint8_t> bytes) {
        const auto& row = *field.row;
        if (wire::is_yes_no(row)) return put_truth(out, wire::is_yes(raw));
        if (row.kind == wire::Kind::number) return put_number(out, field, raw);
        if (row.kind == wire::Kind::text) return put_text<text::append_json_string>(out, row, bytes);
        const auto label = wire::label(row, raw);
        if (label.empty()) return text::put_decimal(out, wire::mantissa(row.scale, raw), 0);
        *out = '"';
        out = text::put(out + 1, label);
        *out = '"';
        return out + 1;
    }
};

class CsvForm : public Form {
public:
    std::string_view heading() const override { return "t,if,id,dialect,msg,signal,value,unit\n"; }
    std::string_view before_time() const override { return ""; }

    std::string head(const Slot& slot, std::string_view interface, bool) const override {
        std::string out = ",";
        text::append_csv_field(out, interface);
        out += ',' + id_text(slot) + ',';
        if (slot.message != nullptr && slot.decoded) text::append_csv_field(out, told_dialect(slot));
        out += ',';
        if (slot.message != nullptr && slot.decoded) out += slot.message->table->name;
        return out += ',';
    }

    Plan plan(const wire::Table& table, wire::RowMask selected) const override {
        Plan plan(selected);
        for (const auto& row : table.rows)
            plan.add(row, wire::full_name(row, '_') + ',', ',' + std::string(suffix(row.unit)) + '\n');
        return plan;
    }

    char* body(char* out, LineStarts& starts, const Plan& plan, const Slot& slot,
               std::span<const std::uint8_t> bytes) const override {
        const char* const record = out;
        each_field(plan, slot, [&](const Plan::Field& field, std::int64_t raw) {
            out = field.before.put(starts.put(out, record));
            out = field.after.put(put_value(out, field, raw, bytes));
        });
        return out;
    }

    std::string raw_before(const Slot&, std::size_t) const override { return "data,"; }
    std::string_view raw_after() const override { return ",\n"; }

private:
    static char* put_value(char* out, const Plan::Field& field, std::int64_t raw,
                           std::span<const std::uint8_t> bytes) {
        const auto& row = *field.row;
        if (wire::is_yes_no(row)) {
            *out = wire::is_yes(raw) ? '1' : '0';
            return out + 1;
        }
        if (row.kind == wire::Kind::text) return put_text<text::append_csv_field>(out, row, bytes);
        const auto label = row.kind == wire::Kind::choice ? wire::label(row, raw) : std::string_view{};
        return label.empty() ? put_number(out, field, raw) : text::put(out, label);
    }
};

class TextForm : public Form {
public:
    std::string_view heading() const override { return ""; }
    std::string_view before_time() const override { return ""; }

    std::string head(const Slot& slot, std::string_view interface, bool timed) const override {
        std::string out = timed ? " " : "";
        (out += interface) += ' ' + id_text(slot);
        if (slot.message != nullptr && slot.decoded) (out += ' ') += slot.message->table->name;
        return out;
    }

    Plan plan(const wire::Table& table, wire::RowMask selected) const override {
        Plan plan(selected);
        for (const auto& row : table.rows) {
            const auto unit = row.unit == Unit::none ? std::string() : ' ' + std::string(symbol(row.unit));
            plan.add(row, "  " + wire::full_name(row, ' ') + (wire::is_yes_no(row) ? "" : " "), unit);
        }
        return plan;
    }

    /// Of yes and no only the yes is told: a person looks for what is the case.
    char* body(char* out, LineStarts& starts, const Plan& plan, const Slot& slot,
               std::span<const std::uint8_t> bytes) const override {
        out = starts.put(out, out);
        char* const start = out;
        bool silent = false;
        each_field(plan, slot, [&](const Plan::Field& field, std::int64_t raw) {
            const bool no = wire::is_yes_no(*field.row) && !wire::is_yes(raw);
            silent = silent || no;
            if (!no) out = field.after.put(put_value(field.before.put(out), field, raw, bytes));
        });
        if (out == start && !plan.fields.empty()) out = text::put(out, silent ? "  none set" : "  -");
        return text::put(out, "\n");
    }

    std::string raw_before(const Slot& slot, std::size_t length) const override {
        std::string before;
        if (slot.kind != can::Kind::data) (before = ' ') += can::name(slot.kind);
        const bool no_bytes = slot.kind == can::Kind::remote || length == 0;
        return before + "  [" + std::to_string(length) + (no_bytes ? "]" : "] ");
    }
    std::string_view raw_after() const override { return "\n"; }

private:
    static char* put_value(char* out, const Plan::Field& field, std::int64_t raw,
                           std::span<const std::uint8_t> bytes) {
        const auto& row = *field.row;
        if (wire::is_yes_no(row)) return out;
        if (row.kind == wire::Kind::text) return put_text<text::append_json_string>(out, row, bytes);
        const auto label = row.kind == wire::Kind::choice ? wire::label(row, raw) : std::string_view{};
        return label.empty() ? put_number(out, field, raw) : text::put(out, label);
    }
};

} // namespace

std::unique_ptr<Form> make_form(Format format) {
    if (format == Format::json) return std::make_unique<JsonForm>();
    if (format == Format::csv) return std::make_unique<CsvForm>();
    return std::make_unique<TextForm>();
}

} // namespace gtx::decode
