// SPDX-License-Identifier: MIT
#include "dialect/conversation_impl.hpp"

#include <algorithm>

#include "dialect/pylontech_console/console_impl.hpp"
#include "dialect/pylontech_console/high_voltage_impl.hpp"

namespace gtx::dialect {

class Conversation::Impl {
public:
    explicit Impl(const SerialDialect* dialect) : talk_{dialect, dialect != nullptr, nullptr, {}} {}

    Talk talk_;
    AsciiTalk ascii_{talk_};
    Aa55Talk aa55_{talk_};
    ModbusTalk modbus_{talk_};
    ConsoleTalk console_{talk_};
};

Conversation::Conversation(const SerialDialect* dialect) : impl_(std::make_unique<Impl>(dialect)) {}
Conversation::~Conversation() = default;
Conversation::Conversation(Conversation&&) noexcept = default;
Conversation& Conversation::operator=(Conversation&&) noexcept = default;

SerialReading Conversation::take(const serial::AsciiSeen& frame, Way way) {
    return impl_->ascii_.take(frame, way);
}
SerialReading Conversation::take(const serial::Aa55Seen& frame, Way way) {
    return impl_->aa55_.take(frame, way);
}
SerialReading Conversation::take(const serial::ModbusSeen& frame, Way way) {
    return impl_->modbus_.take(frame, way);
}
SerialReading Conversation::take(const serial::ConsoleAnswer& answer) {
    return impl_->console_.take(answer);
}

const Conversation::Counts& Conversation::counts() const {
    return impl_->talk_.counts;
}

const SerialDialect* Conversation::dialect() const {
    return impl_->talk_.dialect;
}

const SerialStranger* Conversation::stranger() const {
    return impl_->talk_.stranger;
}

// --- what explains bytes well ------------------------------------------------------------------------------

int fit(const SerialReading& reading) {
    constexpr int fits = 1000;
    constexpr int each_strange = 100; // a value out of its range
    constexpr int each_rest = 20;     // a byte that no row explains
    if (reading.said != Said::reply) return -1;
    const auto strange = std::ranges::count_if(reading.fields, [](const wire::Field& f) {
        const auto kind = f.row->kind;
        if (!f.present || kind == wire::Kind::text || kind == wire::Kind::pair) return false;
        return !wire::in_range(*f.row, f.raw) ||
               (kind == wire::Kind::choice && wire::label(*f.row, f.raw).empty());
    });
    const auto rest = static_cast<int>(std::min<std::size_t>(reading.rest, fits));
    return fits - each_strange * static_cast<int>(std::min<std::ptrdiff_t>(strange, fits)) - each_rest * rest;
}

// --- AA 55 -------------------------------------------------------------------------------------------------

SerialReading Aa55Talk::take(const serial::Aa55Seen& seen, Way way) {
    if (talk_.dialect == nullptr) talk_.dialect = find_serial("deye-aa55");
    SerialReading r;
    r.place = seen.place;
    r.dialect = talk_.dialect;
    r.address = 1; // frames bear none: one pack on the line
    r.bytes = seen.frame.data;
    const auto commands = r.dialect == nullptr ? std::span<const SerialCommand>{} : r.dialect->commands;
    const auto found = std::ranges::find(commands, seen.frame.command, &SerialCommand::code);
    if (found != commands.end()) r.command = &*found;
    auto& asked = asked_[seen.frame.command];
    const bool request = way == Way::unknown ? r.bytes.empty() : way == Way::sent;
    if (request) {
        r.said = r.command != nullptr ? Said::request : Said::unknown;
        ++talk_.counts.requests;
        if (asked) ++talk_.counts.unanswered;
        asked = true;
        return r;
    }
    if (!asked) ++talk_.counts.unasked;
    asked = false;
    r.said = r.command != nullptr ? Said::reply : Said::unknown;
    r.rest = r.bytes.size();
    if (r.command != nullptr && r.command->reply != nullptr) {
        auto reading = wire::read(*r.command->reply, r.bytes);
        r.packs = 1;
        r.layout = r.command->reply;
        if (!reading.why.empty()) r.said = Said::misfit;
        r.rest = reading.why.empty() ? r.bytes.size() - reading.used : 0;
        r.why = std::move(reading.why);
        r.fields = std::move(reading.fields);
    }
    return talk_.count(std::move(r));
}

// --- console -----------------------------------------------------------------------------------------------

namespace {

/// The command of a line that was typed: with a number, the one that takes it.
const SerialCommand* command_of(const SerialDialect& dialect, std::string_view line) {
    const auto blank = line.find(' ');
    const auto word = line.substr(0, blank);
    const bool number = blank != line.npos;
    const SerialCommand* found = nullptr;
    for (const auto& command : dialect.commands)
        if (command.line == word && (found == nullptr || (command.carries == Carries::pack) == number))
            found = &command;
    return found;
}

} // namespace

SerialReading ConsoleTalk::take(const serial::ConsoleAnswer& answer) {
    if (talk_.dialect == nullptr) talk_.dialect = find_serial("pylontech-console");
    high_voltage_ = high_voltage_ || console::is_high_voltage(answer);
    const auto* command = talk_.dialect == nullptr ? nullptr : command_of(*talk_.dialect, answer.command);
    ++talk_.counts.requests;
    SerialReading r;
    if (command != nullptr) {
        r = read_reply(*talk_.dialect, *command, answer);
    } else {
        r.place = answer.place;
        r.dialect = talk_.dialect;
        r.said = answer.says == serial::ConsoleSays::unknown_command ? Said::refusal : Said::unknown;
        if (r.said == Said::refusal) r.why = "unknown command";
        for (const auto& line : answer.lines) r.rest += line.size();
    }
    if (high_voltage_) {
        r.said = Said::misfit;
        r.fields.clear();
        r.why = "this is a stack of high voltage (Pylontech SC), not a pack of 48 V";
    }
    return talk_.count(std::move(r));
}

// --- rows --------------------------------------------------------------------------------------------------

void each_reply_row(const SerialDialect& dialect, const SerialCommand& command,
                    const std::function<void(const wire::Row&)>& visit) {
    if (dialect.framing == Framing::console) {
        if (const auto* form = console::form_of(command))
            for (const auto& value : form->values) visit(value.row);
        return;
    }
    const auto each = [&](const wire::Layout* layout) {
        if (layout == nullptr) return;
        for (const auto& part : layout->parts)
            for (const auto& row : part.table->rows)
                if (row.kind != wire::Kind::constant) visit(row);
    };
    each(command.reply);
    if (command.reply_all != command.reply) each(command.reply_all);
    for (const auto& other : command.others) each(other.layout);
}

} // namespace gtx::dialect
