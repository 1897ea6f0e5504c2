// SPDX-License-Identifier: MIT
// Captures of real devices, which stay outside the repository: how many frames they hold.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "reading.hpp"

using namespace reading;

namespace {

std::optional<std::string> capture(std::string_view file) {
    const char* given = std::getenv("GTX_CAPTURES");
    const auto path = std::filesystem::path(given ? given : GTX_CAPTURES_DEFAULT) / file;
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        BOOST_TEST_MESSAGE("skipped: " << path << " is not there");
        return {};
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
}

void check_counts(std::string_view file, std::uint64_t frames, std::uint64_t refused = 0) {
    const auto text = capture(file);
    if (!text) return;
    const auto result = read_every_way(*text);
    BOOST_TEST(result.counts.frames == frames);
    BOOST_TEST(result.counts.refused_total() == refused);
    BOOST_TEST(!result.differences);
}

} // namespace

BOOST_AUTO_TEST_SUITE(captures)

BOOST_AUTO_TEST_CASE(the_example_of_savvycan_holds_12974_frames) {
    check_counts("can-formats/savvycan-example-candump.log", 12974);
}

BOOST_AUTO_TEST_CASE(the_second_sample_of_canboat_holds_402_frames) {
    check_counts("can-formats/canboat-candumpSample2.txt", 402);
}

BOOST_AUTO_TEST_CASE(the_third_sample_of_canboat_holds_2368_frames) {
    check_counts("can-formats/canboat-candumpSample3.txt", 2368);
}

BOOST_AUTO_TEST_CASE(the_fast_sample_of_canboat_holds_23_frames) {
    check_counts("can-formats/canboat-candump-fast.txt", 23);
}

BOOST_AUTO_TEST_CASE(a_battery_emulator_log_holds_68_frames_and_text_of_its_boot) {
    check_counts("can-formats/taycan-battery-emulator-rx0-first80lines.log", 68, 11);
}

BOOST_AUTO_TEST_CASE(a_log_of_a_battery_and_its_inverter_holds_114_frames) {
    check_counts("can-battery/deye-se-f12c-with-victron-gx.log", 114);
}

BOOST_AUTO_TEST_SUITE_END()
