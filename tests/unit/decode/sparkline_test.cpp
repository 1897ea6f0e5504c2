// SPDX-License-Identifier: MIT
// The lines of blocks in a summary for a terminal.
#include "decoding.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "tests/support/rounds.hpp"

using namespace decoding;

namespace {

WriterOptions options_of(unsigned width) {
    WriterOptions options;
    options.as = As::summary;
    options.sparkline_width = width;
    return options;
}

/// The lines with blocks of a summary of `entries`, written by one writer or by several, one behind the
/// other.
std::string lines_of(const Capture& capture, const std::vector<std::size_t>& cuts, unsigned width = 80) {
    Buffer out;
    std::unique_ptr<Writer> whole;
    std::size_t from = 0;
    for (std::size_t i = 0; i <= cuts.size(); ++i) {
        const auto to = i < cuts.size() ? cuts[i] : capture.entries.size();
        Buffer unused;
        auto part = make_writer(options_of(width), capture.names, nullptr, i == 0 ? out : unused);
        Stream stream({dialect::find("pylontech"), true, {}}, *part);
        stream.push({capture.entries.data() + from, to - from});
        from = to;
        if (whole)
            whole->absorb(*part);
        else
            whole = std::move(part);
    }
    whole->finish();
    std::istringstream text{std::string(out.view())};
    std::string lines;
    for (std::string line; std::getline(text, line);)
        for (const auto* name : {"  SOC  ", "  voltage  ", "  current  ", "  temperature  "})
            if (line.starts_with(name)) lines += line + '\n';
    return lines;
}

std::string measured(double t, std::string_view name, int volts, int amps, int degrees) {
    const auto bytes = [](int v) { return fmt::format("{:02X}{:02X}", v & 0xFF, v >> 8 & 0xFF); };
    return fmt::format("({:.6f}) {} 356#{}{}{}\n", t, name, bytes(volts), bytes(amps), bytes(degrees));
}

/// A log of two batteries, with pauses and steps back.
std::string log_of(std::mt19937& random, int frames) {
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::string log;
    double t = 1.7e9;
    const double pace = below(2) == 0 ? 0.01 : 3;
    for (int i = 0; i < frames; ++i) {
        t += below(30) == 0 ? below(2) == 0 ? 200 : -pace * below(10) : pace * below(10) / 5;
        const auto* name = below(4) == 0 ? "can1" : "can0";
        if (below(3) == 0)
            log += fmt::format("({:.6f}) {} 355#{:02X}006300\n", t, name, below(101));
        else
            log += measured(t, name, 4800 + below(5) * 100, below(3) * 100 - 100, 250);
    }
    return log;
}

} // namespace

BOOST_AUTO_TEST_SUITE(sparkline)

BOOST_AUTO_TEST_CASE(there_are_none_in_pipes_nor_without_room_nor_without_times) {
    const Capture capture(measured(1, "can0", 5000, 10, 250) + measured(2, "can0", 5100, 10, 250));
    BOOST_TEST(lines_of(capture, {}, 0).empty());
    BOOST_TEST(lines_of(capture, {}, 43).empty());
    BOOST_TEST(!lines_of(capture, {}, 44).empty());
    BOOST_TEST(lines_of(Capture("can0  356   [6]  88 13 0A 00 FA 00\n"), {}).empty());
}

BOOST_AUTO_TEST_CASE(a_line_goes_from_the_least_to_the_greatest) {
    std::string log;
    for (int i = 0; i < 800; ++i) log += measured(i, "can0", 4400 + i, 0, 250);
    BOOST_TEST(lines_of(Capture(log), {}, 52) == "  voltage           44 V ▁▂▂▃▃▃▄▄▅▅▆▆▆▇▇█ 51.99 V\n"
                                                 "  current            0 A ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄ 0 A\n"
                                                 "  temperature      25 °C ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄ 25 °C\n");
}

BOOST_AUTO_TEST_CASE(one_peak_of_a_second_in_a_day_is_seen_and_a_hole_is_blank) {
    std::string log;
    for (int i = 0; i < 9600; ++i)
        if (i < 4800 || i >= 7200) log += measured(9 * i, "can0", 5000, i == 3333 ? -990 : 0, 250);
    BOOST_TEST(lines_of(Capture(log), {}, 52).find("  current          -99 A █████▁██   █████ 0 A\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(lines_do_not_depend_on_where_a_log_was_cut) {
    std::mt19937 random(seed());
    for (int round = 0; round < gtx::test::rounds(200); ++round) {
        const Capture capture(log_of(random, 1 + static_cast<int>(random() % 400)));
        std::vector<std::size_t> cuts(1 + random() % 3);
        for (auto& cut : cuts) cut = random() % (capture.entries.size() + 1);
        std::ranges::sort(cuts);
        const auto whole = lines_of(capture, {});
        BOOST_TEST_REQUIRE(!whole.empty());
        BOOST_TEST_REQUIRE(lines_of(capture, cuts) == whole);
    }
}

BOOST_AUTO_TEST_SUITE_END()
