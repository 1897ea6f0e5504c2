// SPDX-License-Identifier: MIT
// Messages and signals of a DBC file, and how they hang together.
#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "dialect/dbc_builder_impl.hpp"

namespace gtx::dialect {

using dbc_text::Decimal;
using dbc_text::Kind;

namespace {

constexpr std::uint32_t wide = 0x80000000;       ///< in the number of a message: its identifier has 29 bits
constexpr std::uint32_t no_message = 0xC0000000; ///< under which Vector's tools keep signals of no message
constexpr unsigned most_bits = 8 * 64;

std::uint32_t number_of(can::Id id) {
    return id.value | (id.extended ? wide : 0);
}

Unit unit_of(std::string_view s) {
    constexpr std::pair<std::string_view, Unit> units[] = {
        {"V", Unit::volt},
        {"A", Unit::amp},
        {"W", Unit::watt},
        {"Ah", Unit::amp_hour},
        {"Wh", Unit::watt_hour},
        {"Ohm", Unit::ohm},
        {"ohm", Unit::ohm},
        {"degC", Unit::celsius},
        {"\xC2\xB0"
         "C",
         Unit::celsius},
        {"K", Unit::kelvin},
        {"%", Unit::percent},
        {"s", Unit::second},
    };
    const auto* found = std::ranges::find(units, s, &std::pair<std::string_view, Unit>::first);
    return found == std::end(units) ? Unit::none : found->second;
}

/// number · 10^power as an int32; without value where it is none.
std::optional<std::int32_t> scaled(std::int64_t number, int power) {
    for (; power > 0 && number != 0; --power) {
        number *= 10;
        if (number > INT32_MAX || number < INT32_MIN) return std::nullopt;
    }
    if (power < 0 || number > INT32_MAX || number < INT32_MIN) return std::nullopt;
    return static_cast<std::int32_t>(number);
}

/// Factor and offset as a scale; without value where they need more digits than it has.
std::optional<wire::Scale> scale_of(const Decimal& factor, const Decimal& offset) {
    constexpr int most_decimals = 9;
    if (!factor.exact || !offset.exact || factor.mantissa == 0) return std::nullopt;
    const int decimals = std::max({0, -factor.exponent, -offset.exponent});
    if (decimals > most_decimals) return std::nullopt;
    const auto num = scaled(factor.mantissa, decimals + factor.exponent);
    const auto bias = scaled(offset.mantissa, decimals + offset.exponent);
    const auto den = scaled(1, decimals);
    if (!num || !bias || !den) return std::nullopt;
    return wire::Scale{*num, *den, *bias};
}

} // namespace

// --- BO_ and SG_ ------------------------------------------------------------------------------------------

/// BO_ 849 Limits: 8 BMS
Result<void> DbcBuilder::take_message() {
    const auto at = tokens_.peek();
    GTX_TRY(const auto number, take_unsigned("the identifier of a message", UINT32_MAX));
    GTX_TRY(const auto name, take(Kind::word, "the name of a message"));
    if (auto done = expect(":"); !done) return done;
    GTX_TRY(const auto length, take_unsigned("the length of a message", 0xFFFF));
    GTX_TRY(const auto sender, take(Kind::word, "the sender of a message"));
    const auto id = static_cast<std::uint32_t>(number);
    const bool is_wide = (id & wide) != 0;
    passing_over_ = id == no_message || file_.by_id_.contains(id);
    if (id != no_message && (id & ~wide) > (is_wide ? 0x1FFFFFFFU : 0x7FFU))
        return fail(at, fmt::format("{} is no identifier of {} bits", id & ~wide, is_wide ? 29 : 11),
                    Errc::out_of_range);
    if (passing_over_) {
        if (id != no_message) note(at, fmt::format("the identifier {} stands twice: the first is taken", id));
        return {};
    }
    if (length > 64) note(at, fmt::format("{} bytes are no frame's: read as far as frames go", length));
    file_.by_id_.emplace(id, file_.messages_.size());
    auto& message = file_.messages_.emplace_back();
    message.id = {id & ~wide, is_wide};
    message.name = keep(name.said);
    message.sender = keep(sender.said);
    message.length = static_cast<std::uint8_t>(std::min<std::uint64_t>(length, 64));
    drafts_.emplace_back();
    return {};
}

/// M, m3 or m3M behind the name.
Result<void> DbcBuilder::take_multiplexing(Draft& draft) {
    if (tokens_.peek().kind != Kind::word) return {};
    const auto t = tokens_.take();
    auto said = t.said;
    if (said.ends_with('M')) {
        draft.selects = true;
        said.remove_suffix(1);
    }
    if (said.empty() && draft.selects) return {};
    if (said.starts_with('m')) draft.page = dbc_text::unsigned_number(said.substr(1));
    if (!draft.page) return fail(t, fmt::format("expected M, m and a number, or ':', got {}", t.quoted()));
    return {};
}

/// 16|16@1-
Result<void> DbcBuilder::take_bits(wire::Bits& bits) {
    GTX_TRY(const auto start, take_unsigned("the first bit of a signal", most_bits - 1));
    if (auto done = expect("|"); !done) return done;
    const auto at = tokens_.peek();
    GTX_TRY(const auto width, take_unsigned("the width of a signal", 64));
    if (width == 0) return fail(at, "a signal has no bits", Errc::out_of_range);
    if (auto done = expect("@"); !done) return done;
    // "1-" is cut into a number and a sign; "1+" too.
    const auto order = tokens_.take();
    if (!order.is("0") && !order.is("1"))
        return fail(order, fmt::format("expected byte order 0 or 1, got {}", order.quoted()));
    const auto sign = tokens_.take();
    if (!sign.is("+") && !sign.is("-"))
        return fail(sign, fmt::format("expected '+' or '-', got {}", sign.quoted()));
    bits = {static_cast<std::uint16_t>(start), static_cast<std::uint16_t>(width),
            order.is("1") ? wire::Order::little : wire::Order::big, sign.is("-")};
    return {};
}

void DbcBuilder::set_scale(DbcSignal& signal, const Decimal& factor, const Decimal& offset) {
    signal.factor = factor.value;
    signal.offset = offset.value;
    const auto scale = scale_of(factor, offset);
    signal.exact = scale.has_value();
    signal.row.scale = scale.value_or(wire::Scale{});
}

/// (0.1,-40) [0|250] "V"
Result<void> DbcBuilder::take_scale(DbcSignal& signal) {
    std::optional<Decimal> numbers[4];
    const std::string_view around[] = {"(", ",", ")", "[", "|", "]"};
    const std::string_view names[] = {"a factor", "an offset", "a minimum", "a maximum"};
    for (std::size_t i = 0; i < 4; ++i) {
        if (i == 2)
            if (auto done = expect(around[2]); !done) return done;
        if (auto done = expect(around[i < 2 ? i : i + 1]); !done) return done;
        GTX_TRY(const auto t, take(Kind::number, names[i]));
        numbers[i] = dbc_text::decimal(t.said);
        // The limits are not used: whatever they are, they may be out of range.
        if (!numbers[i] && i < 2)
            return fail(t, fmt::format("{} is no {} that can be counted with", t.said, names[i].substr(2)),
                        Errc::out_of_range);
    }
    if (auto done = expect(around[5]); !done) return done;
    set_scale(signal, *numbers[0], *numbers[1]);
    GTX_TRY(const auto unit, take(Kind::text, "the unit of a signal"));
    signal.unit = keep(dbc_text::unescaped(unit.said));
    signal.row.unit = unit_of(signal.unit);
    return {};
}

/// SG_ current m3 : 16|16@1- (0.1,0) [-250|250] "A" INV,LOG
Result<void> DbcBuilder::take_signal() {
    Draft draft;
    DbcSignal signal;
    draft.at = tokens_.peek();
    GTX_TRY(const auto name, take(Kind::word, "the name of a signal"));
    if (drafts_.empty() && !passing_over_) return fail(name, "a signal stands before all messages");
    if (auto done = take_multiplexing(draft); !done) return done;
    if (auto done = expect(":"); !done) return done;
    if (auto done = take_bits(signal.row.bits); !done) return done;
    if (auto done = take_scale(signal); !done) return done;
    const auto line = tokens_.peek().line;
    while (tokens_.peek().kind == Kind::word && statement_for(tokens_.peek().said) == nullptr) {
        tokens_.take();
        if (tokens_.peek().is(",") && tokens_.peek().line == line) tokens_.take();
    }
    if (passing_over_) return {};
    if (find_signal(file_.messages_.size() - 1, name.said)) {
        note(name, fmt::format("the signal {} stands twice in its message: the first is taken", name.said));
        return {};
    }
    signal.row.name = keep(name.said);
    check_place(signal, name);
    file_.messages_.back().signals.push_back(std::move(signal));
    drafts_.back().push_back(draft);
    return {};
}

void DbcBuilder::check_place(const DbcSignal& signal, const Token& at) {
    const auto& message = file_.messages_.back();
    if (wire::place(signal.row.bits).last >= message.length)
        note(at, fmt::format("the signal {} reaches beyond the {} bytes of {}", at.said, message.length,
                             message.name));
}

// --- lines about a message or a signal --------------------------------------------------------------------

/// Null, with a note, where there is none.
Result<DbcMessage*> DbcBuilder::take_known_message() {
    const auto at = tokens_.peek();
    GTX_TRY(const auto number, take_unsigned("the identifier of a message", UINT32_MAX));
    const auto found = file_.by_id_.find(static_cast<std::uint32_t>(number));
    if (found != file_.by_id_.end()) return &file_.messages_[found->second];
    if (number != no_message) note(at, fmt::format("there is no message {}", number));
    return static_cast<DbcMessage*>(nullptr);
}

std::optional<std::size_t> DbcBuilder::find_signal(std::size_t message, std::string_view name) const {
    const auto& signals = file_.messages_[message].signals;
    const auto found = std::ranges::find(signals, name, [](const DbcSignal& s) { return s.row.name; });
    if (found == signals.end()) return std::nullopt;
    return static_cast<std::size_t>(found - signals.begin());
}

Result<DbcSignal*> DbcBuilder::take_known_signal() {
    GTX_TRY(auto* const message, take_known_message());
    GTX_TRY(const auto name, take(Kind::word, "the name of a signal"));
    if (message == nullptr) return static_cast<DbcSignal*>(nullptr);
    about_ = static_cast<std::size_t>(message - file_.messages_.data());
    if (const auto i = find_signal(about_, name.said)) return &message->signals[*i];
    note(name, fmt::format("the message {} has no signal {}", message->name, name.said));
    return static_cast<DbcSignal*>(nullptr);
}

/// SIG_VALTYPE_ 849 voltage : 1;
Result<void> DbcBuilder::take_value_type() {
    GTX_TRY(auto* const signal, take_known_signal());
    if (tokens_.peek().is(":")) tokens_.take();
    const auto at = tokens_.peek();
    GTX_TRY(const auto type, take_unsigned("the type of a value", 3));
    if (signal != nullptr && (type == 1 || type == 2)) {
        const unsigned width = type == 1 ? 32 : 64;
        if (signal->row.bits.width != width)
            return fail(at,
                        fmt::format("a floating number has {} bits, and {} has {}", width, signal->row.name,
                                    signal->row.bits.width),
                        Errc::bad_value);
        signal->number = type == 1 ? DbcSignal::Number::real_32 : DbcSignal::Number::real_64;
    }
    return expect(";");
}

/// 3-5: a number and one that begins with the minus.
Result<DbcRange> DbcBuilder::take_range() {
    GTX_TRY(const auto first, take_unsigned("the first value of a range", UINT64_MAX));
    if (tokens_.peek().is("-")) tokens_.take();
    const auto t = tokens_.take();
    const auto last = dbc_text::unsigned_number(t.said.starts_with('-') ? t.said.substr(1) : t.said);
    if (t.kind != Kind::number || !last)
        return fail(t, fmt::format("expected the last value of a range, got {}", t.quoted()));
    if (*last < first)
        return fail(t, fmt::format("a range ends before it begins: {} to {}", first, *last), Errc::bad_value);
    return DbcRange{first, *last};
}

/// SG_MUL_VAL_ 849 signal selector 0-0, 3-5;
Result<void> DbcBuilder::take_ranges() {
    GTX_TRY(auto* const signal, take_known_signal());
    GTX_TRY(const auto name, take(Kind::word, "the name of the signal that selects"));
    std::vector<DbcRange> ranges;
    while (tokens_.peek().kind == Kind::number) {
        GTX_TRY(const auto range, take_range());
        ranges.push_back(range);
        if (tokens_.peek().is(",")) tokens_.take();
    }
    if (signal != nullptr) {
        const auto selector = find_signal(about_, name.said);
        if (!selector)
            return fail(
                name, fmt::format("the message {} has no signal {}", file_.messages_[about_].name, name.said),
                Errc::bad_value);
        const auto i = static_cast<std::size_t>(signal - file_.messages_[about_].signals.data());
        signal->selector = static_cast<int>(*selector);
        signal->when = std::move(ranges);
        drafts_[about_][i].ranged = true;
    }
    return expect(";");
}

// --- at the end -------------------------------------------------------------------------------------------

Result<void> DbcBuilder::connect_signal(std::size_t message, std::size_t signal, int selector) {
    const auto& draft = drafts_[message][signal];
    auto& s = file_.messages_[message].signals[signal];
    if (draft.ranged || !draft.page) return {};
    if (selector < 0)
        return fail(draft.at,
                    fmt::format("{} is selected, and no one signal of {} selects", s.row.name,
                                file_.messages_[message].name),
                    Errc::bad_value);
    s.selector = selector;
    s.when = {{*draft.page, *draft.page}};
    s.row.when = *draft.page <= INT64_MAX ? static_cast<std::int64_t>(*draft.page) : -1;
    return {};
}

/// Where no SG_MUL_VAL_ says it, m3 means the one signal that is M and not selected itself.
Result<void> DbcBuilder::connect_message(std::size_t message) {
    auto& signals = file_.messages_[message].signals;
    int selector = -1;
    int selectors = 0;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        const auto& draft = drafts_[message][i];
        signals[i].row.selects = draft.selects;
        if (!draft.selects || draft.page) continue;
        selector = static_cast<int>(i);
        ++selectors;
    }
    for (std::size_t i = 0; i < signals.size(); ++i)
        if (auto done = connect_signal(message, i, selectors == 1 ? selector : -1); !done) return done;
    return refuse_circles(message);
}

