// SPDX-License-Identifier: MIT
// The text console: what goes wrong, how answers are split, and how their tables are read. The rows are those
// of recordings of others: PLCHome/ioBroker.pylontech data/, hidaba/PylontechMonitoring#7.
#include "gtx/serial/console.hpp"
#include "reading.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::serial;
using namespace gtx::test;

namespace {

using Lines = std::vector<std::string>;

struct Console {
    ConsoleBatch batch;
    Counts counts;
};

Console read_blocks(std::string_view text, std::size_t block) {
    ConsoleReader reader;
    Console out;
    for (; !text.empty(); text.remove_prefix(std::min(block, text.size())))
        reader.read(bytes_of(text.substr(0, block)), Timestamp::none(), out.batch);
    reader.finish(out.batch);
    out.counts = reader.counts();
    return out;
}

void check_same_answers(const Console& a, const Console& b) {
    BOOST_REQUIRE(a.batch.answers.size() == b.batch.answers.size());
    for (std::size_t i = 0; i < a.batch.answers.size(); ++i) {
        const auto& x = a.batch.answers[i];
        const auto& y = b.batch.answers[i];
        BOOST_TEST(same_place(x.place, y.place));
        BOOST_TEST((x.prompt == y.prompt && x.command == y.command && x.lines == y.lines));
        BOOST_TEST((x.says == y.says && x.end == y.end && x.pages == y.pages));
        BOOST_TEST(x.refused_lines == y.refused_lines);
    }
    BOOST_TEST((a.counts.refused == b.counts.refused));
    BOOST_TEST((a.counts.refused_bytes == b.counts.refused_bytes));
}

Console read(std::string_view text) {
    auto whole = read_blocks(text, text.size());
    check_same_answers(whole, read_blocks(text, 1));
    check_same_answers(whole, read_blocks(text, 7));
    return whole;
}

/// An answer as the pack sends it, line ends and all.
std::string answer(std::string_view command, const Lines& rows) {
    std::string out = "\n\rpylon>" + std::string(command) + "\n\r@\r\r\n";
    for (const auto& row : rows) out += row + "\r\r\n";
    return out + "Command completed successfully\r\r\n$$\r\n\rpylon>";
}

const std::string pwr_heading = "Power Volt   Curr   Tempr  Base.St  Coulomb  Time                 MosTempr";
const Lines pwr_rows{
    pwr_heading,
    "1     49905  11867  27900  Charge   39%      2023-09-16 11:50:32  27500   ",
    "2     49882  5182   31900  Charge   38%      2023-09-16 11:50:29  -       ",
    "3     49909  -5080  33000  Charge   35%      2023-09-16 11:50:29  -       ",
    "4     -      -      -      -      -      -      -      Absent   -        -",
};

/// The rows as they are given: without blanks at the end.
Lines pwr_rows_read() {
    auto rows = pwr_rows;
    for (auto& row : rows) row.erase(row.find_last_not_of(' ') + 1);
    return rows;
}

} // namespace

BOOST_AUTO_TEST_SUITE(console)

BOOST_AUTO_TEST_CASE(text_outside_an_answer_is_noise) {
    const auto seen = read("booting\r\n" + answer("pwr", {"1"}));
    BOOST_TEST(seen.batch.answers.size() == 1U);
    BOOST_TEST(seen.counts.of(Refusal::noise) == 1U);
    BOOST_TEST(seen.batch.refused.at(0).bytes == "booting");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_no_text_is_refused_and_the_answer_says_so) {
    const auto seen = read(answer("info", {"a : 1", "b \xF7 : 2", "c : 3"}));
    BOOST_REQUIRE(seen.batch.answers.size() == 1U);
    BOOST_TEST((seen.batch.answers[0].lines == Lines{"a : 1", "c : 3"}));
    BOOST_TEST(seen.batch.answers[0].refused_lines == 1U);
    BOOST_TEST(seen.counts.of(Refusal::not_text) == 1U);
}

BOOST_AUTO_TEST_CASE(a_line_longer_than_any_is_refused_and_not_kept) {
    const auto seen = read(answer("info", {std::string(100000, 'x'), "c : 3"}));
    BOOST_REQUIRE(seen.batch.answers.size() == 1U);
    BOOST_TEST((seen.batch.answers[0].lines == Lines{"c : 3"}));
    BOOST_TEST(seen.counts.of(Refusal::too_long) == 1U);
    BOOST_TEST(seen.counts.bytes_of(Refusal::too_long) == 100001U);
    BOOST_TEST(seen.batch.refused[0].bytes.size() == Refused::most_shown);
}

BOOST_AUTO_TEST_CASE(an_answer_without_end_ends_when_it_is_longer_than_any) {
    std::string endless = "\n\rpylon>log\n\r@\r\r\n";
    for (int i = 0; i < 600; ++i) endless += std::string(500, ' ') + "row\r\r\n";
    const auto seen = read(endless);
    BOOST_REQUIRE(seen.batch.answers.size() == 1U);
    BOOST_TEST((seen.batch.answers[0].end == ConsoleEnd::too_long));
    BOOST_TEST(seen.counts.of(Refusal::too_long) == 1U);
    BOOST_TEST(seen.counts.of(Refusal::noise) >= 1U);
}

