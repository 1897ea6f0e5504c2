// SPDX-License-Identifier: MIT
// Recordings of real devices, where they lie beside the repository: how many frames they hold, by their
// README.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <regex>

#include "gtx/serial/aa55.hpp"
#include "gtx/serial/console.hpp"
#include "gtx/serial/modbus.hpp"
#include "reading.hpp"

using namespace gtx;
using namespace gtx::serial;
using namespace gtx::test;

namespace {

std::filesystem::path captures() {
    const char* given = std::getenv("GTX_CAPTURES");
    return given != nullptr ? given : GTX_CAPTURES_DEFAULT;
}

boost::test_tools::assertion_result are_there(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result there(std::filesystem::exists(captures() / "serial-battery"));
    const auto* words = "skipped: no captures there (GTX_CAPTURES): ";
    there.message() << words << captures();
    if (!there) std::cout << words << captures() << '\n';
    return there;
}

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    BOOST_REQUIRE_MESSAGE(in, path);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A recording of serial-battery as a text of lines, without its comments.
std::string lines_of(const std::string& file) {
    std::ifstream in(captures() / "serial-battery" / file);
    BOOST_REQUIRE_MESSAGE(in, file);
    std::string text;
    for (std::string line; std::getline(in, line);)
        if (!line.starts_with('#')) text += line + '\n';
    return text;
}

/// The whole file as if it were what a line said: names and arrows are noise, line feeds end frames.
AsciiOutcome frames_in(const std::string& file) {
    return read_ascii(lines_of(file));
}

std::uint32_t word_at(std::string_view bytes, std::size_t at) {
    std::uint32_t v = 0;
    for (std::size_t i = 4; i-- > 0;) v = v << 8 | static_cast<unsigned char>(bytes[at + i]);
    return v;
}

/// The data of the enhanced packets of a little-endian pcapng file, one behind the other.
std::string packets_of(std::string_view file, std::size_t& count) {
    std::string data;
    count = 0;
    for (std::size_t at = 0; at + 12 <= file.size(); at += word_at(file, at + 4)) {
        if (word_at(file, at) != 6) continue;
        data += file.substr(at + 28, word_at(file, at + 20));
        ++count;
    }
    return data;
}

/// The bytes that a regular expression finds as hex in each line, one behind the other.
std::string hex_of(const std::string& text, const char* expression) {
    std::string bytes;
    std::istringstream in(text);
    const std::regex form(expression);
    std::smatch m;
    for (std::string line; std::getline(in, line);)
        if (std::regex_search(line, m, form)) {
            auto hex = m[1].str();
            std::erase_if(hex, [](char c) { return std::isxdigit(static_cast<unsigned char>(c)) == 0; });
            bytes += text_of(from_hex(hex));
        }
    return bytes;
}

ConsoleBatch console(const std::filesystem::path& file) {
    ConsoleReader reader;
    ConsoleBatch batch;
    auto text = content(file);
    if (text.starts_with('#')) text = std::regex_replace(text, std::regex("(^|\n)#[^\n]*"), "");
    reader.read(bytes_of(text), Timestamp::none(), batch);
    reader.finish(batch);
    BOOST_TEST(reader.counts().refused_total() == 0U, file);
    return batch;
}

ConsoleTable table_in(const std::filesystem::path& file) {
    const auto batch = console(captures() / "console" / file);
    BOOST_REQUIRE_MESSAGE(batch.answers.size() == 1U, file);
    auto table = read_table(batch.answers[0].lines);
    BOOST_REQUIRE_MESSAGE(table.has_value(), file);
    return *table;
}

} // namespace

BOOST_AUTO_TEST_SUITE(recordings, *boost::unit_test::precondition(are_there))

BOOST_AUTO_TEST_CASE(a_pylontech_session_holds_22_frames) {
    const auto seen = frames_in("pylontech-rs485-request-response-session.txt");
    BOOST_TEST(seen.batch.frames.size() == 22U);
    BOOST_TEST(seen.counts.of(Refusal::wrong_checksum) == 0U);
}

