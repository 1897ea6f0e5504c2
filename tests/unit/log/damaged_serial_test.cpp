// SPDX-License-Identifier: MIT
// Captures of serial lines as text, with lines flipped, cut, spliced, doubled, lost and mixed with junk: what
// a line gives between others is what it gives alone, with its own number, and the counts add up.
#include <map>

#include "damage.hpp"
#include "serial_reading.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"

using namespace damage;
using namespace serial_reading;

namespace {

constexpr std::size_t row_count = 60;

/// Bytes as they come on a line: printable ones, ends of frames, and any.
std::string some_bytes(gtx::test::Random& random) {
    std::string bytes(static_cast<std::size_t>(random.between(1, 40)), '\0');
    for (auto& b : bytes)
        b = static_cast<char>(random.coin() ? random.between(0x20, 0x7E) : random.between(0, 255));
    return bytes;
}

std::string hex_of(const std::string& bytes, std::string_view separator) {
    std::string text;
    for (const char c : bytes) {
        if (!text.empty()) text += separator;
        for (const int shift : {4, 0})
            text += "0123456789ABCDEF"[static_cast<unsigned char>(c) >> shift & 15];
    }
    return text;
}

/// A form of lines that stand for themselves, and one such line.
struct Form {
    std::string_view name;
    std::string (*row)(std::size_t number, gtx::test::Random& random);
};

std::string trace_row(std::size_t number, gtx::test::Random& random) {
    const auto bytes = some_bytes(random);
    std::string row;
    const auto time =
        Timestamp(static_cast<std::int64_t>(1'700'000'000'000'000'000 + number * 12'345'678'000));
    append_serial_line(row, time, "ttyUSB0", random.coin() ? can::Direction::sent : can::Direction::received,
                       {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    row.pop_back();
    return row;
}

constexpr Form forms[] = {
    {"a trace", trace_row},
    {"marked hex",
     [](std::size_t, gtx::test::Random& random) {
         return (random.coin() ? ">>> " : "<<< ") + hex_of(some_bytes(random) + "12", " ");
     }},
    {"marked text",
     [](std::size_t, gtx::test::Random& random) {
         return (random.coin() ? "TX: ~" : "RX: ~") + hex_of(some_bytes(random), "");
     }},
    {"bare text",
     [](std::size_t, gtx::test::Random& random) { return "~" + hex_of(some_bytes(random), ""); }},
    {"dated hex",
     [](std::size_t number, gtx::test::Random& random) {
         const auto second = std::to_string(10 + number % 50);
         return "[2023-07-12 17:50:" + second + ".112] Send: AA 55 " + hex_of(some_bytes(random), " ");
     }},
};

Rows rows_of(const Form& form, gtx::test::Random& random) {
    Rows rows;
    for (std::size_t i = 0; i < row_count; ++i) rows.push_back(form.row(i, random));
    return rows;
}

/// The first line of all texts: a mark of UTF-8 belongs to what is in front of all.
const std::string heading = "# in front\n";

Result read_text(std::string_view text, std::size_t size) {
    return read_in(heading + std::string(text), size, {.content = Content::serial_text});
}

/// What a line gives by itself, behind a comment, without its number; empty: nothing.
class Alone {
public:
    const std::string& of(const std::string& line) {
        const auto [known, is_new] = known_.try_emplace(line);
        if (is_new) {
            const auto shown = read_text(line + "\n", line.size() + 1).shown;
            if (shown.starts_with("2: ")) known->second = shown.substr(3, shown.size() - 4);
        }
        return known->second;
    }
    std::string of_all(const std::string& text) {
        std::string shown;
        for (std::size_t number = 2; const auto& line : lines_of(text)) {
            if (const auto& told = of(line); !told.empty())
                shown += std::to_string(number) + ": " + told + "\n";
            ++number;
        }
        return shown;
    }

private:
    std::map<std::string, std::string> known_;
};

std::size_t refused_in(const std::string& shown) {
    std::size_t count = 0;
    for (const auto& line : lines_of(shown))
        count += line.substr(line.find(' ') + 1).starts_with("refused ") ? 1U : 0U;
    return count;
}

} // namespace

BOOST_AUTO_TEST_SUITE(damaged_serial)

BOOST_AUTO_TEST_CASE(lines_that_nothing_happened_to_are_all_taken) {
    gtx::test::Random random;
    for (const auto& form : forms) {
        BOOST_TEST_CONTEXT(form.name) {
            const auto text = joined(rows_of(form, random));
            const auto seen = read_text(text, 7);
            BOOST_TEST(seen.counts.frames == row_count);
            BOOST_TEST(seen.counts.refused_total() == 0u);
            BOOST_TEST((content_of(text, true, true) == Content::serial_text));
        }
    }
}

BOOST_AUTO_TEST_CASE(whatever_happens_to_some_lines_the_others_give_their_bytes_at_their_numbers) {
    gtx::test::Random random;
    std::size_t refused = 0;
    for (const auto& form : forms) {
        Alone alone;
        for (const auto& kind : damages()) {
            BOOST_TEST_CONTEXT(form.name << ": " << kind.name) {
                for (int i = 0; i < gtx::test::rounds(30); ++i) {
                    auto rows = rows_of(form, random);
                    for (int times = 0; times <= i % 4; ++times) kind.to(rows, random);
                    const auto text = joined(rows);
                    const auto seen = read_text(text, static_cast<std::size_t>(random.between(1, 200)));
                    const auto wanted = alone.of_all(text);
                    BOOST_TEST((seen.shown == wanted), difference(seen.shown, wanted));
                    BOOST_TEST(seen.counts.lines == 1 + lines_of(text).size());
                    BOOST_TEST(seen.counts.refused_total() == refused_in(wanted));
                    refused += refused_in(wanted);
                }
            }
        }
    }
    BOOST_TEST(refused > 100u);
}

// Of a dump in hex a cut line is a shorter piece, and of a frame in text too: the framers tell what it lacks.
BOOST_AUTO_TEST_CASE(
    of_a_trace_that_ends_anywhere_all_whole_lines_are_read_and_the_last_is_a_beginning_or_cut) {
    gtx::test::Random random;
    Alone alone;
    Rows rows = rows_of(forms[0], random);
    rows.resize(3);
    const auto text = joined(rows);
    for (std::size_t n = 0; n < text.size(); ++n) {
        const auto begun = text.substr(0, n);
        const auto whole = begun.substr(0, begun.rfind('\n') + 1);
        const auto last = begun.substr(whole.size());
        const auto seen = read_text(begun, 5);
        BOOST_TEST(seen.shown.starts_with(alone.of_all(whole)));
        const auto rest = lines_of(seen.shown.substr(alone.of_all(whole).size()));
        BOOST_TEST(rest.size() == (last.empty() ? 0u : 1u));
        if (!last.empty()) BOOST_TEST(rest[0].starts_with(std::to_string(1 + lines_of(begun).size()) + ": "));
    }
}

BOOST_AUTO_TEST_CASE(garbage_in_a_trace_is_refused_or_is_a_byte_that_is_told) {
    gtx::test::Random random;
    Alone alone;
    const auto is_refused = [](const std::string& told) { return told.starts_with("refused "); };
    for (int i = 0; i < gtx::test::rounds(10); ++i) {
        const auto row = trace_row(1, random);
        const auto port = row.find(' ') + 1;
        const auto mark = row.find(' ', port) + 1;
        for (std::size_t at = 0; at < row.size(); ++at) {
            auto bad = row;
            bad[at] = '\x01'; // no text
            BOOST_TEST(is_refused(alone.of(bad)), bad);
            bad[at] = '\xB7';
            const auto& told = alone.of(bad);
            const bool frame = at + 1 < port || at + 1 == mark || at == mark || at == mark + 1;
            if (frame)
                BOOST_TEST(is_refused(told), bad << " gives " << told);
            else
                BOOST_TEST((is_refused(told) || told.find("\\xB7") != std::string::npos),
                           bad << " gives " << told);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
