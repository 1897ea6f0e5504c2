// SPDX-License-Identifier: MIT
#include <algorithm>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "tests/unit/tools_common/toy.hpp"
#include "tools/common/help.hpp"
#include "tools/common/message.hpp"
#include "tools/gtx-decode/options.hpp"

using namespace gtx;

BOOST_AUTO_TEST_SUITE(help)

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_79_and_all_of_it_fits_a_screen) {
    std::istringstream lines(cli::help_text(decode_tool::tool));
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) BOOST_TEST(line.size() <= 79u, line);
    BOOST_TEST(count <= 40u);
}

BOOST_AUTO_TEST_CASE(the_whole_text_of_a_small_tool) {
    BOOST_TEST(cli::help_text(toy::tool) == R"(usage: toy [OPTION]... [FILE]...
toy: play.

  FILE                 What to read.
Output:
  -f, --format FORMAT  Write this: text, json.
      --name NAME      Call it so.
  -t, --tag TAG        Add a tag.
  -n, --count N        So many.
      --every TIME     So often.
      --from TIME      Not before.
      --watch [TIME]   Again.
      --target PCT     Charge to this.
Behaviour:
  -s, --strict         Be strict.
  -h, --help           Show this help.
  -V, --version        Show the version.
The first of several choices is the default. More: man toy
)");
}

BOOST_AUTO_TEST_CASE(control_characters_of_a_message_are_shown_and_not_sent) {
    BOOST_TEST(cli::printable("a\x1b[2Jb\n") == "a\\x1B[2Jb\\x0A");
    BOOST_TEST(cli::printable("25 °C") == "25 °C");
}

BOOST_AUTO_TEST_SUITE_END()
