// SPDX-License-Identifier: MIT
/// \file
/// An option is a row: the parser, `--help`, the manual page and the completions are readers of it.
///
/// A tool has a struct of options with their defaults and a table of rows. The member's type chooses how a
/// row takes its text and how a shell completes it; an enum needs a `cli::choices` of the same order.
///
///     struct Options { Format format = Format::text; std::uint64_t count = 0; bool strict = false; };
///     inline constexpr auto option_rows = cli::rows(
///         cli::option<&Options::format>({.name = "format", .letter = 'f', .value = "FORMAT",
///                                        .group = "Output", .help = "Write in this form.", .man = "…"}),
///         …);
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "tools/common/values.hpp"

namespace gtx::cli {

/// What the value of an option is. Completions and the manual depend on it.
enum class Kind : std::uint8_t {
    automatic, ///< in a row as written: the member's type decides
    flag,
    text,
    file,
    directory,
    choice,
    number,
    duration,
    time,
    can_interface,
    serial_port,
    source, ///< a CAN interface, a serial port or a file
    dialect,
    any_dialect, ///< of CAN or of serial lines
};

/// One of the values that an option takes.
struct Choice {
    std::string_view name;
    std::string_view help; ///< a few words, lower case, without full stop
};

/// The choices of an enum, in the order of its values, which count from 0. The first is the default.
template <class Enum>
inline constexpr std::array<Choice, 0> choices{};

/// Takes `text` into a member of the tool's options.
using Store = Result<void> (*)(void* options, std::string_view text);

struct Option {
    std::string_view name;  ///< long name, without dashes
    char letter = 0;        ///< 0 for none
    std::string_view value; ///< what stands for the value: "FILE"; empty for a flag
    std::string_view group;
    std::string_view help; ///< one sentence; a help text of two columns and 79 characters holds it
    std::string_view man;  ///< paragraph for the manual in mdoc, behind the help sentence; may be empty
    /// What it has when it is given without a value; empty: it needs one. The next word is its value only if
    /// it can be one, so such an option may stand before a word without dashes.
    std::string_view alone;
    Kind kind = Kind::automatic;
    /// Of a tool with verbs: those it goes with, with spaces between; empty: all.
    std::string_view verbs{};
    std::span<const Choice> choices{}; ///< filled in from the member's type
    bool repeatable = false;           ///< filled in from the member's type
    Store store = nullptr;             ///< filled in; null for --help and --version
};

/// A word without dashes: a file to read.
struct Positional {
    std::string_view name; ///< "FILE"
    std::string_view help;
    std::string_view man;
    Kind kind = Kind::automatic;
    std::span<const Choice> choices{}; ///< filled in from the member's type
    bool repeatable = false;
    bool required = false;
    Store store = nullptr;
};

namespace detail {

template <class T>
struct MemberPointer;
template <class C, class T>
struct MemberPointer<T C::*> {
    using Class = C;
    using Type = T;
};

template <class T>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

/// What is inside of a vector or an optional, else the type itself.
template <class T>
struct Inner {
    using Type = T;
};
template <class T>
requires(is_vector<T> || is_optional<T>) struct Inner<T> {
    using Type = typename T::value_type;
};

template <class T>
consteval Kind kind_of() {
    if constexpr (std::same_as<T, bool>) return Kind::flag;
    if constexpr (std::is_enum_v<T>) return Kind::choice;
    if constexpr (std::same_as<T, std::uint64_t> || std::same_as<T, double>) return Kind::number;
    if constexpr (std::same_as<T, Duration>) return Kind::duration;
    if constexpr (std::same_as<T, Timestamp>) return Kind::time;
    return Kind::text;
}

/// "text, json or csv".
std::string list_of(std::span<const Choice> choices);

template <class T>
Result<void> take(std::string_view text, T& out) {
    if constexpr (std::same_as<T, bool>) {
        out = true;
    } else if constexpr (is_vector<T>) {
        if (auto r = take(text, out.emplace_back()); !r) return r;
    } else if constexpr (is_optional<T>) {
        if (auto r = take(text, out.emplace()); !r) return r;
    } else if constexpr (std::is_enum_v<T>) {
        const auto at = std::find_if(choices<T>.begin(), choices<T>.end(),
                                     [&](const Choice& c) { return c.name == text; });
        if (at == choices<T>.end()) return unexpected_value(list_of(choices<T>), text);
        out = static_cast<T>(at - choices<T>.begin());
    } else {
        return parse_value(text, out);
    }
    return {};
}

template <auto Member>
Result<void> store(void* options, std::string_view text) {
    using Class = typename MemberPointer<decltype(Member)>::Class;
    return take(text, static_cast<Class*>(options)->*Member);
}

/// Calling it while compiling stops the compiler, which shows the words.
inline void stop(const char*) {}

constexpr bool is_name(std::string_view s) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    return !s.empty() && s[0] >= 'a' && s[0] <= 'z' && s.find_first_not_of(allowed) == s.npos;
}

struct CommonLetter {
    char letter;
    std::string_view name;
};

} // namespace detail

/// Letters that mean the same in every tool.
inline constexpr std::array<detail::CommonLetter, 9> common_letters = {{{'f', "format"},
                                                                        {'d', "dialect"},
                                                                        {'i', "interface"},
                                                                        {'n', "count"},
                                                                        {'o', "output"},
                                                                        {'q', "quiet"},
                                                                        {'v', "verbose"},
                                                                        {'h', "help"},
                                                                        {'V', "version"}}};

