// SPDX-License-Identifier: MIT
// Packets of a serial line in pcapng files, put together here block by block.
#include "serial_reading.hpp"

using namespace serial_reading;

namespace {

/// Writes blocks in one byte order.
struct Writer {
    bool big = false;
    std::string out{};

    static void put(std::string& to, std::uint64_t value, unsigned bytes, bool big) {
        for (unsigned i = 0; i < bytes; ++i) to += static_cast<char>(value >> 8 * (big ? bytes - 1 - i : i));
    }
    [[nodiscard]] std::string number(std::uint64_t value, unsigned bytes = 4) const {
        std::string s;
        put(s, value, bytes, big);
        return s;
    }
    static std::string padded(std::string s) {
        while (s.size() % 4 != 0) s += '\0';
        return s;
    }
    [[nodiscard]] std::string option(unsigned code, const std::string& value) const {
        return number(code, 2) + number(value.size(), 2) + padded(value);
    }
    void block(std::uint32_t type, const std::string& body) {
        const auto length = number(body.size() + 12);
        out += number(type) + length + body + length;
    }
    void section() {
        block(0x0A0D0D0A, number(0x1A2B3C4D) + number(1, 2) + number(0, 2) + number(UINT64_MAX, 8));
    }
    void interface(unsigned link, const std::string& options = {}) {
        block(1, number(link, 2) + number(0, 2) + number(65535) + options);
    }
    void packet(std::uint64_t ticks, const std::string& bytes, const std::string& options = {},
                std::uint32_t number_of_interface = 0) {
        block(6, number(number_of_interface) + number(ticks >> 32) + number(ticks & 0xFFFFFFFF) +
                     number(bytes.size()) + number(bytes.size()) + padded(bytes) + options);
    }
};

std::string shown(const Writer& file) {
    return read(file.out).shown;
}

} // namespace

BOOST_AUTO_TEST_SUITE(pcapng)

BOOST_AUTO_TEST_CASE(a_block_with_a_wrong_length_ends_the_reading) {
    Writer file;
    file.section();
    file.interface(147);
    file.packet(1000000, "~20\r");
    auto bytes = file.out;
    bytes[bytes.size() - 4] = 99; // the length at the end of the block
    BOOST_TEST(read(bytes).shown == "1: refused bad_length ''\n");
    bytes = file.out + std::string("\x06\0\0\0\x07\0\0\0", 8) + file.out;
    BOOST_TEST(read(bytes).shown == "1: (0000000001.000000) serial - ~20\\r\n2: refused bad_length ''\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_ends_within_a_block_is_refused_as_cut) {
    Writer file;
    file.section();
    file.interface(147);
    file.packet(1000000, "~20\r");
    BOOST_TEST(read(std::string_view(file.out).substr(0, file.out.size() - 1)).shown ==
               "1: refused cut ''\n");
}

BOOST_AUTO_TEST_CASE(packets_of_no_interface_or_of_another_link_type_are_refused) {
    Writer file;
    file.section();
    file.interface(147);
    file.interface(227);
    file.packet(0, "~1", {}, 7);
    file.packet(0, "~2", {}, 1);
    file.packet(0, "~3", {}, 0);
    BOOST_TEST(shown(file) == "1: refused bad_interface ''\n2: refused unknown_form ''\n"
                              "3: (0000000000.000000) serial - ~3\n");
}

BOOST_AUTO_TEST_CASE(a_packet_beyond_all_measure_is_refused_and_the_next_is_read) {
    Writer file;
    file.section();
    file.interface(147);
    file.packet(0, std::string(200000, 'x'));
    file.packet(0, "~3");
    BOOST_TEST(shown(file) == "1: refused too_long ''\n2: (0000000000.000000) serial - ~3\n");
}

BOOST_AUTO_TEST_CASE(blocks_of_other_kinds_are_passed_over) {
    Writer file;
    file.section();
    file.block(4, "name resolution is passed over, however long it is: 4 ..");
    file.interface(147);
    file.block(0x0BAD, std::string(4 * 100000, '\x06'));
    file.packet(1500000, "~3");
    BOOST_TEST(shown(file) == "1: (0000000001.500000) serial - ~3\n");
}

BOOST_AUTO_TEST_CASE(both_byte_orders_are_read) {
    for (bool big : {false, true}) {
        Writer file{big};
        file.section();
        file.interface(147, file.option(2, "ttyUSB0"));
        file.packet(1663342800123456, "~20\r", file.option(2, file.number(1)));
        file.packet(1663342800223456, "~21\r", file.option(2, file.number(2)));
        BOOST_TEST(shown(file) == "1: (1663342800.123456) ttyUSB0 < ~20\\r\n"
                                  "2: (1663342800.223456) ttyUSB0 > ~21\\r\n");
    }
}

BOOST_AUTO_TEST_CASE(the_resolution_and_the_offset_of_an_interface_are_heeded) {
    Writer file;
    file.section();
    file.interface(147, file.option(9, "\x09")); // 10^-9 s
    file.interface(147, file.option(9, "\x8A")); // 2^-10 s
    file.interface(147, file.option(9, std::string(1, '\0')) + file.option(14, file.number(100, 8))); // s
    file.packet(1500000000, "a", {}, 0);
    file.packet(1536, "b", {}, 1);
    file.packet(7, "c", {}, 2);
    BOOST_TEST(shown(file) == "1: (0000000001.500000) serial - a\n2: (0000000001.500000) serial - b\n"
                              "3: (0000000107.000000) serial - c\n");
}

BOOST_AUTO_TEST_CASE(a_time_beyond_all_measure_is_not_known) {
    Writer file;
    file.section();
    file.interface(147);
    file.packet(UINT64_MAX, "a");
    SerialReader reader({.content = Content::pcapng});
    SerialBatch batch;
    reader.read(file.out, batch);
    BOOST_TEST_REQUIRE(batch.pieces.size() == 1u);
    BOOST_TEST(!batch.pieces[0].time.known());
}

BOOST_AUTO_TEST_CASE(a_new_section_begins_with_no_interfaces) {
    Writer file;
    file.section();
    file.interface(147);
    file.packet(0, "a");
    file.section();
    file.packet(0, "b");
    file.block(3, file.number(4) + "spb!"); // a simple packet is of interface 0
    BOOST_TEST(shown(file) == "1: (0000000000.000000) serial - a\n2: refused bad_interface ''\n"
                              "3: refused bad_interface ''\n");
}

BOOST_AUTO_TEST_SUITE_END()
