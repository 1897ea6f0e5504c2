// SPDX-License-Identifier: MIT
// One record for each decoded message: as JSON, as CSV rows (one for each signal), or as a line for people.
//
// A record is the time, a head that is constant for its slot, and a body that is written anew only when the
// bytes of the slot changed: most frames of a bus repeat the last ones.
#include <algorithm>
#include <map>
#include <memory>

#include "decode/dbc_records_impl.hpp"
#include "decode/segment_impl.hpp"
#include "decode/writer_impl.hpp"

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

/// What is known of a message before any frame of it came: the constant texts around its values.
struct Plan {
    explicit Plan(wire::RowMask selected) : rows(selected) {}

    void add(const wire::Row& row, const std::string& in_front, const std::string& behind) {
        before.emplace_back(in_front);
        after.emplace_back(behind);
        decimals.push_back(wire::decimals(row.scale));
        room += room_for(row);
    }

    wire::RowMask rows;               ///< selected
    std::vector<Segment> before;      ///< per row: the key, with what separates it from the value before
    std::vector<Segment> after;       ///< per row: the unit
    std::vector<unsigned> decimals;   ///< per row
    std::size_t room = Segment::most; ///< characters a body needs at most
};

/// A text of lines, each of which is written behind a time.
struct Body {
    Buffer text;
    std::uint32_t lines = 0;
};

/// What the three formats do differently.
class Form {
public:
    virtual ~Form() = default;
    virtual std::string_view heading() const = 0;
    virtual Plan plan(const wire::Table& table, wire::RowMask selected) const = 0;
    /// What stands in front of the time in a line, and behind it in every line of the slot.
    virtual std::string_view before_time() const = 0;
    virtual std::string head(const Slot& slot, std::string_view interface, bool timed) const = 0;
    /// The lines of a message, each without its time and its head, each with its LF.
    virtual void body(Body& body, const Plan& plan, const Slot& slot,
                      std::span<const std::uint8_t> bytes) const = 0;
    /// The line of a frame that is in no message.
    virtual void raw_body(Body& body, const Slot& slot, const log::Entry& entry) const = 0;
};

/// The bytes of a frame in hex between `before` and `after`.
void write_raw(Body& body, std::string_view before, std::span<const std::uint8_t> bytes,
               std::string_view after) {
    char* out = text::put(body.text.reserve(before.size() + 2 * bytes.size() + after.size()), before);
    for (const auto b : bytes) out = text::put_hex_byte(out, b);
    body.text.end(text::put(out, after));
    body.lines = 1;
}

std::span<const std::uint8_t> all_bytes(const log::Entry& entry) {
    if (entry.frame.kind == can::Kind::xl) return entry.xl_data;
    if (entry.frame.kind == can::Kind::remote) return {};
    return entry.frame.bytes();
}

/// Where several files of a user are one dialect, that of the message.
std::string_view told_dialect(const Slot& slot) {
    const auto* origin = dbc_origin(slot);
    return origin != nullptr ? origin->file : slot.dialect->name;
}

template <class Visit>
void each_row(wire::RowMask mask, Visit&& visit) {
    for (auto rest = mask; rest != 0; rest &= rest - 1)
        visit(static_cast<std::size_t>(std::countr_zero(rest)));
}

/// A text field as JSON or CSV writes it.
template <void (*Append)(std::string&, std::string_view)>
char* put_text(char* out, const wire::Row& row, std::span<const std::uint8_t> bytes) {
    std::string text;
    Append(text, wire::text(row, bytes));
    return text::put(out, text);
}

