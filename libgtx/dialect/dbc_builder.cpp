// SPDX-License-Identifier: MIT
// Lines that are not about messages and signals, and the walk through the file.
#include "dialect/dbc_builder_impl.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace gtx::dialect {

using dbc_text::Kind;

namespace {

constexpr std::size_t most_notes = 1000;

} // namespace

DbcBuilder::Statement DbcBuilder::statement_for(std::string_view keyword) {
    static constexpr std::pair<std::string_view, Statement> statements[] = {
        {"BO_", &DbcBuilder::take_message},
        {"SG_", &DbcBuilder::take_signal},
        {"VAL_", &DbcBuilder::take_values},
        {"VAL_TABLE_", &DbcBuilder::take_value_table},
        {"CM_", &DbcBuilder::take_comment},
        {"SIG_VALTYPE_", &DbcBuilder::take_value_type},
        {"SG_MUL_VAL_", &DbcBuilder::take_ranges},
        {"BA_", &DbcBuilder::take_attribute},
        {"BA_DEF_", &DbcBuilder::take_definition},
        {"BA_DEF_DEF_", &DbcBuilder::take_default},
        {"NS_", &DbcBuilder::skip_symbols},
        {"BS_", &DbcBuilder::skip_words},
        {"BU_", &DbcBuilder::skip_words},
        {"VERSION", &DbcBuilder::skip_words},
        {"BO_TX_BU_", &DbcBuilder::skip_statement},
        {"BA_DEF_REL_", &DbcBuilder::skip_statement},
        {"BA_DEF_DEF_REL_", &DbcBuilder::skip_statement},
        {"BA_REL_", &DbcBuilder::skip_statement},
        {"EV_", &DbcBuilder::skip_statement},
        {"EV_DATA_", &DbcBuilder::skip_statement},
        {"ENVVAR_DATA_", &DbcBuilder::skip_statement},
        {"SGTYPE_", &DbcBuilder::skip_statement},
        {"SGTYPE_VAL_", &DbcBuilder::skip_statement},
        {"SIG_TYPE_REF_", &DbcBuilder::skip_statement},
        {"SIG_GROUP_", &DbcBuilder::skip_statement},
        {"BA_SGTYPE_", &DbcBuilder::skip_statement},
        {"SIGTYPE_VALTYPE_", &DbcBuilder::skip_statement},
        {"CAT_DEF_", &DbcBuilder::skip_statement},
        {"CAT_", &DbcBuilder::skip_statement},
        {"FILTER", &DbcBuilder::skip_words},
    };
    const auto* found =
        std::ranges::find(statements, keyword, &std::pair<std::string_view, Statement>::first);
    return found == std::end(statements) ? nullptr : found->second;
}

Result<DbcFile> DbcBuilder::build() {
    while (tokens_.peek().kind != Kind::end) {
        const auto keyword = tokens_.take();
        const auto statement = keyword.kind == Kind::word ? statement_for(keyword.said) : nullptr;
        if (statement == nullptr) return fail(keyword, "expected a keyword of DBC, got " + keyword.quoted());
        if (auto done = (this->*statement)(); !done) return done.error();
    }
    if (auto done = connect(); !done) return done.error();
    check_overlaps();
    group_messages();
    lengthen_names();
    return std::move(file_);
}

// --- tokens -----------------------------------------------------------------------------------------------

Error DbcBuilder::fail(const Token& at, std::string_view words, Errc code) const {
    return {code, fmt::format("{}:{}:{}: {}", name_, at.line, at.column, words)};
}

void DbcBuilder::note(const Token& at, std::string words) {
    if (file_.notes_.size() < most_notes) file_.notes_.push_back({at.line, at.column, std::move(words)});
}

Result<void> DbcBuilder::expect(std::string_view what) {
    const auto t = tokens_.take();
    if (!t.is(what)) return fail(t, fmt::format("expected '{}', got {}", what, t.quoted()));
    return {};
}

Result<dbc_text::Token> DbcBuilder::take(Kind kind, std::string_view what) {
    const auto t = tokens_.take();
    if (t.kind != kind) return fail(t, fmt::format("expected {}, got {}", what, t.quoted()));
    if (!t.closed) return fail(t, "the text that begins here has no end");
    return t;
}

