// SPDX-License-Identifier: MIT
// Captures of all text formats with lines flipped, cut, spliced, doubled, lost and mixed with junk: each line
// stands for itself. What a line gives between others is what it gives alone below the heading, with its own
// number; the lines that were not touched give their frames; and the counts add up.
#include <algorithm>
#include <functional>
#include <map>
#include <random>

#include "damage.hpp"
#include "records_reading.hpp"
#include "samples.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"

using namespace damage;
using namespace records_reading;
using samples::Sample;

namespace {

constexpr std::size_t frame_count = 60;
constexpr ReaderOptions as_written{.time_mode = TimeMode::as_written};

const std::vector<Sample>& all() {
    static const auto samples = samples::all_samples(frame_count);
    return samples;
}

/// Reads in one block and in blocks of `size`, which must not matter.
Seen read_both(std::string_view text, std::string_view format, std::size_t size) {
    auto seen = read_in(text, std::max<std::size_t>(text.size(), 1), format, as_written);
    BOOST_TEST(read_in(text, size, format, as_written).shown == seen.shown);
    const auto& c = seen.counts;
    BOOST_TEST(c.lines == c.frames + c.comments + c.details + c.drop_reports + c.refused_total());
    return seen;
}

/// What lines give by themselves, below the heading of a sample.
class Alone {
public:
    explicit Alone(const Sample& sample) : sample_(sample), at_(lines_of(sample.head).size() + 1) {}

    /// "(time) can0 351#00" or "refused bad_time"; empty: nothing.
    const std::string& of(const std::string& line) {
        const auto [known, is_new] = known_.try_emplace(line);
        if (!is_new) return known->second;
        const auto seen = read_in(sample_.head + line + "\n", 1 << 21, sample_.format, as_written);
        const auto mark = std::to_string(at_) + ": ";
        if (seen.shown.starts_with(mark))
            known->second = seen.shown.substr(mark.size(), seen.shown.size() - mark.size() - 1);
        return known->second;
    }
    /// All lines of a text below the heading, as Seen::shown has them.
    std::string of_all(const std::string& rows) {
        std::string shown;
        auto number = at_;
        for (const auto& line : lines_of(rows)) {
            if (const auto& told = of(line); !told.empty())
                shown += std::to_string(number) + ": " + told + "\n";
            ++number;
        }
        return shown;
    }

private:
    const Sample& sample_;
    std::size_t at_;
    std::map<std::string, std::string> known_;
};

bool is_refused(std::string_view told) {
    return told.starts_with("refused ");
}
bool is_frame(std::string_view told) {
    return !told.empty() && !is_refused(told);
}
/// Identifier and bytes of a frame, without time, interface and direction.
std::string says(std::string_view told) {
    auto frame = told.substr(told.find(' ', told.find(' ') + 1) + 1);
    return std::string(frame.substr(0, frame.find(' ')));
}

/// Rows that are not taken as they have to be: the first is shown, the others are counted.
class Wrong {
public:
    explicit Wrong(const Sample& sample) : name_(sample.name) {}
    ~Wrong() { BOOST_TEST(count_ == 0u, name_ << ": " << count_ << " rows, the first: " << first_); }
    Wrong(const Wrong&) = delete;
    Wrong& operator=(const Wrong&) = delete;

    void add(bool wrong, const std::string& row, const std::string& told) {
        if (!wrong) return;
        if (count_++ == 0) first_ = row + " gives '" + told + "'";
    }

private:
    std::string_view name_;
    std::size_t count_ = 0;
    std::string first_;
};

/// Reads damaged rows of a sample whose lines stand for themselves.
void check_damaged(const Sample& sample, Alone& alone, const Rows& rows, test::Random& random) {
    const auto text = joined(rows);
    const auto size = static_cast<std::size_t>(random.between(1, 200));
    const auto seen = read_both(sample.head + text, sample.format, size);
    const auto wanted = alone.of_all(text);
    BOOST_TEST((seen.shown == wanted), difference(seen.shown, wanted));
    BOOST_TEST(seen.counts.lines == lines_of(sample.head).size() + lines_of(text).size());
    const auto told = lines_of(wanted);
    BOOST_TEST(seen.counts.refused_total() ==
               static_cast<std::size_t>(std::ranges::count_if(
                   told, [](const auto& t) { return is_refused(t.substr(t.find(' ') + 1)); })));
}

} // namespace

BOOST_AUTO_TEST_SUITE(damaged_lines)