char* put_number(char* out, const wire::Row& row, unsigned decimals, std::int64_t raw) {
    return text::put_decimal(out, wire::mantissa(row.scale, raw), decimals);
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

    void body(Body& body, const Plan& plan, const Slot& slot,
              std::span<const std::uint8_t> bytes) const override {
        const auto rows = slot.message->table->rows;
        char* out = body.text.reserve(plan.room);
        each_row(slot.present & plan.rows, [&](std::size_t i) {
            out = put_value(plan.before[i].put(out), rows[i], plan.decimals[i], slot.raw[i], bytes);
        });
        body.text.end(text::put(out, "}\n"));
        body.lines = 1;
    }

    void raw_body(Body& body, const Slot& slot, const log::Entry& entry) const override {
        std::string kind;
        if (slot.kind != can::Kind::data) ((kind = ",\"kind\":\"") += can::name(slot.kind)) += '"';
        if (slot.kind == can::Kind::remote) (kind += ",\"length\":") += std::to_string(entry.frame.length);
        write_raw(body, kind += ",\"data\":\"", all_bytes(entry), "\"}\n");
    }

private:
    static char* put_value(char* out, const wire::Row& row, unsigned decimals, std::int64_t raw,
                           std::span<const std::uint8_t> bytes) {
        if (wire::is_yes_no(row)) return text::put(out, wire::is_yes(raw) ? "true" : "false");
        if (row.kind == wire::Kind::number) return put_number(out, row, decimals, raw);
        if (row.kind == wire::Kind::text) return put_text<text::append_json_string>(out, row, bytes);
        const auto label = wire::label(row, raw);
        if (label.empty()) return put_number(out, row, 0, raw);
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

    void body(Body& body, const Plan& plan, const Slot& slot,
              std::span<const std::uint8_t> bytes) const override {
        const auto rows = slot.message->table->rows;
        char* out = body.text.reserve(plan.room);
        each_row(slot.present & plan.rows, [&](std::size_t i) {
            out = put_value(plan.before[i].put(out), rows[i], plan.decimals[i], slot.raw[i], bytes);
            out = plan.after[i].put(out);
            ++body.lines;
        });
        body.text.end(out);
    }

    void raw_body(Body& body, const Slot&, const log::Entry& entry) const override {
        write_raw(body, "data,", all_bytes(entry), ",\n");
    }

private:
    static char* put_value(char* out, const wire::Row& row, unsigned decimals, std::int64_t raw,
                           std::span<const std::uint8_t> bytes) {
        if (wire::is_yes_no(row)) return text::put(out, wire::is_yes(raw) ? "1" : "0");
        if (row.kind == wire::Kind::text) return put_text<text::append_csv_field>(out, row, bytes);
        const auto label = row.kind == wire::Kind::choice ? wire::label(row, raw) : std::string_view{};
        return label.empty() ? put_number(out, row, decimals, raw) : text::put(out, label);
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
    void body(Body& body, const Plan& plan, const Slot& slot,
              std::span<const std::uint8_t> bytes) const override {
        const auto rows = slot.message->table->rows;
        char* const start = body.text.reserve(plan.room);
        char* out = start;
        bool silent = false;
        each_row(slot.present & plan.rows, [&](std::size_t i) {
            silent = silent || (wire::is_yes_no(rows[i]) && !wire::is_yes(slot.raw[i]));
            if (wire::is_yes_no(rows[i]) && !wire::is_yes(slot.raw[i])) return;
            out = put_value(plan.before[i].put(out), rows[i], plan.decimals[i], slot.raw[i], bytes);
            out = plan.after[i].put(out);
        });
        if (out == start && !rows.empty()) out = text::put(out, silent ? "  none set" : "  -");
        body.text.end(text::put(out, "\n"));
        body.lines = 1;
    }

    void raw_body(Body& body, const Slot& slot, const log::Entry& entry) const override {
        const auto bytes = all_bytes(entry);
        std::string before;
        if (slot.kind != can::Kind::data) (before = ' ') += can::name(slot.kind);
        const auto length = slot.kind == can::Kind::remote ? entry.frame.length : bytes.size();
        write_raw(body, before + "  [" + std::to_string(length) + (bytes.empty() ? "]" : "] "), bytes, "\n");
    }

private:
    static char* put_value(char* out, const wire::Row& row, unsigned decimals, std::int64_t raw,
                           std::span<const std::uint8_t> bytes) {
        if (wire::is_yes_no(row)) return out;
        if (row.kind == wire::Kind::text) return put_text<text::append_json_string>(out, row, bytes);
        const auto label = row.kind == wire::Kind::choice ? wire::label(row, raw) : std::string_view{};
        return label.empty() ? put_number(out, row, decimals, raw) : text::put(out, label);
    }
};

class MessageWriter : public Writer {
public:
    MessageWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options)
        , interfaces_(interfaces)
        , chosen_(options_.selection, interfaces)
        , out_(out)
        , dbc_(options_.format, options_.selection.signals) {
        if (options.format == Format::json)
            form_ = std::make_unique<JsonForm>();
        else if (options.format == Format::csv)
            form_ = std::make_unique<CsvForm>();
        else
            form_ = std::make_unique<TextForm>();
        out.append(form_->heading());
    }

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        const bool message = slot.message != nullptr && slot.decoded;
        if ((!message && !options_.all) || !chosen_(entry, slot)) {
            if (changed && slot.number < lines_of_slots_.size()) lines_of_slots_[slot.number].valid = false;
            return true;
        }
        ++selected_;
        write(entry, up_to_date_line(entry, slot, changed, message));
        return !options_.most || lines_ < *options_.most;
    }

private:
    /// What a slot last said, ready to be written again. There may be thousands: each keeps what it needs.
    struct Line {
        std::string text;
        std::uint32_t lines = 0;
        bool valid = false;
        const dialect::Message* message = nullptr;
        std::string head; ///< with what stands behind a time
        std::string head_alone;
        const dialect::DbcDialect::Origin* dbc = nullptr; ///< of a message out of a user's file
        std::string frame; ///< of CAN FD the bytes it is about: whether they changed, the stream does not say

        [[nodiscard]] bool is_about(const can::Frame& f) const {
            const auto bytes = f.bytes();
            return !frame.empty() &&
                   std::ranges::equal(frame, bytes, {}, [](char c) { return static_cast<std::uint8_t>(c); });
        }
    };

    const Line& up_to_date_line(const log::Entry& entry, const Slot& slot, bool changed, bool message) {
        if (slot.number >= lines_of_slots_.size()) lines_of_slots_.resize(slot.number + std::size_t{1});
        auto& line = lines_of_slots_[slot.number];
        const auto* shown = message ? slot.message : nullptr;
        if (line.valid && !changed && line.message == shown) return line;
        if (!line.valid || line.message != shown) {
            line.head = form_->head(slot, interfaces_.name(slot.interface), true);
            line.head_alone = form_->head(slot, interfaces_.name(slot.interface), false);
            line.dbc = message ? dbc_origin(slot) : nullptr;
            line.frame.clear();
        }
        if (line.dbc != nullptr) return dbc_line(line, shown, entry.frame);
        body_.text.clear();
        body_.lines = 0;
        if (message)
            form_->body(body_, plan_of(slot.message), slot, entry.frame.bytes());
        else
            form_->raw_body(body_, slot, entry);
        line.text = body_.text.view();
        line.lines = body_.lines;
        line.valid = true;
        line.message = shown;
        return line;
    }

    const Line& dbc_line(Line& line, const dialect::Message* shown, const can::Frame& frame) {
        if (line.is_about(frame)) return line;
        const auto bytes = frame.bytes();
        line.text.clear();
        line.lines = dbc_.append(line.text, *line.dbc->message, bytes);
        line.valid = true;
        line.message = shown;
        if (frame.kind == can::Kind::fd) line.frame.assign(bytes.begin(), bytes.end());
        return line;
    }

    const Plan& plan_of(const dialect::Message* message) {
        auto& plan = plans_[message];
        if (!plan)
            plan = std::make_unique<Plan>(
                form_->plan(*message->table, wanted_rows(options_.selection, *message->table)));
        return *plan;
    }

    void write(const log::Entry& entry, const Line& line) {
        const auto& head = entry.time.known() ? line.head : line.head_alone;
        std::string_view rest = line.text;
        for (std::uint32_t n = 0; n < line.lines; ++n) {
            if (options_.most && lines_ >= *options_.most) return;
            const auto size = n + 1 == line.lines ? rest.size() : rest.find('\n') + 1;
            char* out = out_.reserve(form_->before_time().size() + time_room + head.size() + size);
            if (entry.time.known()) out = time_.put(text::put(out, form_->before_time()), entry);
            out = text::put(text::put(out, head), rest.substr(0, size));
            out_.end(out);
            rest.remove_prefix(size);
            ++lines_;
        }
    }

    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    Buffer& out_;
    std::unique_ptr<Form> form_;
    TimeText time_;
    Body body_; ///< room to write in
    DbcRecords dbc_;
    std::vector<Line> lines_of_slots_;
    std::map<const dialect::Message*, std::unique_ptr<Plan>> plans_;
};

} // namespace

std::unique_ptr<Writer> make_message_writer(const WriterOptions& options,
                                            const log::InterfaceNames& interfaces, Buffer& out) {
    return std::make_unique<MessageWriter>(options, interfaces, out);
}

} // namespace gtx::decode
