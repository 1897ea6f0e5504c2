// SPDX-License-Identifier: MIT
#include "gtx/plan/series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "plan/series_time_impl.hpp"

namespace gtx::plan {
namespace {

constexpr std::size_t most_refused = 100;
constexpr std::size_t most_rows = 1'000'000;
constexpr std::size_t longest_line = 4096; // bytes
constexpr std::int64_t second_ns = 1'000'000'000;

/// A field, and where it begins in its line.
struct Field {
    std::string_view text;
    std::size_t at = 0;
};

/// Without blanks around it, then without quotes.
Field trimmed(Field f) {
    while (f.text.starts_with(' ') || f.text.starts_with('\t')) f = {f.text.substr(1), f.at + 1};
    while (f.text.ends_with(' ') || f.text.ends_with('\t') || f.text.ends_with('\r')) f.text.remove_suffix(1);
    if (f.text.size() >= 2 && f.text.front() == '"' && f.text.back() == '"')
        f = {f.text.substr(1, f.text.size() - 2), f.at + 1};
    return f;
}

std::vector<Field> fields_of(std::string_view line, char separator) {
    std::vector<Field> fields;
    std::size_t at = 0;
    while (true) {
        const auto end = std::min(line.find(separator, at), line.size());
        fields.push_back(trimmed({line.substr(at, end - at), at}));
        if (end == line.size()) return fields;
        at = end + 1;
    }
}

char separator_of(std::string_view line) {
    for (const char c : {';', '\t', ','})
        if (line.find(c) != std::string_view::npos) return c;
    return ',';
}

std::string small_letters(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return out;
}

std::string shown(std::string_view field) {
    std::string out;
    text::append_for_people(out, field.substr(0, 60));
    return "'" + out + "'";
}

/// "PV power [kW]" in small letters, cut into name and unit at the last of ` _[(`.
struct Title {
    std::string name;
    std::string unit;
};

Title title_of(std::string_view field) {
    const auto small = small_letters(field);
    const auto cut = std::min(small.find_last_of("_[( "), small.size());
    Title t{small.substr(0, cut), cut < small.size() ? small.substr(cut + 1) : std::string()};
    while (!t.name.empty() && (t.name.back() == ' ' || t.name.back() == '_')) t.name.pop_back();
    while (t.unit.ends_with(']') || t.unit.ends_with(')')) t.unit.pop_back();
    return t;
}

constexpr auto time_names =
    std::to_array<std::string_view>({"time", "begin", "start", "from", "t", "timestamp", "date", "datetime"});
constexpr auto price_names =
    std::to_array<std::string_view>({"price", "buy", "import", "sell", "export", "value"});
constexpr auto power_names = std::to_array<std::string_view>({"power", "load", "pv", "p", "value"});
constexpr auto temperature_names =
    std::to_array<std::string_view>({"temperature", "temp", "ambient", "value"});

std::span<const std::string_view> names_of(SeriesKind q) {
    if (q == SeriesKind::price) return price_names;
    if (q == SeriesKind::power) return power_names;
    return temperature_names;
}

/// value * factor + bias is in the unit of the quantity.
struct Scale {
    double factor = 1;
    double bias = 0;
};

std::optional<Scale> price_scale(std::string_view unit) {
    Scale s;
    if (unit.starts_with("ct") || unit.starts_with("cent")) s.factor = 0.01;
    if (unit.ends_with("/mwh")) s.factor /= 1000;
    return s; // the name of the money is the user's
}

std::optional<Scale> scale_of(SeriesKind q, std::string_view unit) {
    if (unit.empty()) return Scale{};
    if (q == SeriesKind::price) return price_scale(unit);
    if (q == SeriesKind::power) {
        if (unit == "w" || unit == "watt" || unit == "watts") return Scale{};
        if (unit == "kw") return Scale{1e3, 0};
        if (unit == "mw") return Scale{1e6, 0};
        return {};
    }
    if (unit == "degc" || unit == "c" ||
        unit == "\xC2\xB0"
                "c")
        return Scale{};
    if (unit == "k") return Scale{1, -273.15};
    if (unit == "degf" || unit == "f") return Scale{5.0 / 9, -160.0 / 9};
    return {};
}

class Reader {
public:
    Reader(std::string_view file, const SeriesOptions& options, std::vector<CsvRefusal>& refused)
        : file_(file), options_(options), refused_(refused), before_(refused.size()) {}