Result<std::uint64_t> DbcBuilder::take_unsigned(std::string_view what, std::uint64_t most) {
    GTX_TRY(const auto t, take(Kind::number, what));
    const auto v = dbc_text::unsigned_number(t.said);
    if (!v) return fail(t, fmt::format("expected {}, got {}", what, t.quoted()));
    if (*v > most)
        return fail(t, fmt::format("{} is at most {}, not {}", what, most, *v), Errc::out_of_range);
    return *v;
}

std::string_view DbcBuilder::keep(std::string_view text) {
    return file_.kept_->texts.emplace_back(text);
}

// --- what is passed over ----------------------------------------------------------------------------------

/// NS_ names keywords, one to a line, up to BS_.
Result<void> DbcBuilder::skip_symbols() {
    while (tokens_.peek().kind != Kind::end && !tokens_.peek().is("BS_") && !tokens_.peek().is("BU_"))
        tokens_.take();
    return {};
}

/// Up to the next keyword: these have no semicolon.
Result<void> DbcBuilder::skip_words() {
    while (tokens_.peek().kind != Kind::end &&
           (tokens_.peek().kind != Kind::word || statement_for(tokens_.peek().said) == nullptr))
        tokens_.take();
    return {};
}

Result<void> DbcBuilder::skip_statement() {
    while (tokens_.peek().kind != Kind::end) {
        const auto t = tokens_.take();
        if (!t.closed) return fail(t, "the text that begins here has no end");
        if (t.is(";")) return {};
    }
    return fail(tokens_.peek(), "expected ';', got the end of the file");
}

// --- attributes -------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view frame_format = "VFrameFormat";
constexpr std::string_view cycle_time = "GenMsgCycleTime";
// Names of more than 32 characters are cut where they stand, and told in full here.
constexpr std::string_view long_message_name = "SystemMessageLongSymbol";
constexpr std::string_view long_signal_name = "SystemSignalLongSymbol";
constexpr std::string_view of_j1939 = "J1939PG";

} // namespace

/// BA_DEF_ BO_ "VFrameFormat" ENUM "StandardCAN","ExtendedCAN", … ;
Result<void> DbcBuilder::take_definition() {
    if (tokens_.peek().kind == Kind::word) tokens_.take(); // BO_, SG_, BU_, EV_
    GTX_TRY(const auto name, take(Kind::text, "the name of an attribute"));
    if (name.said != frame_format || !tokens_.peek().is("ENUM")) return skip_statement();
    frame_formats_.clear();
    tokens_.take();
    while (!tokens_.peek().is(";")) {
        GTX_TRY(const auto value, take(Kind::text, "a value of the attribute"));
        frame_formats_.emplace_back(value.said);
        if (tokens_.peek().is(",")) tokens_.take();
    }
    return expect(";");
}

Result<void> DbcBuilder::take_default() {
    GTX_TRY(const auto name, take(Kind::text, "the name of an attribute"));
    if (name.said == frame_format) j1939_by_default_ = tokens_.peek().said == of_j1939;
    return skip_statement();
}

/// BA_ "VFrameFormat" BO_ 2566844926 3; the number is a place in the list of its values.
Result<void> DbcBuilder::take_frame_format(const DbcMessage* message) {
    const auto value = tokens_.peek();
    bool j1939 = value.said == of_j1939;
    if (const auto n = dbc_text::unsigned_number(value.said); value.kind == Kind::number && n)
        j1939 = *n < frame_formats_.size() && frame_formats_[*n] == of_j1939;
    if (message != nullptr) j1939_[static_cast<std::size_t>(message - file_.messages_.data())] = j1939;
    return skip_statement();
}

/// BA_ "SystemSignalLongSymbol" SG_ 849 cut "in_full";
Result<void> DbcBuilder::take_long_name(std::string_view of) {
    tokens_.take();
    Token* to = nullptr;
    std::string_view* to_message = nullptr;
    if (of == "SG_") {
        GTX_TRY(const auto* signal, take_known_signal());
        if (signal != nullptr)
            to = &drafts_[about_][static_cast<std::size_t>(signal - file_.messages_[about_].signals.data())]
                      .long_name;
    } else {
        GTX_TRY(const auto* message, take_known_message());
        if (message != nullptr)
            to_message = &long_names_[static_cast<std::size_t>(message - file_.messages_.data())];
    }
    GTX_TRY(const auto words, take(Kind::text, "a long name"));
    if (!dbc_text::is_name(words.said))
        note(words, words.quoted() + " is no name and is left out");
    else if (to != nullptr)
        *to = words;
    else if (to_message != nullptr)
        *to_message = words.said;
    return expect(";");
}

