// SPDX-License-Identifier: MIT
// gtx-link(7) says what the code does: the frames by their rows, and an exchange byte by byte.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include <boost/test/unit_test.hpp>

#include "gtx/base/text.hpp"
#include "tests/unit/link/world.hpp"

using namespace gtx;
using namespace gtx::link;
using namespace gtx::test;

namespace {

std::string page() {
    std::ifstream in(std::string(GTX_MAN_FOLDER) + "/gtx-link.7.in");
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string layout(std::span<const FieldKind> fields) {
    std::string out;
    for (auto f : fields) out += (out.empty() ? "" : " ") + std::string(name(f));
    return out.empty() ? "\\(en" : out;
}

std::string code(Command command, unsigned bit) {
    std::string out(2, '0');
    text::put_hex(out.data(), static_cast<unsigned>(command) | bit, 2);
    return out;
}

/// A new sentence begins a new line.
std::string new_lines(std::string_view doc) {
    std::string out;
    for (auto c : doc) out += c == ' ' && out.ends_with('.') ? '\n' : c;
    return out;
}

/// What the page says of one frame: its code, its name, its fields, and a sentence.
std::string item(const CommandRow& row, bool answer) {
    const auto name = answer ? row.answer_name : row.name;
    const auto fields = answer ? row.answer : row.request;
    const auto doc = answer ? row.answer_doc : row.doc;
    return ".It Cm " + code(row.command, answer ? answer_bit : 0U) + " " + std::string(name) + " : " +
           layout(fields) + "\n" + new_lines(doc) + "\n";
}

/// A master and one slave: each frame with its time and words, as the page shows it.
std::string example() {
    World world(1);
    world.add(0x00A1B2C3D4, 11);
    world.add(0x00A1B2C3D5, 12);
    world.chain(false);
    const auto began = world.now;
    BOOST_TEST(world.run_master());
    BOOST_TEST((world.numbers() == std::vector<unsigned>{1, 2}));
    std::string out;
    for (const auto& sent : world.trace) {
        std::string line(8, ' ');
        const auto ms_since = std::to_string((sent.began.ns() - began.ns()) / ms);
        line = std::string(4 - ms_since.size(), ' ') + ms_since + (sent.by == 0 ? " > " : " < ");
        out += line + sent.text.substr(0, sent.text.size() - 1) + "\n";
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(link_page)

BOOST_AUTO_TEST_CASE(each_frame_is_in_the_manual_as_its_row_says) {
    const auto text = page();
    BOOST_TEST_REQUIRE(!text.empty());
    for (const auto& row : commands())
        for (bool answer : {false, true}) {
            if (answer && row.answer_name.empty()) continue;
            const auto wanted = item(row, answer);
            BOOST_TEST(text.find(wanted) != std::string::npos, "missing in gtx-link(7):\n" << wanted);
        }
}

BOOST_AUTO_TEST_CASE(the_exchange_of_the_manual_is_what_happens) {
    const auto wanted = example();
    BOOST_TEST(page().find(wanted) != std::string::npos, "missing in gtx-link(7):\n" << wanted);
}

BOOST_AUTO_TEST_SUITE_END()
