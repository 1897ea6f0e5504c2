// SPDX-License-Identifier: MIT
// Requests and replies of Modbus: which registers, and whose.
#include <fmt/format.h>

#include "dialect/conversation_impl.hpp"
#include "dialect/modbus/registers_impl.hpp"

namespace gtx::dialect {

namespace {

constexpr std::uint8_t read_holding = 0x03;
constexpr std::uint8_t read_input = 0x04;
constexpr std::uint8_t exception_bit = 0x80;
constexpr serial::Milliseconds echo_limit(50);

bool reads_registers(std::uint8_t function) {
    return function == read_holding || function == read_input;
}

/// MODBUS Application Protocol V1.1b3, 7.
std::string_view describe_exception(std::uint8_t code) {
    constexpr std::string_view words[] = {"unknown exception", "illegal function",  "illegal address",
                                          "illegal value",     "device failure",    "acknowledged",
                                          "device busy",       "unknown exception", "memory parity error"};
    return code < std::size(words) ? words[code] : words[0];
}

unsigned word_at(const std::vector<std::uint8_t>& data, std::size_t at) {
    return unsigned{data[at]} << 8 | data[at + 1];
}

/// All registers that the first block of a map has, in bytes.
std::size_t size_of(const modbus::Block& block) {
    std::size_t size = 0;
    for (const auto& part : block.command->reply->parts) size += part.table->length;
    return size;
}

} // namespace

SerialReading ModbusTalk::take_request(const serial::ModbusSeen& seen, Way way, SerialReading r) {
    r.said = Said::request;
    if (way != Way::sent && asked_ && !asked_->answered && asked_->frame == seen.frame &&
        !longer(asked_->ended, seen.place.ended, echo_limit)) {
        ++talk_.counts.echoes;
        r.note = "the request once more, as an adapter hears itself";
        return r;
    }
    ++talk_.counts.requests;
    if (asked_ && !asked_->answered) {
        ++talk_.counts.unanswered;
        if (shorter(asked_->ended, seen.place.began, serial::pace_modbus.reply_limit))
            ++talk_.counts.overlapping;
    }
    asked_ = Asked{seen.frame, seen.place.ended};
    if (!reads_registers(seen.frame.function)) r.said = Said::unknown;
    if (const auto* map = r.dialect == nullptr ? nullptr : modbus::map_of(*r.dialect);
        map && r.bytes.size() >= 4)
        for (const auto& block : map->blocks)
            if (block.first == word_at(r.bytes, 0)) r.command = block.command;
    return r;
}

/// Registers: from where they were asked for, else from where their number is right.
void ModbusTalk::read_reply(const serial::ModbusFrame& frame, SerialReading& r) {
    r.bytes.erase(r.bytes.begin()); // the count of bytes
    const bool asked = asked_ && asked_->frame.data.size() >= 4 && asked_->frame.function == frame.function &&
                       word_at(asked_->frame.data, 2) * modbus::register_bytes == r.bytes.size();
    const unsigned first = asked ? word_at(asked_->frame.data, 0) : 0;
    const auto knows = [&](const modbus::Map& map) {
        if (talk_.dialect != nullptr && map.dialect != talk_.dialect) return false;
        if (!asked && r.bytes.size() != size_of(map.blocks[0])) return false;
        return talk_.dialect != nullptr || (first == 0 && map.suits(r.bytes));
    };
    for (const auto* map : modbus::all_maps()) {
        if (!knows(*map)) continue;
        talk_.dialect = map->dialect;
        r.dialect = map->dialect;
        r.guessed = !asked;
        modbus::read_registers(*map, first, r);
        break;
    }
    r.said = r.command != nullptr ? Said::reply : Said::unknown;
    if (r.command == nullptr) r.rest = r.bytes.size();
}

SerialReading ModbusTalk::take_reply(const serial::ModbusSeen& seen, SerialReading r) {
    const bool first = asked_ && !asked_->answered;
    const bool again = asked_ && asked_->answered && seen.frame.address == asked_->frame.address &&
                       !longer(asked_->ended, seen.place.ended, serial::pace_modbus.reply_limit);
    if (!first && !again) {
        ++talk_.counts.unasked;
        asked_.reset();
    }
    if (first && seen.frame.address != asked_->frame.address) ++talk_.counts.other_address;
    if ((seen.frame.function & exception_bit) != 0) {
        r.said = Said::refusal;
        r.return_code = r.bytes.empty() ? std::uint8_t{0} : r.bytes[0];
        r.why = fmt::format("{:02X}: {}", r.return_code, describe_exception(r.return_code));
    } else if (reads_registers(seen.frame.function) && !r.bytes.empty()) {
        read_reply(seen.frame, r);
    } else {
        r.said = Said::unknown;
        r.rest = r.bytes.size();
    }
    if (again) ++talk_.counts.double_replies;
    if (asked_) asked_->answered = true;
    return talk_.count(std::move(r));
}

SerialReading ModbusTalk::take(const serial::ModbusSeen& seen, Way way) {
    SerialReading r;
    r.place = seen.place;
    r.dialect = talk_.dialect;
    r.address = seen.frame.address;
    r.bytes = seen.frame.data;
    using serial::ModbusRole;
    const bool clear = seen.role == ModbusRole::request || seen.role == ModbusRole::reply;
    const bool request = clear                                ? seen.role == ModbusRole::request
                         : seen.role == ModbusRole::exception ? false
                         : way != Way::unknown                ? way == Way::sent
                                                              : !asked_ || asked_->answered;
    return request ? take_request(seen, way, std::move(r)) : take_reply(seen, std::move(r));
}

} // namespace gtx::dialect