Result<void> DbcBuilder::take_attribute() {
    GTX_TRY(const auto name, take(Kind::text, "the name of an attribute"));
    if (name.said == long_message_name && tokens_.peek().is("BO_")) return take_long_name("BO_");
    if (name.said == long_signal_name && tokens_.peek().is("SG_")) return take_long_name("SG_");
    const bool known = name.said == frame_format || name.said == cycle_time;
    if (!known || !tokens_.peek().is("BO_")) return skip_statement();
    tokens_.take();
    GTX_TRY(auto* const message, take_known_message());
    if (name.said == frame_format) return take_frame_format(message);
    if (const auto ms = dbc_text::unsigned_number(tokens_.peek().said); message != nullptr && ms)
        message->period_ms = static_cast<std::uint32_t>(std::min<std::uint64_t>(*ms, UINT32_MAX));
    return skip_statement();
}

Result<void> DbcBuilder::take_comment() {
    const auto what = tokens_.peek();
    if (what.kind == Kind::text) {
        GTX_TRY(const auto words, take(Kind::text, "a comment"));
        file_.comment_ = keep(dbc_text::unescaped(words.said));
        return expect(";");
    }
    if (!what.is("BO_") && !what.is("SG_")) return skip_statement();
    tokens_.take();
    std::string_view* to = nullptr;
    if (what.is("BO_")) {
        GTX_TRY(auto* const message, take_known_message());
        if (message != nullptr) to = &message->comment;
    } else {
        GTX_TRY(auto* const signal, take_known_signal());
        if (signal != nullptr) to = &signal->row.doc;
    }
    GTX_TRY(const auto words, take(Kind::text, "a comment"));
    if (to != nullptr) *to = keep(dbc_text::unescaped(words.said));
    return expect(";");
}

// --- value tables -----------------------------------------------------------------------------------------

/// Numbers and texts up to the semicolon, which is taken too.
Result<std::vector<wire::Label>> DbcBuilder::take_labels() {
    std::vector<wire::Label> labels;
    while (tokens_.peek().kind == Kind::number) {
        const auto number = tokens_.take();
        GTX_TRY(const auto words, take(Kind::text, "the name of a value"));
        const auto raw = dbc_text::signed_number(number.said);
        if (raw && std::ranges::find(labels, *raw, &wire::Label::raw) == labels.end())
            labels.push_back({*raw, keep(dbc_text::unescaped(words.said))});
        else
            note(number, fmt::format("the value {} is {} and is left out", number.said,
                                     raw ? "named twice" : "no whole number"));
    }
    if (auto done = expect(";"); !done) return done.error();
    return labels;
}

Result<void> DbcBuilder::take_value_table() {
    GTX_TRY(const auto name, take(Kind::word, "the name of a value table"));
    GTX_TRY(auto labels, take_labels());
    tables_[std::string(name.said)] = std::move(labels);
    return {};
}

/// VAL_ 849 state 0 "off" 1 "on" ; with a value table's name in place of the values, too.
Result<void> DbcBuilder::take_values() {
    if (tokens_.peek().kind == Kind::word) return skip_statement(); // of an environment variable
    GTX_TRY(auto* const signal, take_known_signal());
    std::vector<wire::Label> labels;
    if (tokens_.peek().kind == Kind::word) {
        const auto name = tokens_.take();
        const auto table = tables_.find(name.said);
        if (table == tables_.end())
            return fail(name, fmt::format("there is no value table '{}'", name.said), Errc::bad_value);
        labels = table->second;
        if (auto done = expect(";"); !done) return done;
    } else {
        GTX_TRY(labels, take_labels());
    }
    if (signal == nullptr || labels.empty()) return {};
    signal->row.labels = file_.kept_->labels.emplace_back(std::move(labels));
    signal->row.kind = wire::Kind::choice;
    return {};
}

Result<DbcFile> read_dbc(std::string_view text, std::string_view name) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3); // the mark some editors write
    return DbcBuilder(text, name).build();
}

} // namespace gtx::dialect
