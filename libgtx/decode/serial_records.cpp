// SPDX-License-Identifier: MIT
// One record for each frame of a serial line, and of a reply with several packs one for each pack.
#include <algorithm>

#include "decode/serial_writer_impl.hpp"

namespace gtx::decode {

namespace {

using dialect::Said;
using wire::Field;

std::string hex(std::span<const std::uint8_t> bytes) {
    std::string out(2 * bytes.size(), '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) text::put_hex_byte(out.data() + 2 * i, bytes[i]);
    return out;
}

std::string field_name(const Field& field, char separator) {
    auto row = *field.row;
    row.index = field.index;
    return wire::full_name(row, separator);
}

std::string value_text(const Field& field) {
    std::string out;
    wire::append_value(out, *field.row, field.raw);
    return out;
}

/// What of a reading is written in one record.
struct Part {
    const SerialRecord& record;
    std::uint16_t pack = 0; ///< 0: the reply is of one pack, or of none
    std::vector<const Field*> fields;
};

/// What the three formats do differently. Each gives whole lines.
class Form {
public:
    virtual ~Form() = default;
    virtual std::string_view heading() const { return ""; }
    virtual void write(std::vector<std::string>& lines, const Part& part, std::string_view port) const = 0;
};

class JsonForm : public Form {
public:
    void write(std::vector<std::string>& lines, const Part& part, std::string_view port) const override {
        const auto& r = *part.record.reading;
        std::string out = "{";
        if (part.record.time.known()) out += "\"t\":" + time_text(part.record) + ",";
        out += "\"if\":";
        text::append_json_string(out, port);
        if (r.dialect != nullptr) add(out, "dialect", r.dialect->name);
        if (r.command != nullptr) add(out, "msg", r.command->name);
        add(out, "said", name(r.said));
        out += ",\"adr\":" + std::to_string(r.address);
        if (part.pack != 0) out += ",\"pack\":" + std::to_string(part.pack);
        if (r.guessed) out += ",\"guessed\":true";
        if (r.said == Said::refusal) out += ",\"rtn\":" + std::to_string(r.return_code);
        if (!r.why.empty()) add(out, "why", r.why);
        for (const auto* field : part.fields) add_field(out, *field);
        if (r.said == Said::misfit || r.said == Said::unknown) add(out, "data", hex(r.bytes));
        lines.push_back(out += "}\n");
    }

private:
    static void add(std::string& out, std::string_view key, std::string_view value) {
        ((out += ",\"") += key) += "\":";
        text::append_json_string(out, value);
    }
    static void add_field(std::string& out, const Field& field) {
        const auto& row = *field.row;
        ((out += ",\"") += wire::key(field)) += "\":";
        const bool label = row.kind == wire::Kind::choice && !wire::label(row, field.raw).empty();
        if (row.kind == wire::Kind::text)
            text::append_json_string(out, field.text);
        else if (label)
            text::append_json_string(out, wire::label(row, field.raw));
        else
            out += value_text(field);
    }
};

class CsvForm : public Form {
public:
    std::string_view heading() const override { return "t,if,dialect,msg,said,adr,pack,signal,value,unit\n"; }

    void write(std::vector<std::string>& lines, const Part& part, std::string_view port) const override {
        const auto& r = *part.record.reading;
        std::string head = time_text(part.record) + ",";
        text::append_csv_field(head, port);
        ((head += ',') += r.dialect != nullptr ? r.dialect->name : "") += ',';
        ((head += r.command != nullptr ? r.command->name : "") += ',') += name(r.said);
        head +=
            ',' + std::to_string(r.address) + ',' + (part.pack != 0 ? std::to_string(part.pack) : "") + ',';
        for (const auto* field : part.fields) lines.push_back(head + field_line(*field));
        if (!part.fields.empty()) return;
        const bool bare = r.said == Said::misfit || r.said == Said::unknown;
        lines.push_back(head + (bare                      ? "data," + hex(r.bytes) + ",\n"
                                : r.said == Said::refusal ? "rtn," + std::to_string(r.return_code) + ",\n"
                                                          : std::string(",,\n")));
    }

private:
    static std::string field_line(const Field& field) {
        std::string out = field_name(field, '_') + ',';
        if (field.row->kind == wire::Kind::text)
            text::append_csv_field(out, field.text);
        else if (wire::is_yes_no(*field.row))
            out += wire::is_yes(field.raw) ? '1' : '0';
        else
            out += value_text(field);
        ((out += ',') += suffix(field.row->unit)) += '\n';
        return out;
    }
};

class TextForm : public Form {
public:
    void write(std::vector<std::string>& lines, const Part& part, std::string_view port) const override {
        const auto& r = *part.record.reading;
        std::string out = time_text(part.record);
        if (!out.empty()) out += ' ';
        (out += port) += ' ';
        const bool asked = r.said == Said::request || part.record.way == dialect::Way::sent;
        out += asked ? "> " : "< ";
        out += std::to_string(r.address);
        if (part.pack != 0) out += " pack " + std::to_string(part.pack);
        (out += ' ') += r.command != nullptr ? r.command->name : "-";
        if (r.guessed) out += '?';
        if (r.said == Said::misfit || r.said == Said::refusal || r.said == Said::unknown)
            (out += "  ") += name(r.said);
        if (!r.why.empty()) {
            out += ' ';
            text::append_json_string(out, r.why);
        }
        add_fields(out, part);
        if (r.said == Said::misfit || r.said == Said::unknown) out += "  [" + hex(r.bytes) + ']';
        lines.push_back(out += '\n');
    }

private:
    /// Of yes and no only the yes is told: a person looks for what is the case.
    static void add_fields(std::string& out, const Part& part) {
        bool told = false;
        for (const auto* field : part.fields) {
            const auto& row = *field->row;
            if (wire::is_yes_no(row) && !wire::is_yes(field->raw)) continue;
            told = true;
            (out += "  ") += field_name(*field, ' ');
            if (wire::is_yes_no(row)) continue;
            out += ' ';
            if (row.kind == wire::Kind::text)
                text::append_json_string(out, field->text);
            else
                out += value_text(*field);
            if (row.unit != Unit::none) (out += ' ') += symbol(row.unit);
        }
        if (!told && !part.fields.empty()) out += "  none set";
    }
};

class RecordWriter : public SerialWriter {
public:
    RecordWriter(const WriterOptions& options, const SerialSources& sources, Buffer& out)
        : options_(options), ports_(sources.ports), out_(out) {
        if (options.format == Format::json)
            form_ = std::make_unique<JsonForm>();
        else if (options.format == Format::csv)
            form_ = std::make_unique<CsvForm>();
        else
            form_ = std::make_unique<TextForm>();
        out.append(form_->heading());
    }

    bool take(const SerialRecord& record) override {
        const auto port = ports_.name(record.port);
        if (!shown(*record.reading) || !wants(options_.selection, record, port)) return true;
        ++selected_;
        lines_of_record_.clear();
        for (const auto pack : packs(*record.reading))
            form_->write(lines_of_record_, part(record, pack), port);
        for (const auto& line : lines_of_record_) {
            if (full()) return false;
            out_.append(line);
            ++lines_;
        }
        return !full();
    }

private:
    [[nodiscard]] bool full() const { return options_.most && lines_ >= *options_.most; }

    /// Requests that carry nothing, and what is not understood, only with --all.
    [[nodiscard]] bool shown(const dialect::SerialReading& r) const {
        if (options_.all) return true;
        if (r.said == Said::request)
            return !r.fields.empty() || (r.command != nullptr && !r.command->harmless);
        return r.said == Said::reply || r.said == Said::refusal;
    }

    static std::vector<std::uint16_t> packs(const dialect::SerialReading& r) {
        std::vector<std::uint16_t> numbers;
        if (r.packs <= 1) return {0};
        for (const auto& field : r.fields)
            if (field.pack != 0 && std::ranges::find(numbers, field.pack) == numbers.end())
                numbers.push_back(field.pack);
        if (numbers.empty()) numbers.push_back(0);
        return numbers;
    }

    /// The fields of one pack, with those of all.
    [[nodiscard]] Part part(const SerialRecord& record, std::uint16_t pack) const {
        Part part{record, pack, {}};
        for (const auto& field : record.reading->fields) {
            const bool here = pack == 0 || field.pack == 0 || field.pack == pack;
            if (here && field.present && wants(options_.selection, field)) part.fields.push_back(&field);
        }
        return part;
    }

    WriterOptions options_;
    const log::InterfaceNames& ports_;
    Buffer& out_;
    std::unique_ptr<Form> form_;
    std::vector<std::string> lines_of_record_;
};

} // namespace

std::unique_ptr<SerialWriter> make_serial_record_writer(const WriterOptions& options,
                                                        const SerialSources& sources, Buffer& out) {
    return std::make_unique<RecordWriter>(options, sources, out);
}

} // namespace gtx::decode
