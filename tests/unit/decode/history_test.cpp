// SPDX-License-Identifier: MIT
// A bounded history is held against one from scratch, and does not depend on where a log was cut.
#include "decode/history_impl.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <span>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "tests/support/rounds.hpp"

using gtx::decode::History;

namespace {

constexpr std::size_t lanes = 2;
constexpr std::size_t most = 16;

struct Note {
    std::int64_t at = 0;
    std::size_t lane = 0; ///< `lanes`: flags
    std::int32_t value = 0;
};

void note(History& history, const Note& n) {
    if (n.lane < lanes)
        history.note(n.at, n.lane, n.value);
    else
        history.note_flags(n.at, 0, static_cast<std::uint64_t>(n.value));
}

History of(std::span<const Note> notes) {
    History history(lanes, 1, most);
    for (const auto& n : notes) note(history, n);
    return history;
}

std::string text(const History& history) {
    std::ostringstream out;
    for (std::size_t i = 0; i < history.size(); ++i) {
        out << history.begin_ns(i) << ".." << history.end_ns(i);
        for (std::size_t k = 0; k < lanes; ++k) {
            const auto& c = history.cell(i, k);
            if (c.known())
                out << ' ' << k << ':' << c.min << ',' << c.max << ',' << c.last << '@' << c.last_at;
        }
        out << " f" << history.flags(i, 0).ever << ',' << history.flags(i, 0).last << '\n';
    }
    return out.str();
}

/// The same from all notes at once: the width is the least that fits, columns are filled by the time of the
/// notes.
std::string from_scratch(const std::vector<Note>& notes) {
    std::int64_t first = notes[0].at, last = notes[0].at;
    for (const auto& n : notes) first = std::min(first, n.at), last = std::max(last, n.at);
    int bits = History::narrowest_bits;
    while ((last >> bits) - (first >> bits) >= std::int64_t{most}) ++bits;
    std::map<std::int64_t, std::vector<Note>> columns;
    for (const auto& n : notes) columns[n.at >> bits].push_back(n);
    std::ostringstream out;
    for (auto& [place, inside] : columns) {
        std::ranges::stable_sort(inside, {}, &Note::at);
        const auto width = std::int64_t{1} << bits;
        const auto begin = std::max(first, place * width);
        const bool is_last = place == last >> bits;
        out << begin << ".."
            << std::max(is_last ? last : (place + 1) * width, begin + (1 << History::narrowest_bits));
        for (std::size_t k = 0; k < lanes; ++k) {
            std::vector<Note> mine;
            std::ranges::copy_if(inside, std::back_inserter(mine),
                                 [&](const Note& n) { return n.lane == k; });
            if (mine.empty()) continue;
            const auto [low, high] = std::ranges::minmax(mine, {}, &Note::value);
            out << ' ' << k << ':' << low.value << ',' << high.value << ',' << mine.back().value << '@'
                << mine.back().at;
        }
        std::uint64_t ever = 0, latest = 0;
        for (const auto& n : inside)
            if (n.lane == lanes) ever |= latest = static_cast<std::uint64_t>(n.value);
        out << " f" << ever << ',' << latest << '\n';
    }
    return out.str();
}

/// A log whose steps have any size, some of them back, from before time 0 on.
std::vector<Note> random_notes(std::mt19937_64& random) {
    const auto below = [&](std::uint64_t n) { return static_cast<std::int64_t>(random() % n); };
    std::vector<Note> notes(1 + random() % 60);
    std::int64_t at = below(1'000'000'000'000) - 500'000'000'000;
    const auto widest = std::uint64_t{1} << (10 + random() % 30);
    for (auto& n : notes) {
        at += random() % 10 == 0 ? -below(widest) : below(widest);
        n = {at, random() % (lanes + 1), static_cast<std::int32_t>(random() % 16)};
    }
    return notes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(history)

BOOST_AUTO_TEST_CASE(times_at_both_ends_of_what_can_be_counted_fit_into_the_columns) {
    constexpr auto end = std::numeric_limits<std::int64_t>::max();
    const std::vector<Note> notes = {{-end, 0, 1}, {end, 0, 2}, {0, 1, 3}};
    const auto history = of(notes);
    BOOST_TEST(history.size() == 3u);
    BOOST_TEST(history.begin_ns(0) == -end);
    BOOST_TEST(history.end_ns(2) == end);
}

BOOST_AUTO_TEST_CASE(the_same_once_more_in_the_column_noted_last_changes_nothing) {
    auto history = of(std::vector<Note>{{1 << 20, 0, 1}, {5 << 20, 0, 2}});
    BOOST_TEST(history.is_in_newest((5 << 20) + 7));
    BOOST_TEST(!history.is_in_newest(1 << 20));
    BOOST_TEST(!History(lanes, 1, most).is_in_newest(0));
}

BOOST_AUTO_TEST_CASE(what_is_kept_is_what_all_notes_at_once_give_wherever_the_log_is_cut) {
    const auto seed = std::random_device{}();
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937_64 random(seed);
    for (int round = 0; round < gtx::test::rounds(3000); ++round) {
        const auto notes = random_notes(random);
        const auto whole = of(notes);
        BOOST_TEST_REQUIRE(text(whole) == from_scratch(notes), "seed " << seed);
        BOOST_TEST_REQUIRE(whole.size() <= most);
        const std::span all(notes);
        const auto cut = random() % (notes.size() + 1);
        const auto second = cut + random() % (notes.size() - cut + 1);
        auto merged = of(all.first(cut));
        auto rest = of(all.subspan(cut, second - cut));
        rest.merge(of(all.subspan(second)));
        merged.merge(rest);
        BOOST_TEST_REQUIRE(text(merged) == text(whole),
                           "seed " << seed << ", cut at " << cut << " and " << second);
    }
}

BOOST_AUTO_TEST_SUITE_END()
