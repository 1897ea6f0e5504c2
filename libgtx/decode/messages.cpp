// SPDX-License-Identifier: MIT
// One record for each decoded message, in one of the forms.
//
// The lines of a record are written anew only when the bytes of its slot changed: most frames of a bus repeat
// the last ones, and then the lines of the last time are copied and the times written over.
#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <utility>

#include "decode/dbc_records_impl.hpp"
#include "decode/hex_text_impl.hpp"
#include "decode/message_forms_impl.hpp"

namespace gtx::decode {

namespace {

std::span<const std::uint8_t> all_bytes(const log::Entry& entry) {
    if (entry.frame.kind == can::Kind::xl) return entry.xl_data;
    if (entry.frame.kind == can::Kind::remote) return {};
    return entry.frame.bytes();
}

class MessageWriter : public Writer {
public:
    MessageWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options)
        , interfaces_(interfaces)
        , chosen_(options_.selection, interfaces)
        , out_(out)
        , most_(options.most.value_or(std::numeric_limits<std::uint64_t>::max()))
        , form_(make_form(options.format))
        , before_time_(form_->before_time())
        , raw_after_(form_->raw_after())
        , dbc_(options_.format, options_.selection.signals) {
        out.append(form_->heading());
    }

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        const bool message = slot.outcome == Outcome::decoded;
        if (!(message || options_.all || slot.outcome == Outcome::decoded_long) || !chosen_(entry, slot)) {
            if (changed && slot.number < records_.size()) records_[slot.number].forget();
            return true;
        }
        ++selected_;
        time_.set(entry);
        if (slot.number >= records_.size()) records_.resize(slot.number + std::size_t{1});
        auto& record = records_[slot.number];
        if (!message)
            write_other(entry, slot, record);
        else if (changed || record.shown != slot.message || record.time_size != time_.size())
            write_changed(entry, slot, record);
        else
            write_again(record);
        return lines_ < most_;
    }

private:
    static constexpr std::size_t no_length = std::numeric_limits<std::size_t>::max();

    /// What a slot last said, ready to be written again. There may be thousands: each keeps what it needs.
    struct Record {
        const dialect::Message* shown = nullptr; ///< null: a frame that is in no message, or nothing yet
        const Plan* plan = nullptr;
        Block head;                       ///< of its lines, with what stands behind a time
        Block text;                       ///< of its lines, of a message
        std::vector<std::uint32_t> times; ///< where the times stand in them
        std::uint32_t lines = 0;
        std::size_t time_size = 0;
        std::size_t raw_length = no_length; ///< of the frame in no message for which `head` was made
        const dialect::DbcDialect::Origin* dbc = nullptr; ///< of a message out of a user's file
        std::string frame;                                ///< of CAN FD the bytes that `text` is about

        void forget() {
            shown = nullptr;
            raw_length = no_length;
        }
    };

    void write_again(const Record& record) {
        char* const start = out_.reserve(record.text.room());
        char* const end = record.text.put(start);
        for (const auto at : record.times) time_.put_over(start + at);
        add(start, end, record.lines);
    }

    void write_changed(const log::Entry& entry, const Slot& slot, Record& record) {
        if (record.shown != slot.message || record.time_size != time_.size()) show_message(slot, record);
        if (record.dbc != nullptr) return write_dbc(entry.frame, record);
        record.times.clear();
        LineStarts starts(before_time_, time_, record.head, record.times);
        const auto most_lines = std::max<std::size_t>(record.plan->fields.size(), 1);
        char* const start = out_.reserve(record.plan->room + most_lines * starts.room());
        char* const end = form_->body(start, starts, *record.plan, slot, entry.frame.bytes());
        record.text.assign({start, static_cast<std::size_t>(end - start)});
        record.lines = starts.lines();
        add(start, end, record.lines);
    }

    void write_other(const log::Entry& entry, const Slot& slot, Record& record) {
        if (slot.outcome == Outcome::decoded_long)
            write_changed(entry, slot, record);
        else
            write_raw(entry, slot, record);
    }