    Series read(std::string_view text) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        while (!text.empty() && !stopped_) {
            const auto end = std::min(text.find('\n'), text.size());
            ++line_;
            take(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        if (rows_.empty() && refused_.size() == before_) refuse(0, "expected rows of a time and a value");
        close();
        return std::move(rows_);
    }

private:
    void refuse(std::size_t at, std::string why) {
        if (refused_.size() - before_ >= most_refused) {
            stopped_ = true;
            why = "the rest was not read";
        }
        refused_.push_back({std::string(file_), std::max<std::uint64_t>(line_, 1), at + 1, std::move(why)});
    }

    void take(std::string_view line) {
        if (line.size() > longest_line)
            return refuse(longest_line, fmt::format("expected a line of at most {} bytes", longest_line));
        if (trimmed({line, 0}).text.empty() || line.starts_with('#')) return;
        if (!begun_) separator_ = separator_of(line);
        const auto fields = fields_of(line, separator_);
        const bool first = !std::exchange(begun_, true);
        TimeFault fault{};
        if (first && !read_time(fields[0].text, fault) && fault != TimeFault::no_offset &&
            !has_number(fields))
            return take_heading(fields);
        take_row(fields);
    }

    /// A heading has no number in its second column.
    static bool has_number(std::span<const Field> fields) {
        return fields.size() > 1 && text::parse_number(fields[1].text).has_value();
    }

    void take_heading(std::span<const Field> fields) {
        std::vector<Title> titles;
        for (const auto& f : fields) titles.push_back(title_of(f.text));
        const auto is_time = [](const Title& t) { return std::ranges::count(time_names, t.name) > 0; };
        const auto time = std::ranges::find_if(titles, is_time);
        time_ = static_cast<std::size_t>(time - titles.begin());
        value_ = find_value(titles);
        if (time_ == titles.size()) return stop(fields[0].at, "expected a column called time");
        if (value_ == titles.size())
            return stop(fields.back().at, "expected a column called " + value_names());
        const auto scale = scale_of(options_.kind, titles[value_].unit);
        if (!scale)
            return stop(fields[value_].at,
                        fmt::format("expected {}, not the unit {}", units(), shown(titles[value_].unit)));
        scale_ = *scale;
    }

    void stop(std::size_t at, std::string why) {
        refuse(at, std::move(why));
        stopped_ = true;
    }

    [[nodiscard]] std::size_t find_value(std::span<const Title> titles) const {
        const auto position = [&](std::string_view name) {
            const auto named = [&](const Title& t) {
                return t.name == name || (t.name.empty() && t.unit == name);
            };
            return static_cast<std::size_t>(std::ranges::find_if(titles, named) - titles.begin());
        };
        if (!options_.columns.empty()) {
            for (const auto& name : options_.columns)
                if (const auto at = position(name); at < titles.size()) return at;
            return titles.size();
        }
        for (const auto name : names_of(options_.kind))
            if (const auto at = position(name); at < titles.size()) return at;
        return titles.size();
    }

    [[nodiscard]] std::string value_names() const {
        if (!options_.columns.empty()) return fmt::format("{}", fmt::join(options_.columns, " or "));
        return fmt::format("{}", fmt::join(names_of(options_.kind), " or "));
    }

    [[nodiscard]] std::string_view units() const {
        if (options_.kind == SeriesKind::power) return "W, kW or MW";
        return options_.kind == SeriesKind::temperature ? "degC, degF or K" : "a price for a kWh or MWh";
    }

    void take_row(std::span<const Field> fields) {
        if (std::max(time_, value_) >= fields.size())
            return refuse(fields.back().at + fields.back().text.size(),
                          fmt::format("expected a time and a value with '{}' between them", separator_));
        const auto time = take_time(fields[time_]);
        if (!time) return;
        const auto& field = fields[value_];
        const auto number = number_of(field.text);
        if (!number || !std::isfinite(*number * scale_.factor))
            return refuse(field.at, fmt::format("expected a number, not {}", shown(field.text)));
        add(*time, *number, fields[time_].at);
    }

    std::optional<ReadTime> take_time(const Field& field) {
        TimeFault fault{};
        auto time = read_time(field.text, fault);
        if (!time && fault == TimeFault::no_offset)
            refuse(
                field.at + field.text.size(),
                fmt::format("expected an offset from UTC behind {}, such as Z or +01:00", shown(field.text)));
        else if (!time)
            refuse(field.at,
                   fmt::format("expected a date such as 2026-01-15T06:00:00+01:00 or seconds since 1970, "
                               "not {}",
                               shown(field.text)));
        return time;
    }

    /// With a decimal comma where the separator is another.
    [[nodiscard]] std::optional<double> number_of(std::string_view field) const {
        std::string text(field);
        if (separator_ != ',') std::ranges::replace(text, ',', '.');
        return text::parse_number(text);
    }

    void add(const ReadTime& time, double number, std::size_t at) {
        if (rows_.size() >= most_rows) return stop(at, fmt::format("expected at most {} rows", most_rows));
        const Timestamp begin(time.ns);
        if (!rows_.empty() && begin <= rows_.back().begin)
            return refuse(at, "expected a time after that of the row before");
        if (!rows_.empty()) rows_.back().end = begin;
        rows_.push_back({begin, begin, Seconds(static_cast<double>(time.offset_s)),
                         number * scale_.factor + scale_.bias, line_});
    }

    /// The last row is as long as the one before it.
    void close() {
        if (rows_.empty()) return;
        const auto n = rows_.size();
        const auto width = n > 1 ? rows_[n - 1].begin.ns() - rows_[n - 2].begin.ns()
                                 : static_cast<std::int64_t>(options_.width.value() * second_ns);
        std::int64_t end = 0;
        if (__builtin_add_overflow(rows_.back().begin.ns(), width, &end))
            end = std::numeric_limits<std::int64_t>::max(); // rows over a century apart
        rows_.back().end = Timestamp(end);
    }

    std::string_view file_;
    const SeriesOptions& options_;
    std::vector<CsvRefusal>& refused_;
    std::size_t before_;
    Series rows_;
    Scale scale_;
    char separator_ = ',';
    std::size_t time_ = 0;
    std::size_t value_ = 1;
    std::uint64_t line_ = 0;
    bool begun_ = false;
    bool stopped_ = false;
};

} // namespace

std::string message(const CsvRefusal& refusal) {
    return fmt::format("{}:{}:{}: {}", refusal.file, refusal.line, refusal.column, refusal.why);
}

Series read_series(std::string_view text, std::string_view file, const SeriesOptions& options,
                   std::vector<CsvRefusal>& refused) {
    return Reader(file, options, refused).read(text);
}

std::vector<TemperatureFrom> temperatures_of(std::span<const Row> series) {
    std::vector<TemperatureFrom> all;
    for (const auto& row : series) all.push_back({row.begin, Celsius(row.value)});
    return all;
}

} // namespace gtx::plan
