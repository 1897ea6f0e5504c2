// SPDX-License-Identifier: MIT
/// \file
/// How the lines of a DBC file become a DbcFile.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dialect/dbc_tokens_impl.hpp"
#include "gtx/dialect/dbc_reader.hpp"

namespace gtx::dialect {

class DbcBuilder {
public:
    DbcBuilder(std::string_view text, std::string_view name) : tokens_(text), name_(name) {}
    Result<DbcFile> build();

private:
    using Token = dbc_text::Token;
    using Statement = Result<void> (DbcBuilder::*)();

    /// What is known of a signal only while the file is read.
    struct Draft {
        Token at;
        bool selects = false;
        std::optional<std::uint64_t> page; ///< m3
        bool ranged = false;               ///< SG_MUL_VAL_ told
        Token long_name{};                 ///< empty: none
    };
    struct Place {
        std::size_t message;
        std::size_t signal;
    };

    static Statement statement_for(std::string_view keyword);

    // lines
    Result<void> take_message();
    Result<void> take_signal();
    Result<void> take_values();
    Result<void> take_value_table();
    Result<void> take_comment();
    Result<void> take_value_type();
    Result<void> take_ranges();
    Result<void> take_attribute();
    Result<void> take_definition();
    Result<void> take_default();
    Result<void> skip_symbols();
    Result<void> skip_words();
    Result<void> skip_statement();

    // parts of lines
    Result<void> take_multiplexing(Draft& draft);
    Result<void> take_bits(wire::Bits& bits);
    Result<void> take_scale(DbcSignal& signal);
    Result<std::vector<wire::Label>> take_labels();
    Result<DbcRange> take_range();
    Result<void> take_frame_format(const DbcMessage* message);
    Result<void> take_long_name(std::string_view of);
    void set_scale(DbcSignal& signal, const dbc_text::Decimal& factor, const dbc_text::Decimal& offset);
    void check_place(const DbcSignal& signal, const Token& at);
    void check_overlaps();

    // tokens
    Result<void> expect(std::string_view what);
    Result<Token> take(dbc_text::Kind kind, std::string_view what);
    Result<std::uint64_t> take_unsigned(std::string_view what, std::uint64_t most);
    [[nodiscard]] Error fail(const Token& at, std::string_view words, Errc code = Errc::bad_syntax) const;
    void note(const Token& at, std::string words);

    // what a line is about
    Result<DbcMessage*> take_known_message();
    Result<DbcSignal*> take_known_signal();
    std::optional<std::size_t> find_signal(std::size_t message, std::string_view name) const;
    std::string_view keep(std::string_view text);

    // at the end
    Result<void> connect();
    Result<void> connect_message(std::size_t message);
    Result<void> connect_signal(std::size_t message, std::size_t signal, int selector);
    Result<void> refuse_circles(std::size_t message);
    void group_messages();
    void lengthen_names();

    dbc_text::Tokens tokens_;
    std::string name_;
    DbcFile file_;
    std::vector<std::vector<Draft>> drafts_; ///< as file_.messages_ and their signals
    std::map<std::string, std::vector<wire::Label>, std::less<>> tables_;
    std::vector<std::string> frame_formats_;             ///< values of VFrameFormat, in their order
    std::map<std::size_t, std::string_view> long_names_; ///< of messages
    std::map<std::size_t, bool> j1939_;                  ///< messages of which the format is said
    bool j1939_by_default_ = false;
    bool passing_over_ = false; ///< the signals that follow are of no message
    std::size_t about_ = 0;     ///< the message of the signal last named
};

} // namespace gtx::dialect
