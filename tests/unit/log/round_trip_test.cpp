// SPDX-License-Identifier: MIT
// What is written is read again, bit by bit.
#include "reading.hpp"
#include "tests/support/rounds.hpp"

#include "gtx/log/pcapng_writer.hpp"
#include "gtx/log/writer.hpp"
#include "records_reading.hpp"

using namespace reading;
using namespace gtx;

namespace {

class RandomEntries {
public:
    Entry next() {
        Entry entry;
        const bool nanoseconds = number(3) == 0;
        entry.time_decimals = nanoseconds ? 9 : 6;
        const auto step = nanoseconds ? 1 : 1000;
        entry.time = Timestamp(static_cast<std::int64_t>(random_() % 4000000000000000000) / step * step);
        auto& frame = entry.frame;
        frame.direction = static_cast<can::Direction>(number(3));
        frame.kind = static_cast<can::Kind>(number(5));
        frame.id.extended = frame.kind == can::Kind::error || (frame.kind != can::Kind::xl && number(2));
        frame.id.value = number(frame.id.extended ? 0x20000000 : 0x800);
        frame.length = static_cast<std::uint8_t>(number(9));
        for (auto& byte : frame.data) byte = static_cast<std::uint8_t>(number(256));
        if (frame.kind == can::Kind::fd) {
            frame.length = can::fd_length_for(static_cast<std::uint8_t>(number(65)));
            frame.fd_flags = static_cast<std::uint8_t>(number(8));
        }
        const bool has_dlc = frame.kind == can::Kind::data || frame.kind == can::Kind::remote;
        if (has_dlc && frame.length == 8 && number(2))
            frame.raw_dlc = static_cast<std::uint8_t>(9 + number(7));
        if (frame.kind == can::Kind::xl) fill_xl(entry);
        return entry;
    }
    std::uint32_t number(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }

private:
    void fill_xl(Entry& entry) {
        entry.frame.length = 0;
        entry.xl = {.virtual_network = static_cast<std::uint8_t>(number(256)),
                    .flags = static_cast<std::uint8_t>(0x80 | number(128)),
                    .sdu_type = static_cast<std::uint8_t>(number(256)),
                    .acceptance_field = static_cast<std::uint32_t>(random_())};
        xl_.resize(1 + number(2048));
        for (auto& byte : xl_) byte = static_cast<std::uint8_t>(number(256));
        entry.xl_data = xl_;
    }

    std::mt19937_64 random_{seed()};
    std::vector<std::uint8_t> xl_;
};

} // namespace

BOOST_AUTO_TEST_SUITE(round_trip)

BOOST_AUTO_TEST_CASE(random_frames_of_all_kinds_come_back_bit_by_bit) {
    RandomEntries random;
    std::string text;
    std::vector<Entry> written;
    for (int i = 0; i < test::rounds(2000); ++i) {
        written.push_back(random.next());
        append_candump_line(text, written.back(), "can" + std::to_string(random.number(3)));
    }
    const auto result = read_every_way(text, {.time_mode = TimeMode::as_written});
    BOOST_TEST(result.counts.refused_total() == 0u);
    BOOST_REQUIRE_EQUAL(result.entries.size(), written.size());
    std::string again;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const auto& a = written[i];
        const auto& b = result.entries[i];
        BOOST_TEST_CONTEXT(result.frames[i]) {
            BOOST_TEST(can::same_on_wire(a.frame, b.frame));
            BOOST_TEST((a.time == b.time));
            BOOST_TEST((a.frame.direction == b.frame.direction));
        }
        again += result.frames[i] + "\n";
    }
    BOOST_TEST(again == text); // which holds the XL bytes too
}

BOOST_AUTO_TEST_CASE(a_time_that_is_not_known_or_before_1970_is_written_as_zero) {
    Entry entry;
    entry.frame.id = {0x351, false};
    std::string text;
    append_candump_line(text, entry, "can0");
    entry.time = Timestamp(-1);
    append_candump_line(text, entry, "can0");
    BOOST_TEST(text == "(0000000000.000000) can0 351#\n(0000000000.000000) can0 351#\n");
}

BOOST_AUTO_TEST_CASE(random_frames_of_all_kinds_come_back_from_pcapng_bit_by_bit) {
    RandomEntries random;
    PcapngWriter writer;
    std::string file;
    std::string text;
    for (int i = 0; i < 2000; ++i) {
        const auto entry = random.next();
        const auto name = "can" + std::to_string(random.number(3));
        writer.append(file, entry, name);
        append_candump_line(text, entry, name);
    }
    for (const std::size_t size : {file.size(), std::size_t{1009}, std::size_t{3}}) {
        const auto seen = records_reading::read_in(file, size, "pcapng");
        BOOST_TEST(seen.counts.refused_total() == 0u);
        BOOST_TEST((seen.log == text)); // which holds time, decimals, name, direction and all bits of a frame
    }
}

BOOST_AUTO_TEST_CASE(a_pcapng_without_frames_is_a_section_with_nothing_in_it) {
    PcapngWriter writer;
    std::string file;
    writer.begin(file);
    const auto seen = records_reading::read(file, "pcapng");
    BOOST_TEST(seen.shown.empty());
    BOOST_TEST(format_of(file, true)->name == "pcapng");
}

