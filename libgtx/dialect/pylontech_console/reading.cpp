// SPDX-License-Identifier: MIT
// What an answer of the console says.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "dialect/pylontech_console/console_impl.hpp"
#include "dialect/pylontech_console/high_voltage_impl.hpp"

namespace gtx::dialect {

namespace console {

namespace {

using serial::ConsoleAnswer;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}
std::string lowered(std::string_view s) {
    std::string out(s);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}
std::string_view trimmed(std::string_view s) {
    while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
    while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
    return s;
}
bool any_of(std::string_view word, std::initializer_list<std::string_view> parts) {
    return std::ranges::any_of(parts, [&](auto p) { return word.find(p) != word.npos; });
}

/// A number and its unit.
struct Quantity {
    std::int64_t value = 0;
    std::string unit; ///< in small letters
};

/// Takes a number with its unit from the front: `49905       mV`, `-100000mA`, `39%`, `0x0`. No value: there
/// is none, and `text` is as it was.
std::optional<Quantity> take_quantity(std::string_view& text) {
    auto rest = trimmed(text);
    Quantity q;
    const bool hex = rest.starts_with("0x") || rest.starts_with("0X");
    const auto digits = hex ? rest.substr(2) : rest;
    const auto end = std::from_chars(digits.data(), digits.data() + digits.size(), q.value, hex ? 16 : 10);
    if (end.ec != std::errc{}) return {};
    rest.remove_prefix(static_cast<std::size_t>(end.ptr - rest.data()));
    rest = trimmed(rest);
    const auto unit = rest.substr(0, rest.starts_with('%') ? 1 : rest.find_first_of(" \t0123456789-"));
    q.unit = lowered(unit);
    rest.remove_prefix(unit.size());
    text = rest;
    return q;
}

/// The label of a word of a base state or a status.
std::int64_t label_of(std::span<const wire::Label> labels, std::string_view text) {
    const auto word = lowered(text);
    const auto exact = std::ranges::find_if(labels, [&](const auto& l) { return word.starts_with(l.name); });
    if (exact != labels.end()) return exact->raw;
    const auto named = [&](std::string_view name) {
        const auto found = std::ranges::find(labels, name, &wire::Label::name);
        return found == labels.end() ? labels.back().raw : found->raw;
    };
    if (any_of(word, {"low", "under"})) return named("low");
    if (any_of(word, {"high", "over"})) return named("high");
    return labels.back().raw;
}

/// Fills a reading. Texts are copied into its bytes, where the fields borrow them.
class Filling {
public:
    Filling(SerialReading& r, const Form& form, const ConsoleAnswer& answer) : r_(r), form_(form) {
        std::size_t room = 0;
        for (const auto& line : answer.lines) room += line.size();
        r_.bytes.reserve(2 * room); // views must stay where they are
    }

    /// What stands in a cell. `pack` and `index` from 1; index 0: not repeated.
    void take(std::string_view heading, std::string_view text, unsigned pack, unsigned index) {
        text = trimmed(text);
        if (text.empty() || text == "-") return;
        pack_ = pack;
        index_ = index;
        bool known = false;
        for (const auto& value : form_.values)
            if (value.heading == heading) known |= take_word(value, text);
        if (!known && !take_numbers(heading, text)) r_.rest += text.size();
    }

private:
    wire::Field& add(const wire::Row& row) {
        r_.fields.push_back({.row = &row,
                             .index = static_cast<std::uint16_t>(index_),
                             .pack = static_cast<std::uint16_t>(pack_),
                             .present = true});
        return r_.fields.back();
    }
    bool take_word(const Value& value, std::string_view text) {
        if (value.row.kind == wire::Kind::choice) {
            add(value.row).raw = label_of(value.row.labels, text);
            return true;
        }
        if (value.row.kind != wire::Kind::text) return false;
        const auto at = r_.bytes.size();
        r_.bytes.insert(r_.bytes.end(), text.begin(), text.end());
        add(value.row).text = {reinterpret_cast<const char*>(r_.bytes.data()) + at, text.size()};
        return true;
    }
    /// Every number of a cell, each by its unit; a number without one has the only unit there is.
    bool take_numbers(std::string_view heading, std::string_view text) {
        bool some = false;
        while (const auto q = take_quantity(text)) {
            const auto found = std::ranges::find_if(form_.values, [&](const Value& v) {
                return v.heading == heading && (q->unit.empty() || v.unit.empty() || v.unit == q->unit);
            });
            if (found == form_.values.end()) return some;
            some = true;
            add(found->row).raw = q->value;
        }
        return some;
    }