/// A signal that, over others, selects itself would never be there.
Result<void> DbcBuilder::refuse_circles(std::size_t message) {
    const auto& signals = file_.messages_[message].signals;
    for (std::size_t i = 0; i < signals.size(); ++i) {
        std::size_t steps = 0;
        for (int at = signals[i].selector; at >= 0; at = signals[static_cast<std::size_t>(at)].selector)
            if (++steps > signals.size() || static_cast<std::size_t>(at) == i)
                return fail(drafts_[message][i].at, fmt::format("{} selects itself", signals[i].row.name),
                            Errc::bad_value);
    }
    return {};
}

Result<void> DbcBuilder::connect() {
    for (std::size_t m = 0; m < file_.messages_.size(); ++m)
        if (auto done = connect_message(m); !done) return done;
    return {};
}

/// Signals that share bits and can be there together: taken, and told once for a message.
void DbcBuilder::check_overlaps() {
    for (std::size_t m = 0; m < file_.messages_.size(); ++m) {
        const auto& signals = file_.messages_[m].signals;
        std::vector<std::string_view> owner(most_bits + 64);
        for (std::size_t i = 0; i < signals.size(); ++i) {
            if (signals[i].selector >= 0) continue;
            const auto p = wire::place(signals[i].row.bits);
            std::string_view other;
            for (unsigned bit = 0; bit < signals[i].row.bits.width; ++bit) {
                const unsigned at = p.shift + bit;
                const bool little = signals[i].row.bits.order == wire::Order::little;
                const unsigned byte = little ? p.first + at / 8 : p.last - at / 8;
                auto& o = owner[8 * byte + at % 8];
                if (!o.empty()) other = o;
                o = signals[i].row.name;
            }
            if (other.empty()) continue;
            note(drafts_[m][i].at,
                 fmt::format("the signal {} shares bits with {}", signals[i].row.name, other));
            break;
        }
    }
}