    /// Whether a frame of CAN FD repeats the last one, the stream does not say.
    static bool is_about(const Record& record, const can::Frame& frame) {
        const auto byte = [](char c) { return static_cast<std::uint8_t>(c); };
        return !record.frame.empty() && std::ranges::equal(record.frame, frame.bytes(), {}, byte);
    }

    void write_dbc(const can::Frame& frame, Record& record) {
        if (is_about(record, frame)) return write_again(record);
        const auto bytes = frame.bytes();
        dbc_lines_.clear();
        const auto lines = dbc_.append(dbc_lines_, *record.dbc->message, bytes);
        record.times.clear();
        LineStarts starts(before_time_, time_, record.head, record.times);
        char* const start = out_.reserve(dbc_lines_.size() + (lines + 1) * starts.room());
        char* end = start;
        for (std::string_view rest = dbc_lines_; !rest.empty();) {
            const auto size = rest.find('\n') + 1;
            end = text::put(starts.put(end, start), rest.substr(0, size));
            rest.remove_prefix(size);
        }
        record.text.assign({start, static_cast<std::size_t>(end - start)});
        record.lines = lines;
        if (frame.kind == can::Kind::fd) record.frame.assign(bytes.begin(), bytes.end());
        add(start, end, lines);
    }

    void write_raw(const log::Entry& entry, const Slot& slot, Record& record) {
        const auto bytes = all_bytes(entry);
        const auto length = slot.kind == can::Kind::remote ? entry.frame.length : bytes.size();
        if (record.raw_length != length || record.time_size != time_.size()) show_raw(slot, length, record);
        times_.clear();
        LineStarts starts(before_time_, time_, record.head, times_);
        char* const start = out_.reserve(starts.room() + 2 * bytes.size() + Segment::most);
        char* const out = put_hex(starts.put(start, start), bytes);
        add(start, raw_after_.put(out), 1);
    }

    void show_message(const Slot& slot, Record& record) {
        record.shown = slot.message;
        record.dbc = dbc_origin(slot);
        record.frame.clear();
        record.plan = &plan_of(slot.message);
        record.time_size = time_.size();
        record.raw_length = no_length;
        record.head.assign(form_->head(slot, interfaces_.name(slot.interface), time_.known()));
    }

    void show_raw(const Slot& slot, std::size_t length, Record& record) {
        record.shown = nullptr;
        record.time_size = time_.size();
        record.raw_length = length;
        record.head.assign(form_->head(slot, interfaces_.name(slot.interface), time_.known()) +
                           form_->raw_before(slot, length));
    }

    const Plan& plan_of(const dialect::Message* message) {
        auto& plan = plans_[message];
        if (!plan)
            plan = std::make_unique<Plan>(
                form_->plan(*message->table, wanted_rows(options_.selection, *message->table)));
        return *plan;
    }

    /// Counts lines that were written from `start` to `end`; of those beyond the most, none stays.
    void add(char* start, char* end, std::uint32_t lines) {
        if (lines > most_ - lines_) {
            lines = static_cast<std::uint32_t>(most_ - lines_);
            char* const all = std::exchange(end, start);
            for (std::uint32_t n = 0; n < lines; ++n) end = std::find(end, all, '\n') + 1;
        }
        out_.end(end);
        lines_ += lines;
    }

    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    Buffer& out_;
    std::uint64_t most_; ///< lines
    std::unique_ptr<Form> form_;
    Segment before_time_;
    Segment raw_after_;
    TimeText time_;
    std::vector<Record> records_;      ///< of the slots
    std::vector<std::uint32_t> times_; ///< room
    DbcRecords dbc_;
    std::string dbc_lines_; ///< room
    std::map<const dialect::Message*, std::unique_ptr<Plan>> plans_;
};

} // namespace

std::unique_ptr<Writer> make_message_writer(const WriterOptions& options,
                                            const log::InterfaceNames& interfaces, Buffer& out) {
    return std::make_unique<MessageWriter>(options, interfaces, out);
}

} // namespace gtx::decode
