// SPDX-License-Identifier: MIT
// One record for each decoded message: as JSON, as CSV rows (one for each signal), or as a line for people.
//
// A record is the time, a head that is constant for its slot, and a body that is written anew only when the
// bytes of the slot changed: most frames of a bus repeat the last ones.
#include <map>
#include <memory>

#include "decode/segment_impl.hpp"
#include "decode/writer_impl.hpp"

namespace gtx::decode {

namespace {

constexpr std::size_t number_room = 24;

/// What is known of a message before any frame of it came: the constant texts around its values.
struct Plan {
    wire::RowMask rows = 0;      ///< selected
    std::vector<Segment> before; ///< per row: the key, with what separates it from the value before
    std::vector<Segment> after;  ///< per row: the unit
};

/// A text cut into lines, each of which is written behind a time.
struct Body {
    std::string text;
    std::uint32_t lines = 0;
    bool valid = false;
    const dialect::Message* message = nullptr;
};

void append(std::string& out, const Segment& s) {
    const auto size = out.size();
    out.resize(size + Segment::most);
    s.put(out.data() + size);
    out.resize(size + s.size());
}

bool is_yes_no(const wire::Row& row) {
    return row.kind == wire::Kind::flag || row.kind == wire::Kind::pair;
}

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

void append_hex(std::string& out, std::span<const std::uint8_t> bytes) {
    char digits[2];
    for (const auto b : bytes) {
        text::put_hex_byte(digits, b);
        out.append(digits, 2);
    }
}

std::span<const std::uint8_t> all_bytes(const log::Entry& entry) {
    if (entry.frame.kind == can::Kind::xl) return entry.xl_data;
    if (entry.frame.kind == can::Kind::remote) return {};
    return entry.frame.bytes();
}

std::string_view kind_name(can::Kind kind) {
    constexpr std::string_view names[] = {"data", "remote", "fd", "error", "xl"};
    return names[static_cast<std::size_t>(kind)];
}

template <class Visit>
void each_row(wire::RowMask mask, Visit&& visit) {
    for (auto rest = mask; rest != 0; rest &= rest - 1)
        visit(static_cast<std::size_t>(std::countr_zero(rest)));
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
            ((out += ",\"dialect\":\"") += slot.dialect->name) += "\",\"msg\":\"";
            (out += slot.message->table->name) += '"';
        }
        return out;
    }

    Plan plan(const wire::Table& table, wire::RowMask selected) const override {
        Plan plan{selected, {}, {}};
        for (const auto& row : table.rows) plan.before.emplace_back(",\"" + wire::key(row) + "\":");
        return plan;
    }

    void body(Body& body, const Plan& plan, const Slot& slot,
              std::span<const std::uint8_t> bytes) const override {
        const auto rows = slot.message->table->rows;
        each_row(slot.present & plan.rows, [&](std::size_t i) {
            append(body.text, plan.before[i]);
            if (rows[i].kind == wire::Kind::text) {
                text::append_json_string(body.text, wire::text(rows[i], bytes));
            } else if (rows[i].kind == wire::Kind::choice && !wire::label(rows[i], slot.raw[i]).empty()) {
                text::append_json_string(body.text, wire::label(rows[i], slot.raw[i]));
            } else {
                wire::append_value(body.text, rows[i], slot.raw[i]);
            }
        });
        body.text += "}\n";
        body.lines = 1;
    }

    void raw_body(Body& body, const Slot& slot, const log::Entry& entry) const override {
        if (slot.kind != can::Kind::data) ((body.text += ",\"kind\":\"") += kind_name(slot.kind)) += '"';
        body.text += ",\"data\":\"";
        append_hex(body.text, all_bytes(entry));
        body.text += "\"}\n";
        body.lines = 1;
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
        if (slot.message != nullptr && slot.decoded)
            ((out += slot.dialect->name) += ',') += slot.message->table->name;
        else
            out += ',';
        return out += ',';
    }

    Plan plan(const wire::Table& table, wire::RowMask selected) const override {
        Plan plan{selected, {}, {}};
        for (const auto& row : table.rows) {
            std::string name(row.name);
            if (row.index != 0) name += '_' + std::to_string(row.index);
            plan.before.emplace_back(name + ',');
            plan.after.emplace_back(',' + std::string(suffix(row.unit)) + '\n');
        }
        return plan;
    }

    void body(Body& body, const Plan& plan, const Slot& slot,
              std::span<const std::uint8_t> bytes) const override {
        const auto rows = slot.message->table->rows;
        each_row(slot.present & plan.rows, [&](std::size_t i) {
            append(body.text, plan.before[i]);
            if (rows[i].kind == wire::Kind::text)
                text::append_csv_field(body.text, wire::text(rows[i], bytes));
            else if (is_yes_no(rows[i]))
                body.text += wire::is_yes(slot.raw[i]) ? '1' : '0';
            else
                wire::append_value(body.text, rows[i], slot.raw[i]);
            append(body.text, plan.after[i]);
            ++body.lines;
        });
    }

