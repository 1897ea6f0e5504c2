// SPDX-License-Identifier: MIT
// CSV files of times and powers, with or without heading.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/time_text.hpp"
#include "sim/scenario_impl.hpp"

namespace gtx::sim::scenario {
namespace {

/// What a profile drives, in the order of `load|pv|charge`.
enum class Target : std::uint8_t { load, pv, charge };
constexpr std::string_view target_names[] = {"load", "pv", "charge"};

constexpr std::string_view time_names[] = {"t",       "time",      "s",    "second",
                                           "seconds", "timestamp", "date", "datetime"};
constexpr std::string_view power_names[] = {"power", "p", "w", "kw", "watts", "value"};

/// Where the two columns are, and the unit of bare numbers.
struct Columns {
    char separator = ',';
    std::size_t time = 0;
    std::size_t value = 1;
    std::string unit = "W";
};

/// One row: nanoseconds since the first row, and how much.
struct Row {
    std::int64_t at_ns = 0;
    Amount amount;
};

Command command_of(Target target, const Amount& amount) {
    if (target == Target::load) return command::Load{amount};
    if (target == Target::charge) return command::Charge{amount};
    return command::Pv{std::get<Watts>(amount.value)};
}

/// Without blanks around it, then without quotes.
std::string_view trimmed(std::string_view field) {
    const auto begin = std::min(field.find_first_not_of(" \t"), field.size());
    field = field.substr(begin, field.find_last_not_of(" \t") + 1 - begin);
    if (field.size() >= 2 && field.front() == '"' && field.back() == '"')
        field = field.substr(1, field.size() - 2);
    return field;
}

std::vector<std::string_view> fields_of(std::string_view line, char separator) {
    std::vector<std::string_view> fields;
    while (true) {
        const auto end = std::min(line.find(separator), line.size());
        fields.push_back(trimmed(line.substr(0, end)));
        if (end == line.size()) return fields;
        line.remove_prefix(end + 1);
    }
}

char separator_of(std::string_view line) {
    for (const char c : {',', ';', '\t'})
        if (line.find(c) != std::string_view::npos) return c;
    return ',';
}

std::optional<std::int64_t> read_time(std::string_view field) {
    if (const auto date = text::parse_date(field)) return date;
    return text::parse_duration(field);
}

/// "PV power [kW]" in small letters, cut into what stands before and in the unit.
struct Title {
    std::string name;
    std::string unit; ///< "W", "kW", "A"; empty for none; "?" for another
};

std::string small_letters(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string unit_of(std::string_view small) {
    if (small.empty()) return {};
    if (small == "w" || small == "watts") return "W";
    if (small == "kw") return "kW";
    return small == "a" ? "A" : "?";
}

Title title_of(std::string_view field) {
    const auto small = small_letters(field);
    const auto cut = std::min(small.find_last_of("_ [("), small.size());
    auto name = small.substr(0, cut);
    name.resize(name.find_last_not_of("_ ") + 1);
    auto unit = cut < small.size() ? small.substr(cut + 1) : std::string();
    while (unit.ends_with(']') || unit.ends_with(')')) unit.pop_back();
    if (unit.empty() && (name == "w" || name == "kw" || name == "watts")) unit = name;
    return {std::move(name), unit_of(unit)};
}

bool has_name(const Title& title, std::span<const std::string_view> names) {
    return std::ranges::find(names, title.name) != names.end();
}

/// The column with the values of `target`: the one of its name, else one that is called power.
std::size_t find_value(std::span<const Title> titles, Target target) {
    const auto is_ours = [&](const Title& t) {
        return t.name == target_names[static_cast<std::size_t>(target)];
    };
    auto found = std::ranges::find_if(titles, is_ours);
    if (found == titles.end())
        found = std::ranges::find_if(titles, [](const Title& t) { return has_name(t, power_names); });
    return static_cast<std::size_t>(found - titles.begin());
}

/// Takes the columns from a heading. False: they are not there.
bool take_heading(std::span<const std::string_view> fields, Target target, Columns& columns) {
    std::vector<Title> titles;
    std::ranges::transform(fields, std::back_inserter(titles), title_of);
    const auto time = std::ranges::find_if(titles, [](const Title& t) { return has_name(t, time_names); });
    columns.time = static_cast<std::size_t>(time - titles.begin());
    columns.value = find_value(titles, target);
    if (columns.time == titles.size() || columns.value == titles.size()) return false;
    const auto& unit = titles[columns.value].unit;
    if (!unit.empty()) columns.unit = unit;
    return unit != "?";
}

/// Reads `500`, `500W`, `0.5 kW`; a bare number is in the unit of its column.
bool read_value(std::string_view field, Target target, const Columns& columns, Amount& out) {
    auto words = words_of(field);
    if (words.empty()) return false;
    const bool bare = words.size() == 1 && field.find_first_not_of("0123456789.-") == std::string_view::npos;
    if (bare) words.push_back(columns.unit);
    return read_amount(words, target != Target::pv, out) == words.size();
}

/// The rows of one file while they are read.
class Profile {
public:
    Profile(Story& story, std::string_view name, Target target)
        : story_(story), name_(name), target_(target) {}

    void take(std::string_view text) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        const auto refused = story_.refused.size();
        while (!text.empty() && !story_.abandoned) {
            ++line_;
            take_row(take_line(text));
            if (rows_.size() > most_steps) return refuse(fmt::format("expected at most {} rows", most_steps));
        }
        if (rows_.empty() && story_.refused.size() == refused) refuse("expected rows of time and power");
    }

    [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

private:
    void refuse(std::string why) { story_.refuse_in(name_, line_, std::move(why)); }

    void take_row(std::string_view line) {
        if (line.size() > longest_line)
            return refuse(fmt::format("expected a line of at most {} bytes", longest_line));
        if (trimmed(line).empty() || line.starts_with('#')) return;
        if (!begun_) columns_.separator = separator_of(line);
        const auto fields = fields_of(line, columns_.separator);
        const bool first = !std::exchange(begun_, true);
        if (first && !read_time(fields[0])) return take_first(fields);
        if (!broken_) take_fields(fields);
    }

    void take_first(std::span<const std::string_view> fields) {
        if (take_heading(fields, target_, columns_)) return;
        broken_ = true;
        refuse(fmt::format(
            "expected a row of time and power, or a heading with columns time and {} or power in W, "
            "kW or A",
            target_names[static_cast<std::size_t>(target_)]));
    }

    void take_fields(std::span<const std::string_view> fields) {
        if (std::max(columns_.time, columns_.value) >= fields.size())
            return refuse(
                fmt::format("expected a time and a power with '{}' between them", columns_.separator));
        const auto time = read_time(fields[columns_.time]);
        if (!time)
            return refuse(fmt::format("expected seconds, a duration such as 1h30m or a date such as "
                                      "2026-01-15T06:00:00Z, not {}",
                                      quoted(fields[columns_.time])));
        Row row;
        if (!read_value(fields[columns_.value], target_, columns_, row.amount))
            return refuse(fmt::format("expected a {} such as 500, 500W or 0.5kW, not {}",
                                      target_ == Target::pv ? "power" : "power or a current",
                                      quoted(fields[columns_.value])));
        if (rows_.empty()) first_ns_ = *time;
        const bool too_far = __builtin_sub_overflow(*time, first_ns_, &row.at_ns) || row.at_ns > latest;
        if (too_far)
            return refuse(
                fmt::format("{} is more than 100 years from the first row", quoted(fields[columns_.time])));
        if (!rows_.empty() && row.at_ns < rows_.back().at_ns)
            return refuse(fmt::format("{} is earlier than the row before", quoted(fields[columns_.time])));
        rows_.push_back(row);
    }

    Story& story_;
    std::string_view name_;
    Target target_;
    Columns columns_;
    std::vector<Row> rows_;
    std::int64_t first_ns_ = 0;
    std::uint64_t line_ = 0;
    bool begun_ = false;
    bool broken_ = false; ///< no heading: nothing of the rest can be understood
};

/// Adds one round from `begin`; nothing at or after `end`.
void add_round(Story& story, std::span<const Row> rows, Target target, std::int64_t begin, std::int64_t end) {
    for (const auto& row : rows) {
        const auto at = begin + row.at_ns;
        if (at >= end || story.abandoned) return;
        story.add(at, command_of(target, row.amount));
    }
}

void add_rounds(Story& story, std::span<const Row> rows, Target target, std::int64_t length) {
    const auto round = rows.back().at_ns;
    if (round == 0) return story.refuse("expected a profile of two times or more to go round");
    const auto end = std::min(latest, story.now + length);
    for (auto begin = story.now; begin < end && !story.abandoned; begin += round)
        add_round(story, rows.first(rows.size() - 1), target, begin, end);
}

} // namespace

void add_profile(Story& story, const Captures& c) {
    if (!story.options.read_file) return story.refuse("expected no profile: there are no other files here");
    const auto content = story.options.read_file(c.file);
    if (!content) return story.refuse(fmt::format("{}: {}", quoted(c.file), content.error().message()));
    story.profile_bytes += content->size();
    if (story.profile_bytes > most_profile_bytes)
        return story.abandon(fmt::format("expected at most {} bytes of profiles in all", most_profile_bytes));
    const auto target = static_cast<Target>(c.index);
    Profile profile(story, c.file, target);
    profile.take(*content);
    const auto& rows = profile.rows();
    if (rows.empty()) return;
    if (rows.back().at_ns > latest - story.now)
        return story.refuse(fmt::format("{} is longer than 100 years", quoted(c.file)));
    if (c.number_count > 0)
        add_rounds(story, rows, target, nanoseconds(Seconds(c.numbers[0])));
    else
        add_round(story, rows, target, story.now, latest + 1);
}

} // namespace gtx::sim::scenario