BOOST_AUTO_TEST_CASE(each_text_format_has_a_sample_whose_lines_are_all_frames) {
    for (const auto& format : formats())
        BOOST_TEST((format.binary || std::ranges::count(all(), format.name, &Sample::format) != 0),
                   format.name << " has no sample");
    for (const auto& s : all()) {
        BOOST_TEST_CONTEXT(s.name) {
            const auto text = s.head + joined(s.rows);
            BOOST_TEST(format_of(text, true)->name == s.format);
            const auto seen = read_both(text, s.format, 7);
            BOOST_TEST(seen.counts.frames == frame_count);
            BOOST_TEST(seen.counts.refused_total() == 0u);
            auto frames = lines_of(seen.log);
            std::ranges::sort(frames);
            BOOST_TEST((std::ranges::adjacent_find(frames) == frames.end()));
        }
    }
}

BOOST_AUTO_TEST_CASE(garbage_in_a_line_never_changes_what_its_frame_says_and_is_refused_or_free_text) {
    for (const auto& s : all()) {
        if (s.rows_a_frame != 1) continue;
        Alone alone(s);
        Wrong wrong(s);
        for (std::size_t i = 0; i < s.rows.size(); i += test::sanitized ? 20 : 5) {
            const auto wanted = says(alone.of(s.rows[i]));
            for (std::size_t at = 0; at < s.rows[i].size(); ++at) {
                for (const char garbage : {'?', '\xB7', '~', '-'}) {
                    auto row = s.rows[i];
                    row[at] = garbage;
                    const auto& told = alone.of(row);
                    const bool taken = s.says_all && garbage == '?' && is_frame(told);
                    // Any line with a time explains in the log of OpenDTU.
                    const bool passed_over = told.empty() && s.format != "opendtu";
                    wrong.add(passed_over || taken || (is_frame(told) && says(told) != wanted), row, told);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_line_that_is_cut_is_no_shorter_frame_where_the_format_tells_its_length) {
    for (const auto& s : all()) {
        if (s.rows_a_frame != 1 || !s.tells_length) continue;
        Alone alone(s);
        Wrong wrong(s);
        for (std::size_t i = 0; i < s.rows.size(); i += 6) {
            const auto& row = s.rows[i];
            const auto wanted = says(alone.of(row));
            for (std::size_t n = 0; n < row.size(); ++n) {
                const auto& told = alone.of(row.substr(0, n));
                wrong.add(is_frame(told) && says(told) != wanted, row.substr(0, n), told);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(whatever_happens_to_some_lines_the_others_give_their_frames_at_their_numbers) {
    test::Random random;
    for (const auto& s : all()) {
        if (s.rows_a_frame != 1) continue;
        Alone alone(s);
        for (const auto& kind : damages()) {
            BOOST_TEST_CONTEXT(s.name << ": " << kind.name) {
                for (int i = 0; i < test::rounds(8); ++i) {
                    auto rows = s.rows;
                    for (int times = 0; times <= i % 4; ++times) kind.to(rows, random);
                    check_damaged(s, alone, rows, random);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(ends_of_lines_and_a_mark_in_front_change_nothing) {
    for (const auto& s : all()) {
        BOOST_TEST_CONTEXT(s.name) {
            const auto text = s.head + joined(s.rows);
            const auto wanted = read_both(text, s.format, 3).shown;
            std::string dos;
            for (const char c : text) dos.append(c == '\n' ? "\r\n" : std::string(1, c));
            BOOST_TEST((read_both(dos, s.format, 3).shown == wanted));
            BOOST_TEST((read_both("\xEF\xBB\xBF" + text, s.format, 3).shown == wanted));
            BOOST_TEST((read_both(text.substr(0, text.size() - 1), s.format, 3).shown == wanted));
            BOOST_TEST((read_both(dos.substr(0, dos.size() - 1), s.format, 3).shown == wanted));
        }
    }
}

BOOST_AUTO_TEST_CASE(of_a_capture_that_ends_anywhere_all_whole_lines_are_read_and_the_last_is_cut_or_a_line) {
    for (const auto& s : all()) {
        if (s.rows_a_frame != 1) continue;
        Alone alone(s);
        const auto rows = joined({s.rows.begin(), s.rows.begin() + 3});
        for (std::size_t n = 0; n < rows.size(); ++n) {
            const auto begun = rows.substr(0, n);
            const auto last = begun.substr(begun.rfind('\n') + 1);
            const auto shown = read_both(s.head + begun, s.format, 5).shown;
            auto wanted = alone.of_all(begun);
            if (is_refused(alone.of(last))) { // for the same reason, or because it is cut
                wanted.resize(wanted.rfind(' '));
                BOOST_TEST(shown.substr(0, shown.rfind(' ')) == wanted, s.name);
            } else {
                BOOST_TEST(shown == wanted, s.name);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_line_of_a_megabyte_is_refused_alone) {
    for (const auto& s : all()) {
        BOOST_TEST_CONTEXT(s.name) {
            const auto before = s.rows_a_frame * 20;
            auto rows = s.rows;
            rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(before),
                        rows[before] + std::string(1 << 20, ' ') + rows[before]);
            const auto seen = read_both(s.head + joined(rows), s.format, 4096);
            const auto at = lines_of(s.head).size() + before + 1;
            BOOST_TEST(seen.shown.find("\n" + std::to_string(at) + ": refused too_long\n") !=
                       std::string::npos);
            BOOST_TEST(seen.counts.refused_total() == 1u);
            BOOST_TEST((seen.log == read_both(s.head + joined(s.rows), s.format, 4096).log));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_file_of_another_format_behind_it_gives_no_frames) {
    for (const auto& s : all()) {
        const auto own = read_both(s.head + joined(s.rows), s.format, 100);
        for (const auto& other : all()) {
            if (other.format == s.format) continue;
            const auto seen =
                read_both(s.head + joined(s.rows) + other.head + joined(other.rows), s.format, 100);
            BOOST_TEST((seen.log == own.log), other.name << " behind " << s.name << " gives "
                                                         << seen.counts.frames - own.counts.frames
                                                         << " frames");
            BOOST_TEST(seen.shown.starts_with(own.shown));
        }
    }
}

BOOST_AUTO_TEST_CASE(damage_within_the_lines_of_one_frame_costs_no_other_frame_and_is_told_once) {
    test::Random random;
    for (const auto& s : all()) {
        if (s.rows_a_frame == 1) continue;
        const auto head = lines_of(s.head).size();
        for (std::size_t touched = 0; touched < s.rows.size(); touched += test::sanitized ? 7 : 1) {
            const auto frame = touched / s.rows_a_frame;
            const auto refused = std::to_string(head + touched + 1) + ": refused ";
            for (const auto& bad : {std::string("\x01"), std::string("???"), std::string(9000, 'x')}) {
                auto rows = s.rows;
                rows[touched] = rows[touched].substr(0, place_in(rows[touched], random)) + bad;
                if (bad == "???") rows[touched] = bad;
                auto told = lines_of(read_both(s.head + joined(rows), s.format, 11).shown);
                const auto all_right = lines_of(read_both(s.head + joined(s.rows), s.format, 11).shown);
                BOOST_TEST_REQUIRE(told.size() == all_right.size());
                BOOST_TEST(told[frame].starts_with(refused));
                told[frame] = all_right[frame];
                BOOST_TEST((told == all_right));
            }
            auto rows = s.rows;
            rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(touched));
            const auto seen = read_both(s.head + joined(rows), s.format, 11);
            BOOST_TEST(seen.counts.frames >= frame_count - 1);
            BOOST_TEST(seen.counts.refused_total() <= 1u);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_time_of_a_line_that_is_refused_moves_no_day) {
    const std::string date = "***BUSMASTER Ver 2.4.0***\n***START DATE AND TIME 1:1:1970 00:00:00:000***\n";
    BOOST_TEST(
        shown(date + "10:00:00:000 Rx 1 0x351 s 0\n23:00:00:000 Rx 1 0x351 s ?\n"
                     "10:00:01:000 Rx 1 0x351 s 0\n") ==
        "3: (0000036000.000000) can0 351# R\n4: refused bad_length\n5: (0000036001.000000) can0 351# R\n");
    const std::string words = " > Received CAN message: 0x351 - ";
    BOOST_TEST(
        shown("10:00:00.000" + words + "01\n23:00:00.000" + words + "?1\n10:00:01.000" + words + "02\n") ==
        "1: (0000036000.000000) can0 351#01\n2: refused bad_data\n3: (0000036001.000000) can0 351#02\n");
}

BOOST_AUTO_TEST_CASE(a_damaged_heading_behind_a_right_one_is_refused_alone) {
    const std::string right = "Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n";
    const std::string row = "1,0000021A,false,Rx,0,1,FE\n";
    BOOST_TEST(shown(right + row + "Time Stamp,ID,Extended,Dir,Bus,LEX,D1\n" + row) ==
               "2: (0000000000.000001) can0 21A#FE R\n3: refused bad_time\n"
               "4: (0000000000.000001) can0 21A#FE R\n");
}

BOOST_AUTO_TEST_SUITE_END()