BOOST_AUTO_TEST_CASE(the_bytes_of_a_pcapng_are_those_of_its_description) {
    PcapngWriter writer;
    Entry entry;
    entry.time = Timestamp(1700000000123456000);
    entry.frame = {
        .id = {0x18FF0000, true}, .length = 2, .direction = can::Direction::sent, .data = {0xAA, 0xBB}};
    std::string file;
    writer.append(file, entry, "can0");
    // draft-ietf-opsawg-pcapng: section (28 and its options), interface, packet with epb_flags.
    const auto expected = records_reading::bytes(
        "0A0D0D0A 28000000 4D3C2B1A 0100 0000 FFFFFFFFFFFFFFFF 0400 0300 67747800 00000000 28000000"
        "01000000 28000000 E300 0000 00000000 0200 0400 63616E30 0900 0100 06000000 00000000 28000000"
        "06000000 3C000000 00000000 240A0600 40222018 10000000 10000000 98FF0000 02000000 AABB000000000000"
        "0200 0400 02000000 00000000 3C000000");
    BOOST_TEST((file == expected));
}

BOOST_AUTO_TEST_CASE(each_format_gives_back_all_frames_that_it_took_bit_by_bit) {
    constexpr std::string_view names[] = {"can0", "can7", "vcan0", "slcan0", "x,\"y\"", "can01", "can"};
    for (const auto& format : written_formats()) {
        RandomEntries random;
        const auto writer = format.writer();
        std::string file;
        std::string expected;
        std::size_t left_out = 0;
        for (int i = 0; i < test::rounds(2000); ++i) {
            const auto entry = random.next();
            const auto name = names[random.number(std::size(names))];
            const auto before = file.size();
            if (writer->append(file, entry, name)) {
                append_candump_line(expected, entry, name);
                continue;
            }
            ++left_out;
            BOOST_TEST(file.size() == before);
            BOOST_TEST((entry.frame.kind == can::Kind::xl));
        }
        writer->finish(file);
        BOOST_TEST_CONTEXT(format.name) {
            BOOST_TEST((left_out == 0) == format.cannot.empty());
            BOOST_TEST(format_of(file, true)->name == format.name);
            for (const std::size_t size : {file.size(), std::size_t{1009}, std::size_t{3}}) {
                const auto seen =
                    records_reading::read_in(file, size, format.name, {.time_mode = TimeMode::as_written});
                BOOST_TEST(seen.counts.refused_total() == 0u);
                BOOST_TEST((seen.log == expected)); // which holds all but the bytes behind a frame's end
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_capture_without_frames_is_known_as_what_it_is) {
    for (const auto& format : written_formats()) {
        std::string file;
        format.writer()->finish(file);
        const auto seen = records_reading::read(file, format.name);
        BOOST_TEST(seen.shown.empty());
        BOOST_TEST(format_of(file, true)->name == format.name);
        BOOST_TEST(find_written_format(format.name) == &format);
    }
    BOOST_TEST(find_written_format("no such format") == nullptr);
}

BOOST_AUTO_TEST_CASE(what_asc_has_no_place_for_stands_in_comments) {
    Entry entry;
    entry.time = Timestamp(1700000000123456000);
    entry.frame = {.id = {0x351, false}, .length = 2, .data = {0xAA, 0xBB}};
    const auto writer = find_written_format("asc")->writer();
    std::string file;
    writer->append(file, entry, "vcan0");
    entry.frame = {.id = {0x18FF0000, true},
                   .kind = can::Kind::fd,
                   .length = 2,
                   .fd_flags = can::Frame::fd_brs | can::Frame::fd_fdf,
                   .direction = can::Direction::sent,
                   .data = {0xAA, 0xBB}};
    entry.time = Timestamp(1699999999000000000); // before the first
    writer->append(file, entry, "can1");
    entry.frame = {.id = {0x88, true}, .kind = can::Kind::error, .length = 1, .data = {1}};
    writer->append(file, entry, "can1");
    writer->finish(file);
    BOOST_TEST(file == "date Tue Nov 14 22:13:20.000 2023\n"
                       "base hex  timestamps absolute\n"
                       "no internal events logged\n"
                       "// gtx: the date is UTC\n"
                       "Begin Triggerblock Tue Nov 14 22:13:20.000 2023\n"
                       "// gtx: channel 1 is vcan0\n"
                       "// gtx: direction unknown\n"
                       "   0.123456 1  351             Rx   d 2 AA BB\n"
                       "// gtx: direction known\n"
                       "  -1.000000 CANFD   2 Tx   18FF0000x                                   1 0 2  2 AA BB"
                       "        0    0     3000 0 0 0 0 0\n"
                       "// gtx: error 20000088#01\n"
                       "  -1.000000 2  ErrorFrame\n"
                       "End TriggerBlock\n");
}

BOOST_AUTO_TEST_CASE(the_csv_of_frames_has_a_heading_and_a_row_for_each) {
    Entry entry;
    entry.time = Timestamp(1700000000123456000);
    entry.frame = {
        .id = {0x351, false}, .length = 2, .direction = can::Direction::received, .data = {0xAA, 0xBB}};
    const auto writer = find_written_format("csv")->writer();
    std::string file;
    writer->append(file, entry, "can0");
    entry.time = Timestamp::none();
    entry.frame = {.id = {0x351, true}, .kind = can::Kind::remote, .length = 8, .raw_dlc = 9, .data = {}};
    writer->append(file, entry, "a,b");
    writer->finish(file);
    BOOST_TEST(file == "time_s,interface,id,kind,fd_flags,dlc,length,direction,data\n"
                       "1700000000.123456,can0,351,data,0,2,2,rx,AABB\n"
                       ",\"a,b\",00000351,remote,0,9,8,,\n");
}

BOOST_AUTO_TEST_SUITE_END()