BOOST_AUTO_TEST_CASE(what_stops_within_an_answer_is_given_as_unfinished) {
    const auto whole = answer("pwr", pwr_rows);
    const auto seen = read(whole.substr(0, whole.find("Command")));
    BOOST_REQUIRE(seen.batch.answers.size() == 1U);
    BOOST_TEST((seen.batch.answers[0].end == ConsoleEnd::unfinished));
    BOOST_TEST((seen.batch.answers[0].says == ConsoleSays::nothing));
    BOOST_TEST((seen.batch.answers[0].lines.size() == pwr_rows.size()));
}

BOOST_AUTO_TEST_CASE(an_answer_without_its_end_is_ended_by_the_next_prompt) {
    const auto seen = read("\n\rpylon>pwr\n\r@\r\r\nrow\r\r\n\rpylon>" + answer("bat 1", {"x"}));
    BOOST_REQUIRE(seen.batch.answers.size() == 2U);
    BOOST_TEST((seen.batch.answers[0].end == ConsoleEnd::prompt));
    BOOST_TEST((seen.batch.answers[1].end == ConsoleEnd::ended));
    BOOST_TEST(seen.batch.answers[1].command == "bat 1");
}

BOOST_AUTO_TEST_CASE(commands_the_pack_does_not_know_are_told_apart) {
    const auto seen = read("\n\rpylon>foo\n\rUnknown command 'foo' - try 'help'\r\n\rpylon>bat 77\n\r@\r\r\n"
                           "Invalid command or fail to excute.\r\r\n$$\r\n\rpylon>");
    BOOST_REQUIRE(seen.batch.answers.size() == 2U);
    BOOST_TEST((seen.batch.answers[0].says == ConsoleSays::unknown_command));
    BOOST_TEST((seen.batch.answers[1].says == ConsoleSays::failed));
    BOOST_TEST(seen.batch.answers[0].lines.at(0) == "Unknown command 'foo' - try 'help'");
}

BOOST_AUTO_TEST_CASE(an_answer_has_its_command_rows_and_end) {
    const auto seen = read(answer("bat 1", {" Voltage : 1", "", "x"}));
    BOOST_REQUIRE(seen.batch.answers.size() == 1U);
    const auto& a = seen.batch.answers[0];
    BOOST_TEST(a.prompt == "pylon");
    BOOST_TEST(a.command == "bat 1");
    BOOST_TEST((a.lines == Lines{" Voltage : 1", "x"}));
    BOOST_TEST((a.says == ConsoleSays::completed && a.end == ConsoleEnd::ended));
    BOOST_TEST(seen.counts.refused_total() == 0U);
}

BOOST_AUTO_TEST_CASE(a_recording_may_begin_with_the_command) {
    const auto seen = read("bat 4\n\n@\n\nrow\n\nCommand completed successfully\n\n$$\n\npylon>");
    BOOST_REQUIRE(seen.batch.answers.size() == 1U);
    BOOST_TEST(seen.batch.answers[0].command == "bat 4");
    BOOST_TEST(seen.batch.answers[0].prompt.empty());
    BOOST_TEST(seen.batch.answers[0].place.offset == 0U);
    BOOST_TEST(seen.counts.refused_total() == 0U);
}

BOOST_AUTO_TEST_CASE(each_prompt_of_the_field_is_known_and_seen_without_a_line_end) {
    for (const std::string_view prompt : {"pylon", "pylon_debug", "PYTES"}) {
        ConsoleReader reader;
        ConsoleBatch batch;
        BOOST_TEST(!reader.at_prompt());
        reader.read(bytes_of("\r\n" + std::string(prompt) + ">"), Timestamp::none(), batch);
        BOOST_TEST(reader.at_prompt());
        reader.read(bytes_of("pwr\r@\r$$\r"), Timestamp::none(), batch);
        BOOST_TEST(!reader.at_prompt());
        BOOST_REQUIRE(batch.answers.size() == 1U);
        BOOST_TEST(batch.answers[0].prompt == prompt);
    }
}

BOOST_AUTO_TEST_CASE(the_pager_is_seen_and_is_no_row) {
    ConsoleReader reader;
    ConsoleBatch batch;
    reader.read(bytes_of("pylon>log\r@\rone\rPress [Enter] to be continued,other key to exit"),
                Timestamp::none(), batch);
    BOOST_TEST(reader.at_pager());
    reader.read(bytes_of("\rtwo\r$$\r"), Timestamp::none(), batch);
    BOOST_TEST(!reader.at_pager());
    BOOST_REQUIRE(batch.answers.size() == 1U);
    BOOST_TEST((batch.answers[0].lines == Lines{"one", "two"}));
    BOOST_TEST(batch.answers[0].pages == 1U);
}