    void raw_body(Body& body, const Slot&, const log::Entry& entry) const override {
        body.text += "data,";
        append_hex(body.text, all_bytes(entry));
        body.text += ",\n";
        body.lines = 1;
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
        Plan plan{selected, {}, {}};
        for (const auto& row : table.rows) {
            std::string name(row.name);
            if (row.index != 0) name += ' ' + std::to_string(row.index);
            plan.before.emplace_back("  " + name + (is_yes_no(row) ? "" : " "));
            plan.after.emplace_back(row.unit == Unit::none ? std::string()
                                                           : ' ' + std::string(symbol(row.unit)));
        }
        return plan;
    }

    /// Of yes and no only the yes is told: a person looks for what is the case.
    void body(Body& body, const Plan& plan, const Slot& slot,
              std::span<const std::uint8_t> bytes) const override {
        const auto rows = slot.message->table->rows;
        std::size_t silent = 0;
        each_row(slot.present & plan.rows, [&](std::size_t i) {
            if (is_yes_no(rows[i]) && !wire::is_yes(slot.raw[i])) {
                ++silent;
                return;
            }
            append(body.text, plan.before[i]);
            if (rows[i].kind == wire::Kind::text)
                text::append_json_string(body.text, wire::text(rows[i], bytes));
            else if (!is_yes_no(rows[i]))
                wire::append_value(body.text, rows[i], slot.raw[i]);
            append(body.text, plan.after[i]);
        });
        if (body.text.empty()) body.text = silent != 0 ? "  nothing raised" : "  -";
        body.text += '\n';
        body.lines = 1;
    }

    void raw_body(Body& body, const Slot& slot, const log::Entry& entry) const override {
        if (slot.kind != can::Kind::data) (body.text += ' ') += kind_name(slot.kind);
        body.text += "  [" + std::to_string(all_bytes(entry).size()) + "] ";
        append_hex(body.text, all_bytes(entry));
        body.text += '\n';
        body.lines = 1;
    }
};

class MessageWriter : public Writer {
public:
    MessageWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options), interfaces_(interfaces), chosen_(options_.selection, interfaces), out_(out) {
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
        if ((!message && !options_.all) || !chosen_(entry, slot)) return true;
        const auto& body = up_to_date_body(entry, slot, changed, message);
        if (body.lines == 0) return true;
        write(entry, slot, body);
        return !options_.most || lines_ < *options_.most;
    }

private:
    struct Line {
        Body body;
        std::string head;       ///< of a line with a time
        std::string head_alone; ///< of one without
    };

    const Body& up_to_date_body(const log::Entry& entry, const Slot& slot, bool changed, bool message) {
        if (slot.number >= lines_of_slots_.size()) lines_of_slots_.resize(slot.number + std::size_t{1});
        auto& line = lines_of_slots_[slot.number];
        const auto* shown = message ? slot.message : nullptr;
        auto& body = line.body;
        if (body.valid && !changed && body.message == shown) return body;
        if (!body.valid || body.message != shown) {
            line.head = form_->head(slot, interfaces_.name(slot.interface), true);
            line.head_alone = form_->head(slot, interfaces_.name(slot.interface), false);
        }
        body.text.clear();
        body.lines = 0;
        body.valid = true;
        body.message = shown;
        if (message)
            form_->body(body, plan_of(slot.message), slot, entry.frame.bytes());
        else
            form_->raw_body(body, slot, entry);
        return body;
    }

    const Plan& plan_of(const dialect::Message* message) {
        auto& plan = plans_[message];
        if (!plan)
            plan = std::make_unique<Plan>(
                form_->plan(*message->table, wanted_rows(options_.selection, *message->table)));
        return *plan;
    }

    void write(const log::Entry& entry, const Slot& slot, const Body& body) {
        const auto& line = lines_of_slots_[slot.number];
        const auto& head = entry.time.known() ? line.head : line.head_alone;
        std::string_view rest = body.text;
        for (std::uint32_t n = 0; n < body.lines; ++n) {
            if (options_.most && lines_ >= *options_.most) return;
            const auto size = n + 1 == body.lines ? rest.size() : rest.find('\n') + 1;
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
    std::vector<Line> lines_of_slots_;
    std::map<const dialect::Message*, std::unique_ptr<Plan>> plans_;
};

} // namespace

std::unique_ptr<Writer> make_message_writer(const WriterOptions& options,
                                            const log::InterfaceNames& interfaces, Buffer& out) {
    return std::make_unique<MessageWriter>(options, interfaces, out);
}

} // namespace gtx::decode
