// SPDX-License-Identifier: MIT
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "tests/unit/tools_probe/samples.hpp"
#include "tools/common/panel.hpp"

namespace {

using namespace gtx;

std::vector<std::string> lines(const state::Snapshot& s, const cli::PanelOptions& options) {
    std::string text;
    cli::append_panel(text, s, options);
    std::istringstream in(text);
    std::vector<std::string> found;
    for (std::string line; std::getline(in, line);) found.push_back(line);
    return found;
}

cli::PanelOptions for_probe() {
    cli::PanelOptions options;
    options.cells = options.known_only = true;
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(the_panel)

BOOST_AUTO_TEST_CASE(a_panel_that_does_not_fit_the_terminal_is_cut_and_says_so) {
    auto options = for_probe();
    options.redraw = true;
    options.rows = 6;
    const auto shown = lines(samples::stack(), options);
    BOOST_TEST_REQUIRE(shown.size() == 6U); // five, and the end of the screen behind the last line end
    BOOST_TEST(shown[4] == "... 10 lines more than this terminal has\x1b[K");
    options.rows = 16;
    BOOST_TEST(lines(samples::stack(), options).size() == 15U);
}

BOOST_AUTO_TEST_CASE(lines_of_which_nothing_is_known_are_left_out_if_wanted) {
    for (const auto& line : lines(samples::stack(), for_probe())) {
        BOOST_TEST(!line.starts_with("limits"), line);
        BOOST_TEST(!line.starts_with("contacts"), line);
    }
}

BOOST_AUTO_TEST_CASE(cells_stand_eight_to_a_line_with_the_extremes_marked) {
    const auto shown = lines(samples::stack(), for_probe());
    BOOST_TEST_REQUIRE(shown.size() > 8U);
    BOOST_TEST(shown[6] == "  each V      3.300v  3.301   3.302   3.303   3.304   3.305   3.306   3.307");
    BOOST_TEST(shown[7] == "              3.308   3.309   3.310   3.311   3.312   3.313   3.314   3.315^");
    BOOST_TEST(shown[8] == "  each °C      24.0v   25.5^      -");
}

BOOST_AUTO_TEST_CASE(equal_cells_are_not_marked) {
    auto s = samples::stack();
    for (auto& cell : s.pack[0].cells) cell = Volts(3.3);
    BOOST_TEST(lines(s, for_probe())[6] ==
               "  each V      3.300   3.300   3.300   3.300   3.300   3.300   3.300   3.300");
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_79_characters) {
    auto s = samples::stack();
    s.charge_enabled = s.discharge_enabled = false;
    s.force_charge = s.full_charge_request = true;
    for (const auto& line : lines(s, for_probe())) {
        std::size_t width = 0;
        for (const char c : line) width += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
        BOOST_TEST(width <= 79U, line);
    }
}

BOOST_AUTO_TEST_SUITE_END()