BOOST_AUTO_TEST_CASE(random_bytes_before_a_prompt_cost_no_answer) {
    Random random;
    std::string stream;
    for (int i = 0; i < 100; ++i) {
        std::vector<std::uint8_t> noise(static_cast<std::size_t>(random.between(1, i < 50 ? 200 : 3000)));
        random.fill(noise);
        if (i >= 50)
            std::ranges::replace_if(
                noise, [](auto b) { return b == '\n' || b == '\r'; }, '\xFF');
        stream += text_of(noise) + answer("pwr", pwr_rows).substr(2);
    }
    const auto seen = read(stream);
    std::size_t whole = 0;
    for (const auto& a : seen.batch.answers) whole += a.lines == pwr_rows_read() && a.command == "pwr";
    BOOST_TEST(whole == 100U);
}

BOOST_AUTO_TEST_CASE(a_damaged_command_costs_only_its_name) {
    auto text = answer("pwr", {"row"});
    text[text.find("pwr")] = '\x80';
    const auto seen = read(text);
    BOOST_REQUIRE(seen.batch.answers.size() == 1U);
    BOOST_TEST(seen.batch.answers[0].command.empty());
    BOOST_TEST(seen.counts.of(Refusal::not_text) == 1U);
    BOOST_TEST((seen.batch.answers[0].lines == Lines{"row"}));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(console_table)

BOOST_AUTO_TEST_CASE(lines_without_headings_are_no_table) {
    BOOST_TEST(!read_table(Lines{}));
    BOOST_TEST(!read_table(Lines{"Power   1", "Voltage : 49905 mV", "1 2 3"}));
    BOOST_TEST(!read_table(Lines{pwr_heading}));
}

// Row 2 of a Pytes, as recorded: two tasks wrote into one line.
BOOST_AUTO_TEST_CASE(a_row_with_values_under_other_headings_is_refused) {
    const Lines lines{
        "Battery  Volt     Curr     Tempr    Base State   Volt. State  Curr. State  Temp. State  Coulomb    "
        " ",
        "0        3220     0        25000    Idle         Normal       Normal       Normal        76%      "
        "38092 mAH",
        "1        3223     0        25000    Idle         Normal       Normal       Normal        80%      "
        "40004 mAH",
        "2        3224     0        25000    Idle         Normal       Normal           80%   Normal       "
        "40255 mAH",
        "3        3225     0        25000    Idle         Normal       Normal       Normal        81%      "
        "40546 mAH",
    };
    const auto table = read_table(lines);
    BOOST_REQUIRE(table.has_value());
    BOOST_TEST(table->headings.size() == 9U);
    BOOST_TEST(table->rows.size() == 3U);
    BOOST_REQUIRE(table->refused.size() == 1U);
    BOOST_TEST(table->refused[0].line == 3U);
    BOOST_TEST(table->refused[0].reason == Refusal::misaligned);
    BOOST_TEST(table->rows[0].cells[*table->column("Coulomb")] == "76%      38092 mAH");
}

BOOST_AUTO_TEST_CASE(a_row_that_lost_a_character_is_refused) {
    auto rows = pwr_rows;
    rows[2].erase(7, 1);
    const auto table = read_table(rows);
    BOOST_REQUIRE(table.has_value());
    BOOST_TEST(table->rows.size() == 3U);
    BOOST_TEST(table->refused.size() == 1U);
}

BOOST_AUTO_TEST_CASE(columns_are_found_by_their_headings) {
    const auto table = read_table(pwr_rows);
    BOOST_REQUIRE(table.has_value());
    BOOST_TEST(table->refused.empty());
    BOOST_REQUIRE(table->rows.size() == 4U);
    BOOST_TEST(table->rows[0].cells[*table->column("Volt")] == "49905");
    BOOST_TEST(table->rows[0].cells[*table->column("Time")] == "2023-09-16 11:50:32");
    BOOST_TEST(table->rows[1].cells[*table->column("MosTempr")] == "-");
    BOOST_TEST(table->rows[2].cells[*table->column("Curr")] == "-5080");
    BOOST_TEST(!table->column("Vlow").has_value());
}

// US5000 with firmware 2.0: the words of an absent pack stand under wrong headings.
BOOST_AUTO_TEST_CASE(of_a_pack_that_is_not_there_only_the_number_is_taken) {
    const auto table = read_table(pwr_rows);
    BOOST_REQUIRE(table.has_value());
    BOOST_TEST(table->rows[3].absent);
    BOOST_TEST(table->rows[3].cells[0] == "4");
    for (std::size_t c = 1; c < table->headings.size(); ++c) BOOST_TEST(table->rows[3].cells[c].empty());
    BOOST_TEST(!table->rows[0].absent);
}

BOOST_AUTO_TEST_CASE(a_key_stands_before_the_first_colon) {
    BOOST_TEST(!key_value("Device address           1"));
    BOOST_TEST(!key_value(" : 1"));
    BOOST_TEST(key_value(" Voltage         : 49905       mV  ")->first == "Voltage");
    BOOST_TEST(key_value(" Voltage         : 49905       mV  ")->second == "49905       mV");
    BOOST_TEST(key_value("Time: 2023-11-12 09:21:49 ")->second == "2023-11-12 09:21:49");
    BOOST_TEST(key_value("Barcode :")->second.empty());
}

BOOST_AUTO_TEST_SUITE_END()