// The file has 101 lines with frames and two more in its comments.
BOOST_AUTO_TEST_CASE(the_sessions_of_pbmstools_hold_101_frames_one_with_return_code_9) {
    const auto seen = frames_in("pace-v25-pbmstools-sessions.txt");
    BOOST_TEST(seen.batch.frames.size() == 101U);
    std::size_t nines = 0;
    for (const auto& f : seen.batch.frames) nines += f.frame.cid2 == 9;
    BOOST_TEST(nines == 1U);
}

BOOST_AUTO_TEST_CASE(eg4_frames_of_version_20_are_7) {
    BOOST_TEST(frames_in("pace-v20-eg4-4a-frames.txt").batch.frames.size() == 7U);
}

BOOST_AUTO_TEST_CASE(of_the_error_returns_one_request_has_a_wrong_checksum) {
    const auto seen = frames_in("rs485-error-returns.txt");
    BOOST_TEST(seen.batch.frames.size() == 5U);
    BOOST_TEST(seen.counts.of(Refusal::wrong_checksum) == 1U);
}

BOOST_AUTO_TEST_CASE(noise_before_a_frame_is_20_bytes) {
    const auto seen =
        read_ascii(content(captures() / "serial-battery/pylontech-rs485-us2000-noise-before-frame.bin"));
    BOOST_TEST(seen.batch.frames.size() == 1U);
    BOOST_TEST(seen.counts.bytes_of(Refusal::noise) == 20U);
    BOOST_TEST(seen.counts.bytes_of(Refusal::after_end) == 1U);
}

// 400 packets, one frame each; the first begins in the middle of a frame.
BOOST_AUTO_TEST_CASE(a_stack_polled_by_its_inverter_gives_399_frames_of_400_packets) {
    std::size_t packets = 0;
    const auto data =
        packets_of(content(captures() / "serial-battery/pylontech-rs485-packets-1-400.pcapng"), packets);
    BOOST_TEST(packets == 400U);
    const auto seen = read_ascii(data);
    BOOST_TEST(seen.batch.frames.size() == 399U);
    std::size_t requests = 0;
    for (const auto& f : seen.batch.frames) requests += f.frame.cid2 == 0x42;
    BOOST_TEST(requests == 200U);
    BOOST_TEST(seen.counts.of(Refusal::noise) == 1U);
}

BOOST_AUTO_TEST_CASE(a_hex_dump_of_a_us5000_is_a_request_and_a_reply) {
    const auto seen =
        read_ascii(hex_of(lines_of("pylontech-rs485-us5000-analog-hexdump.txt"), "(?:>>>|<<<) (.*)$"));
    BOOST_TEST(seen.batch.frames.size() == 2U);
    BOOST_TEST(seen.batch.refused.empty());
}

BOOST_AUTO_TEST_CASE(a_frame_in_two_lines_of_a_log_is_one_when_joined) {
    const auto text = lines_of("seplos-v2-uart-debug-split-frame.txt");
    std::string joined;
    const std::regex form("<<< \"([^\"\\\\]*)");
    for (std::sregex_iterator i(text.begin(), text.end(), form), end; i != end; ++i) joined += (*i)[1].str();
    const auto seen = read_ascii(joined + '\r');
    BOOST_REQUIRE(seen.batch.frames.size() == 1U);
    BOOST_TEST(seen.batch.frames[0].frame.info.size() == 75U);
    BOOST_TEST(seen.batch.refused.empty());
}

BOOST_AUTO_TEST_CASE(all_40_lines_of_a_deye_log_are_frames) {
    const auto stream =
        hex_of(lines_of("deye-lvess-rs485-aa55-lines-1-40.log"), "(?:Send|Recv): ((?:[0-9A-F]{2} ?)+)");
    const auto seen = read_every_way_as<Aa55Reader, Aa55Batch>(stream);
    BOOST_TEST(seen.batch.frames.size() == 40U);
    BOOST_TEST(seen.batch.refused.empty());
}

BOOST_AUTO_TEST_CASE(the_modbus_frames_of_an_eg4_are_2) {
    const auto seen = read_every_way_as<ModbusReader, ModbusBatch>(
        hex_of(lines_of("eg4-lifepower4-v2-modbus.txt"), "(?:>>>|<<<) (.*)$"));
    BOOST_TEST(seen.batch.frames.size() == 2U);
    BOOST_TEST(seen.batch.refused.empty());
}

