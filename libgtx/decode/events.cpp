// SPDX-License-Identifier: MIT
// Events: what changed. Alarms, protections and faults that come and go; requests, permissions, limits, mode;
// names, the number of packs, the dialect.
#include <algorithm>
#include <memory>

#include "decode/states_impl.hpp"
#include "decode/writer_impl.hpp"
#include "gtx/state/keys.hpp"
#include "gtx/state/write.hpp"

namespace gtx::decode {

namespace {

using state::Key;
using state::KeyRow;

/// Values whose change is an event; measurements change all the time and are none.
constexpr Key watched[] = {
    Key::charge_voltage_limit,
    Key::charge_current_limit,
    Key::discharge_current_limit,
    Key::discharge_voltage_limit,
    Key::charge_enabled,
    Key::discharge_enabled,
    Key::force_charge,
    Key::full_charge_request,
    Key::contact_prohibit_charge,
    Key::contact_prohibit_discharge,
    Key::mode,
};

std::string value_text(const KeyRow& row, double v) {
    std::string text;
    if (row.form == state::Form::mode)
        text = state::name(static_cast<state::Mode>(static_cast<int>(v)));
    else if (row.form == state::Form::flag)
        text = v != 0 ? "true" : "false";
    else
        text::append_number(text, v, row.min_decimals, row.max_decimals);
    return text;
}

/// One change, its values as text; empty: not known.
struct Event {
    std::string_view kind; ///< "changed", "raised", "cleared"
    std::string key;
    std::string from;
    std::string to;
    bool number = false;         ///< from and to are JSON as they stand
    const KeyRow* row = nullptr; ///< of a value with a unit
};

class EventWriter : public Writer {
public:
    EventWriter(const WriterOptions& options, const log::InterfaceNames& interfaces, Buffer& out)
        : options_(options)
        , interfaces_(interfaces)
        , chosen_(options_.selection, interfaces)
        , batteries_(interfaces)
        , out_(out) {
        if (options.format == Format::csv) out.append("t,source,event,key,from,to\n");
    }

    bool take(const log::Entry& entry, const Slot& slot, bool changed) override {
        const auto* known = batteries_.find(slot.interface);
        // Only a changed frame can change anything: the copy is made for those.
        const bool look = changed && slot.message != nullptr && slot.decoded;
        if (look && known != nullptr) before_ = *known;
        const auto* now = batteries_.take(entry, slot, changed);
        if (now == nullptr || !chosen_(entry, slot)) return true;
        ++selected_;
        if (!look) return true;
        if (known == nullptr) before_ = {};
        compare(entry, before_, *now);
        return !options_.most || lines_ < *options_.most;
    }

private:
    void compare(const log::Entry& entry, const state::Snapshot& a, const state::Snapshot& b) {
        compare_text(entry, "dialect", a.dialect, b.dialect);
        compare_text(entry, "name", a.name, b.name);
        const auto count = [](const auto& n) { return n ? std::to_string(*n) : std::string(); };
        if (a.packs != b.packs) write(entry, {"changed", "packs", count(a.packs), count(b.packs), true});
        for (const auto key : watched) {
            const auto& row = *state::find(key);
            compare_value(entry, row, row.get(a), row.get(b));
        }
        for (std::size_t i = 0; i < state::severity_count; ++i)
            compare_conditions(entry, static_cast<state::Severity>(i), a.conditions[i], b.conditions[i]);
    }

    void compare_text(const log::Entry& entry, std::string_view key, const std::string& a,
                      const std::string& b) {
        if (a != b) write(entry, {"changed", std::string(key), a, b});
    }

    void compare_value(const log::Entry& entry, const KeyRow& row, std::optional<double> a,
                       std::optional<double> b) {
        if (a == b) return;
        const auto text = [&](const auto& v) { return v ? value_text(row, *v) : std::string(); };
        write(entry,
              {"changed", state::key_text(row), text(a), text(b), row.form != state::Form::mode, &row});
    }

    void compare_conditions(const log::Entry& entry, state::Severity severity,
                            const std::optional<state::Conditions>& a,
                            const std::optional<state::Conditions>& b) {
        const auto was = a.value_or(state::Conditions{});
        const auto is = b.value_or(state::Conditions{});
        const auto tell = [&](std::string_view kind, state::Conditions set) {
            set.each([&](state::Condition c) {
                write(entry, {kind, std::string(state::name(severity)), "", std::string(state::name(c))});
            });
        };
        tell("raised", is - was);
        tell("cleared", was - is);
    }

    void write(const log::Entry& entry, const Event& event) {
        if (options_.most && lines_ >= *options_.most) return;
        line_.clear();
        const auto source = interfaces_.name(entry.interface);
        if (options_.format == Format::json)
            write_json(entry, event, source);
        else if (options_.format == Format::csv)
            write_csv(entry, event, source);
        else
            write_text(entry, event, source);
        out_.append(line_ += '\n');
        ++lines_;
    }

    void put_time(const log::Entry& entry) {
        char digits[time_room];
        line_.append(digits, time_.put(digits, entry));
    }

    void put_json(std::string_view key, const std::string& value, bool number) {
        if (value.empty()) return;
        ((line_ += ",\"") += key) += "\":";
        if (number)
            line_ += value;
        else
            text::append_json_string(line_, value);
    }

    void write_json(const log::Entry& entry, const Event& event, std::string_view source) {
        line_ += '{';
        if (entry.time.known()) {
            line_ += "\"t\":";
            put_time(entry);
            line_ += ',';
        }
        line_ += "\"source\":";
        text::append_json_string(line_, source);
        put_json("event", std::string(event.kind), false);
        put_json("key", event.key, false);
        put_json("from", event.from, event.number);
        put_json("to", event.to, event.number);
        line_ += '}';
    }

    void write_csv(const log::Entry& entry, const Event& event, std::string_view source) {
        if (entry.time.known()) put_time(entry);
        const auto value = [&](std::string_view v) {
            return v == "true" && event.number ? "1" : v == "false" && event.number ? "0" : v;
        };
        for (const auto field :
             {source, event.kind, std::string_view(event.key), value(event.from), value(event.to)})
            text::append_csv_field(line_ += ',', field);
    }

    void write_text(const log::Entry& entry, const Event& event, std::string_view source) {
        if (entry.time.known()) {
            put_time(entry);
            line_ += ' ';
        }
        line_ += source;
        if (event.kind != "changed") {
            (((line_ += "  ") += event.key) += ' ') += event.to;
            (line_ += ' ') += event.kind;
            return;
        }
        ((line_ += "  ") += event.row != nullptr ? event.row->name : std::string_view(event.key)) += ": ";
        if (!event.from.empty()) {
            text::append_for_people(line_, event.from);
            line_ += " -> ";
        }
        if (event.to.empty()) {
            line_ += "not known any more";
            return;
        }
        text::append_for_people(line_, event.to);
        if (event.row != nullptr && !symbol(event.row->unit).empty())
            (line_ += ' ') += symbol(event.row->unit);
    }

    WriterOptions options_;
    const log::InterfaceNames& interfaces_;
    Chosen chosen_;
    Batteries batteries_;
    Buffer& out_;
    TimeText time_;
    std::string line_;
    state::Snapshot before_;
};

} // namespace

std::unique_ptr<Writer> make_event_writer(const WriterOptions& options, const log::InterfaceNames& interfaces,
                                          Buffer& out) {
    return std::make_unique<EventWriter>(options, interfaces, out);
}

} // namespace gtx::decode