    SerialReading& r_;
    const Form& form_;
    unsigned pack_ = 0;
    unsigned index_ = 0;
};

void misfit(SerialReading& r, std::string why) {
    r.said = Said::misfit;
    r.why = std::move(why);
    r.fields.clear();
}

unsigned number_of(std::string_view text) {
    unsigned n = 0;
    std::from_chars(text.data(), text.data() + text.size(), n);
    return n;
}

void read_rows(SerialReading& r, Filling& filling, const Form& form, const ConsoleAnswer& answer) {
    const auto table = serial::read_table(answer.lines);
    if (!table) return misfit(r, "no table");
    for (const auto& row : table->rows) {
        if (row.absent || row.cells.empty()) continue;
        const auto number = number_of(row.cells[0]);
        const bool packs = form.shape == Shape::packs;
        if (number > 255 || (packs && number == 0)) continue;
        if (packs) ++r.packs;
        for (std::size_t i = 1; i < row.cells.size(); ++i)
            filling.take(table->headings[i], row.cells[i], packs ? number : 1, packs ? 0 : number + 1);
    }
    if (!table->refused.empty())
        r.why = fmt::format("{} of the table's rows not taken: {}", table->refused.size(),
                            describe(serial::Refusal::misaligned));
    if (r.fields.empty()) misfit(r, "no heading is known");
}

void read_list(SerialReading& r, Filling& filling, const ConsoleAnswer& answer) {
    constexpr std::string_view address = "Device address";
    for (const auto& line : answer.lines) {
        if (const auto entry = serial::key_value(line)) {
            filling.take(entry->first, entry->second, 1, 0);
        } else if (trimmed(line).starts_with(address)) { // stat writes no colon behind it
            filling.take(address, trimmed(line).substr(address.size()), 1, 0);
        }
    }
    if (r.fields.empty()) misfit(r, "no key is known");
}

void read_time(SerialReading& r, Filling& filling, const ConsoleAnswer& answer) {
    if (answer.lines.empty()) return misfit(r, "no time");
    filling.take("", answer.lines.front(), 1, 0);
}

} // namespace

} // namespace console

SerialReading read_reply(const SerialDialect& dialect, const SerialCommand& command,
                         const serial::ConsoleAnswer& answer) {
    using namespace console;
    SerialReading r;
    r.place = answer.place;
    r.dialect = &dialect;
    r.command = &command;
    r.said = Said::reply;
    r.address = 1;
    const auto blank = answer.command.find(' ');
    if (blank != std::string::npos)
        r.address =
            static_cast<std::uint8_t>(std::clamp(number_of(trimmed(answer.command.substr(blank))), 1U, 255U));
    if (answer.says == serial::ConsoleSays::unknown_command || answer.says == serial::ConsoleSays::failed) {
        r.said = Said::refusal;
        r.why = answer.lines.empty() ? "refused" : answer.lines.front();
        return r;
    }
    if (is_high_voltage(answer)) {
        misfit(r, "this is a stack of high voltage (Pylontech SC), not a pack of 48 V");
        return r;
    }
    const auto* form = form_of(command);
    if (form == nullptr) {
        for (const auto& line : answer.lines) r.rest += line.size();
        return r;
    }
    Filling filling(r, *form, answer);
    r.packs = form->shape == Shape::packs ? 0 : 1;
    if (form->shape == Shape::time)
        read_time(r, filling, answer);
    else if (form->shape == Shape::list)
        read_list(r, filling, answer);
    else
        read_rows(r, filling, *form, answer);
    return r;
}

} // namespace gtx::dialect