void DbcBuilder::group_messages() {
    for (std::size_t m = 0; m < file_.messages_.size(); ++m) {
        auto& message = file_.messages_[m];
        const auto said = j1939_.find(m);
        const bool j1939 = said != j1939_.end() ? said->second : j1939_by_default_;
        message.parameter_group = j1939 && message.id.extended;
        if (message.parameter_group) file_.by_group_.emplace(parameter_group(message.id.value), m);
    }
}

/// Last of all: whatever else is said of a signal is said of its short name.
void DbcBuilder::lengthen_names() {
    for (const auto& [message, name] : long_names_)
        if (!name.empty()) file_.messages_[message].name = keep(name);
    for (std::size_t m = 0; m < file_.messages_.size(); ++m)
        for (std::size_t i = 0; i < drafts_[m].size(); ++i) {
            const auto& name = drafts_[m][i].long_name;
            auto& signal = file_.messages_[m].signals[i];
            if (name.said.empty() || name.said == signal.row.name) continue;
            if (find_signal(m, name.said))
                note(name,
                     fmt::format("another signal of {} has the name {}", file_.messages_[m].name, name.said));
            else
                signal.row.name = keep(name.said);
        }
}

const DbcMessage* DbcFile::find(can::Id id) const noexcept {
    if (const auto exact = by_id_.find(number_of(id)); exact != by_id_.end())
        return &messages_[exact->second];
    if (!id.extended) return nullptr;
    const auto group = by_group_.find(parameter_group(id.value));
    return group == by_group_.end() ? nullptr : &messages_[group->second];
}

} // namespace gtx::dialect