/// The row for a member of the options struct.
template <auto Member>
consteval Option option(Option row) {
    using Type = typename detail::MemberPointer<decltype(Member)>::Type;
    using Inner = typename detail::Inner<Type>::Type;
    row.store = &detail::store<Member>;
    row.repeatable = detail::is_vector<Type>;
    if (row.kind == Kind::automatic) row.kind = detail::kind_of<Inner>();
    if constexpr (std::is_enum_v<Inner>) {
        static_assert(!choices<Inner>.empty(), "an enum option needs a cli::choices");
        row.choices = choices<Inner>;
    }
#ifndef __clang__ // whose version 14 cannot make a std::string while compiling; g++ keeps watch
    if constexpr (std::is_enum_v<Type>) {
        using Class = typename detail::MemberPointer<decltype(Member)>::Class;
        static_assert(static_cast<int>(Class{}.*Member) == 0, "the first choice is the default");
    }
#endif
    return row;
}

/// The row for words without dashes.
template <auto Member>
consteval Positional positional(Positional row) {
    using Type = typename detail::MemberPointer<decltype(Member)>::Type;
    using Inner = typename detail::Inner<Type>::Type;
    row.store = &detail::store<Member>;
    row.repeatable = detail::is_vector<Type>;
    if (row.kind == Kind::automatic) row.kind = detail::kind_of<Inner>();
    if constexpr (std::is_enum_v<Inner>) row.choices = choices<Inner>;
    return row;
}

/// The widest line of --help, and what stands between its columns.
inline constexpr std::size_t help_width = 79;
inline constexpr std::size_t help_gap = 2;

/// Width of "  -f, --format FORMAT".
constexpr std::size_t left_width(const Option& o) {
    return 8 + o.name.size() + (o.value.empty() ? 0 : 1 + o.value.size());
}

/// Width of the help sentence, or of the longest choice behind it: choices are broken into lines.
constexpr std::size_t right_width(const Option& o) {
    std::size_t width = o.help.size();
    for (const auto& c : o.choices) width = std::max(width, c.name.size() + 1);
    return width;
}

/// Where the right column of --help begins.
constexpr std::size_t help_column(std::span<const Option> rows) {
    std::size_t width = 0;
    for (const auto& o : rows) width = std::max(width, left_width(o));
    return width + help_gap;
}

namespace detail {

consteval void check_row(const Option& o, std::size_t column) {
    if (!is_name(o.name)) stop("a name is a letter, then letters, digits and dashes, all small");
    if (o.group.empty()) stop("an option stands in a group");
    if ((o.kind == Kind::flag) != o.value.empty()) stop("an option with a value names it, a flag does not");
    if (!o.alone.empty() && (o.kind == Kind::flag || o.value.front() != '['))
        stop("a value that may be missing stands in brackets");
    if (o.help.empty() || o.help.back() != '.') stop("the help is a sentence and ends with a full stop");
    if (column + right_width(o) > help_width) stop("the help of an option does not fit its line");
    for (const auto& common : common_letters) {
        if ((common.letter == o.letter) != (common.name == o.name))
            stop("a letter means the same everywhere");
    }
}

template <std::size_t N>
consteval void check_rows(const std::array<Option, N>& rows) {
    for (std::size_t i = 0; i < N; ++i) {
        check_row(rows[i], help_column(rows));
        for (std::size_t k = 0; k < i; ++k) {
            if (rows[i].name == rows[k].name) stop("two options have one name");
            if (rows[i].letter != 0 && rows[i].letter == rows[k].letter) stop("two options have one letter");
        }
    }
}

inline constexpr Option help_row = {.name = "help",
                                    .letter = 'h',
                                    .value = {},
                                    .group = "Behaviour",
                                    .help = "Show this help.",
                                    .man = {},
                                    .alone = {},
                                    .kind = Kind::flag};
inline constexpr Option version_row = {.name = "version",
                                       .letter = 'V',
                                       .value = {},
                                       .group = "Behaviour",
                                       .help = "Show the version.",
                                       .man = {},
                                       .alone = {},
                                       .kind = Kind::flag};

} // namespace detail

/// True if an option goes with a verb.
constexpr bool goes_with(const Option& o, std::string_view verb) {
    for (auto rest = o.verbs; !rest.empty();) {
        const auto end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == verb) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return o.verbs.empty();
}

/// The rows of a tool, checked while compiling, with --help and --version behind them.
template <std::same_as<Option>... Row>
consteval auto rows(Row... row) {
    const std::array<Option, sizeof...(row) + 2> all = {row..., detail::help_row, detail::version_row};
    detail::check_rows(all);
    return all;
}

/// Everything about a tool that is not its work.
struct Tool {
    std::string_view name;                   ///< "gtx-decode"
    std::string_view summary;                ///< "turn captures into numbers": half a sentence, lower case
    std::span<const std::string_view> usage; ///< what stands behind the name, one line each
    std::span<const Option> options;
    std::span<const Positional> positionals;
    std::string_view exit_no; ///< what status 1 means, a sentence in mdoc
    /// True if the first positional is a verb: the rows say which verbs they go with.
    bool verbs = false;
};

} // namespace gtx::cli