BOOST_AUTO_TEST_CASE(each_console_file_is_one_completed_answer) {
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(captures() / "console")) {
        if (!entry.is_regular_file() || entry.path().filename() == "us5000-firmware-2.0-pwr.txt") continue;
        const auto batch = console(entry.path());
        BOOST_REQUIRE_MESSAGE(batch.answers.size() == 1U, entry.path());
        const auto& a = batch.answers[0];
        BOOST_TEST((a.says == ConsoleSays::completed && a.end == ConsoleEnd::ended), entry.path());
        // bat-1.txt answers `bat 1`.
        const auto stem = std::regex_replace(entry.path().stem().string(), std::regex("-"), " ");
        BOOST_TEST(a.command == stem);
        ++files;
    }
    BOOST_TEST(files == 45U);
}

BOOST_AUTO_TEST_CASE(tables_of_cells_have_their_rows_and_one_garbled_row_is_refused) {
    for (const auto* file : {"iobroker-US/bat-3.txt", "iobroker-US/bat-4.txt", "iobroker-eb/bat-1.txt"}) {
        const auto table = table_in(file);
        BOOST_TEST(table.rows.size() == 15U, file);
        BOOST_TEST(table.refused.empty(), file);
    }
    const auto us = table_in("iobroker-US/bat-3.txt");
    BOOST_TEST(us.rows[2].cells[*us.column("SOC")] == "35%");
    BOOST_TEST(us.rows[2].cells[*us.column("Coulomb")] == "16510 mAH");
    const auto garbled = table_in("iobroker-eb/bat-2.txt");
    BOOST_TEST(garbled.rows.size() == 14U);
    BOOST_REQUIRE(garbled.refused.size() == 1U);
    BOOST_TEST(garbled.refused[0].line == garbled.heading_line + 3);
}

BOOST_AUTO_TEST_CASE(the_tables_of_packs_show_who_is_there) {
    const std::pair<const char*, std::ptrdiff_t> files[] = {
        {"iobroker-US/pwr.txt", 4}, {"iobroker-eb/pwr.txt", 2}, {"us5000-firmware-2.0-pwr.txt", 3}};
    for (const auto& [file, packs] : files) {
        const auto table = table_in(file);
        BOOST_TEST(table.refused.empty(), file);
        BOOST_TEST(std::ranges::count(table.rows, false, &ConsoleRow::absent) == packs, file);
        BOOST_TEST(std::ranges::count(table.rows, true, &ConsoleRow::absent) > 0, file);
    }
    const auto us = table_in("iobroker-US/pwr.txt");
    BOOST_TEST(us.rows[2].cells[*us.column("MosTempr")] == "-");
    BOOST_TEST(us.rows[3].cells[*us.column("Time")] == "2023-09-16 11:50:30");
    const auto new_firmware = table_in("us5000-firmware-2.0-pwr.txt");
    BOOST_TEST(new_firmware.rows[1].cells[*new_firmware.column("Vhigh.Id")] == "5");
    BOOST_TEST(new_firmware.rows[1].cells[*new_firmware.column("SysAlarm.St")] == "Normal");
}

BOOST_AUTO_TEST_CASE(all_other_tables_are_read_without_refusals) {
    for (const auto* file : {"iobroker-SC/pwr.txt", "iobroker-SC/unit.txt", "iobroker-SC/soh.txt",
                             "iobroker-SC/bat.txt", "iobroker-US/soh-1.txt", "iobroker-US/bat-1.txt",
                             "iobroker-US/bat-2.txt", "iobroker-eb/soh-1.txt", "iobroker-eb/soh-2.txt"}) {
        const auto table = table_in(file);
        BOOST_TEST(!table.rows.empty(), file);
        BOOST_TEST(table.refused.empty(), file);
    }
    const auto sc = table_in("iobroker-SC/pwr.txt");
    BOOST_TEST(sc.rows.at(0).cells[*sc.column("Volt")] == "235573");
    BOOST_TEST(sc.rows.at(0).cells[*sc.column("CoulombAH")] == "7%           5180 mAH");
    BOOST_TEST(sc.rows.at(0).cells[*sc.column("Err Code")] == "0x0");
}

BOOST_AUTO_TEST_SUITE_END()
