// SPDX-License-Identifier: MIT
// What must be the same however the frames come.
#include "decoding.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

using namespace decoding;

namespace {

constexpr As views[] = {As::messages, As::state, As::events, As::summary, As::findings};
constexpr Format formats[] = {Format::text, Format::json, Format::csv, Format::frames};

/// The messages of `text` one by one, each by a stream that knows nothing of the frames before it.
std::string one_by_one(std::string_view text, const WriterOptions& options) {
    std::string out;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n') + 1);
        text.remove_prefix(line.size());
        auto one = write(line, options, "pylontech");
        if (options.format == Format::csv) one.erase(0, one.find('\n') + 1);
        out += one;
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(laws)

BOOST_AUTO_TEST_CASE(any_split_into_blocks_gives_the_same) {
    std::mt19937 random(seed());
    for (int round = 0; round < 4; ++round) {
        const auto text = random_log(random, 300);
        for (const auto as : views) {
            for (const auto format : formats) {
                WriterOptions options{.as = as,
                                      .format = format,
                                      .selection = {},
                                      .all = round % 2 == 0,
                                      .every_ns = round < 2 ? 0 : 3'000'000'000,
                                      .most = {}};
                const auto whole = write(text, options);
                BOOST_TEST((whole == write(text, options, "", [] { return 1; })));
                BOOST_TEST((whole == write(text, options, "", [&] { return random() % 50 + 1; })));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_message_is_written_the_same_whatever_came_before_it) {
    std::mt19937 random(seed() + 1);
    for (int round = 0; round < 3; ++round) {
        const auto text = random_log(random, 300);
        for (const auto format : formats) {
            WriterOptions options{.as = As::messages,
                                  .format = format,
                                  .selection = {},
                                  .all = round == 0,
                                  .every_ns = 0,
                                  .most = {}};
            // The scale of 0x356 depends on frames before where its bytes do not tell: leave it to others.
            options.selection.ids = {{0, 0x355}, {0x357, 0x7FF}};
            auto whole = write(text, options, "pylontech");
            if (format == Format::csv) whole.erase(0, whole.find('\n') + 1);
            const auto parts = one_by_one(text, options);
            const auto same = std::ranges::mismatch(whole, parts).in1 - whole.begin();
            BOOST_TEST(whole == parts, "the same up to " << whole.substr(0, static_cast<std::size_t>(same)));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_span_of_time_that_frames_leave_and_enter_again_shows_what_they_say) {
    const std::string text = "(1700000005.0) can0 355#01006300\n(1700000020.0) can0 "
                             "355#02006300\n(1700000006.0) can0 355#02006300\n"
                             "(1700000007.0) can0 355#02006300\n";
    for (const auto as : {As::messages, As::summary}) {
        WriterOptions options{
            .as = as, .format = Format::csv, .selection = {}, .all = false, .every_ns = 0, .most = {}};
        options.selection.to = Timestamp(1'700'000'010'000'000'000);
        const auto out = write(text, options, "pylontech");
        BOOST_TEST(count(out, as == As::messages ? "soc,2,pct" : "soc,3,1,1,1.67,2,2,pct") ==
                       (as == As::messages ? 2u : 1u),
                   out);
    }
}

BOOST_AUTO_TEST_CASE(as_many_lines_as_asked_for_and_the_same_ones) {
    std::mt19937 random(seed() + 2);
    const auto text = random_log(random, 200);
    for (const auto as : {As::messages, As::state, As::events}) {
        WriterOptions options{
            .as = as, .format = Format::json, .selection = {}, .all = false, .every_ns = 0, .most = {}};
        const auto whole = write(text, options, "pylontech");
        const auto lines = count(whole, "\n");
        for (const std::uint64_t n : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{lines - 1},
                                      std::uint64_t{lines}, std::uint64_t{lines + 1}}) {
            if (n == 0) continue;
            options.most = n;
            const auto some = write(text, options, "pylontech");
            BOOST_TEST(count(some, "\n") == std::min<std::size_t>(n, lines));
            BOOST_TEST(whole.starts_with(some));
        }
    }
}

BOOST_AUTO_TEST_CASE(events_in_their_order_lead_from_nothing_to_the_last_state) {
    std::mt19937 random(seed() + 3);
    for (int round = 0; round < 5; ++round) {
        const auto text = random_log(random, 200);
        WriterOptions options{.as = As::events,
                              .format = Format::csv,
                              .selection = {},
                              .all = false,
                              .every_ns = 0,
                              .most = {}};
        options.selection.interfaces = {"can0"};
        const auto out = write(text, options, "pylontech");
        // what is raised is not raised again before it is cleared, and the other way round
        std::map<std::string, bool> raised;
        std::map<std::string, std::string> last;
        for (std::string_view rest = out; !rest.empty();) {
            const auto line = rest.substr(0, rest.find('\n'));
            rest.remove_prefix(line.size() + 1);
            std::vector<std::string> fields(1);
            for (const char c : line) c == ',' ? void(fields.emplace_back()) : fields.back().push_back(c);
            if (fields[0] == "t") continue;
            if (fields[2] == "changed") {
                if (fields[3] != "name") BOOST_TEST(last[fields[3]] == fields[4], line);
                if (fields[3] != "name") BOOST_TEST(fields[4] != fields[5], line);
                last[fields[3]] = fields[5];
                continue;
            }
            auto& is = raised[fields[3] + fields[5]];
            BOOST_TEST(is == (fields[2] == "cleared"), line);
            is = !is;
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
