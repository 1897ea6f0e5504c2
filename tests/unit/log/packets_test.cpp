// SPDX-License-Identifier: MIT
// Frames of CAN in packets: classic pcap and pcapng, put together here byte by byte.
#include "building.hpp"

using namespace building;
using namespace records_reading;

namespace {

/// What a packet of link type 227 is, without its time.
std::string frame(std::string_view hex, std::uint64_t more = 0) {
    Pcap file;
    file.head(socketcan);
    file.packet(bytes(hex), 1700000000, 123456, more);
    file.packet(bytes("00000111 01000000 EE"));
    const auto all = shown(file.out);
    const auto first = all.substr(0, all.find('\n'));
    BOOST_TEST(all.substr(all.find('\n') + 1) == "2: (1700000000.123456) can0 111#EE\n");
    constexpr std::string_view before = "1: (1700000000.123456) can0 ";
    return first.starts_with(before) ? first.substr(before.size()) : first;
}

} // namespace

BOOST_AUTO_TEST_SUITE(packets)

BOOST_AUTO_TEST_CASE(lengths_that_lie_are_refused_and_the_next_packet_is_read) {
    BOOST_TEST(frame("") == "1: refused bad_length");
    BOOST_TEST(frame("00000351 080000") == "1: refused bad_length");
    BOOST_TEST(frame("00000351 08000000 01020304050607") == "1: refused bad_length");
    BOOST_TEST(frame("00000351 09000000 010203040506070809") == "1: refused bad_length"); // classic has 8
    BOOST_TEST(frame("00000351 41040000" + std::string(130, '0')) == "1: refused bad_length");
    BOOST_TEST(frame("00000351 81000000 00000000") == "1: refused bad_length"); // XL without its byte
}

BOOST_AUTO_TEST_CASE(a_packet_that_was_cut_is_refused_unless_all_of_its_frame_is_there) {
    BOOST_TEST(frame("00000351 08000000 0102", 6) == "1: refused bad_length");
    BOOST_TEST(frame("00000351 02000000 0102", 6) == "351#0102");
    BOOST_TEST(frame("00000351 02010000 0102", 62) == "351##10102"); // FD by its size alone
}

BOOST_AUTO_TEST_CASE(identifiers_that_are_none_are_refused) {
    BOOST_TEST(frame("00000800 00000000") == "1: refused bad_id");
    BOOST_TEST(frame("40000123 00040000") == "1: refused unknown_form"); // a remote frame of FD
    BOOST_TEST(frame("20000004 00040000") == "1: refused unknown_form"); // an error of FD
}

BOOST_AUTO_TEST_CASE(another_link_type_is_refused_packet_by_packet) {
    Pcap file;
    file.head(1);
    file.packet("an Ethernet frame");
    file.packet("another");
    BOOST_TEST(shown(file.out) == "1: refused unknown_form\n2: refused unknown_form\n");
}

BOOST_AUTO_TEST_CASE(a_fraction_beyond_its_second_is_no_time) {
    Pcap file;
    file.head(socketcan);
    file.packet(bytes("00000351 01000000 AA"), 1, 1000000);
    file.packet(bytes("00000351 01000000 AA"), 1, 999999);
    BOOST_TEST(shown(file.out) == "1: refused bad_time\n2: (0000000001.999999) can0 351#AA\n");
}

BOOST_AUTO_TEST_CASE(a_file_that_ends_within_a_packet_is_refused_as_cut) {
    Pcap file;
    file.head(socketcan);
    file.packet(bytes("00000351 01000000 AA"));
    file.packet(bytes("00000351 01000000 BB"));
    for (std::size_t n = 1; n < 25; ++n)
        BOOST_TEST(shown(std::string_view(file.out).substr(0, file.out.size() - n)) ==
                   "1: (1700000000.123456) can0 351#AA\n2: refused cut\n");
    BOOST_TEST(shown(std::string_view(file.out).substr(0, 20)) == "1: refused cut\n");
}

BOOST_AUTO_TEST_CASE(behind_a_packet_of_impossible_length_the_next_one_is_found) {
    Pcap file;
    file.head(socketcan);
    file.packet(bytes("00000351 01000000 AA"));
    file.out += number(0xFFFFFFFFFFFFFFFF, 8) + number(0xFFFFFFFFFFFFFFFF, 8) + "and what it may hold";
    file.packet(bytes("00000351 01000000 BB"), 1700000001);
    BOOST_TEST(shown(file.out) == "1: (1700000000.123456) can0 351#AA\n2: refused bad_length\n"
                                  "3: (1700000001.123456) can0 351#BB\n");
}

BOOST_AUTO_TEST_CASE(both_byte_orders_and_both_resolutions_of_pcap_are_read) {
    for (const bool big : {false, true}) {
        Pcap file{big, false};
        file.head(socketcan);
        file.packet(bytes("00000351 02000000 0102"));
        BOOST_TEST(shown(file.out) == "1: (1700000000.123456) can0 351#0102\n");
        Pcap fine{big, true};
        fine.head(socketcan);
        fine.packet(bytes("00000351 02000000 0102"), 1700000000, 123456789);
        BOOST_TEST(shown(fine.out) == "1: (1700000000.123456789) can0 351#0102\n");
    }
}

BOOST_AUTO_TEST_CASE(all_kinds_of_frames_are_read) {
    BOOST_TEST(frame("00000351 08000000 0102030405060708") == "351#0102030405060708");
    BOOST_TEST(frame("98FF0000 01000000 AA00000000000000") == "18FF0000#AA"); // padded to 16
    BOOST_TEST(frame("80000351 00000000") == "00000351#");
    BOOST_TEST(frame("00000351 0800000C 0102030405060708") == "351#0102030405060708_C");
    BOOST_TEST(frame("40000123 00000000") == "123#R");
    BOOST_TEST(frame("C0000123 04000000") == "00000123#R4");
    BOOST_TEST(frame("20000088 08000000 0000080000000000") == "20000088#0000080000000000");
    BOOST_TEST(frame("00000351 0C050000 000102030405060708090A0B") == "351##5000102030405060708090A0B");
    BOOST_TEST(frame("00000351 09040000 010203040506070809") == "351##4010203040506070809");
    BOOST_TEST(frame("00000351 02000000 0102" + std::string(124, '0')) == "351##00102"); // an old writer's FD
    // XL: priority big-endian, length and acceptance field little-endian.
    BOOST_TEST(frame("00AB0123 81020300 78563412 010203") == "AB123#81:02:12345678#010203");
}

BOOST_AUTO_TEST_CASE(cooked_packets_have_the_identifier_in_the_order_of_the_host) {
    for (const bool big : {false, true}) {
        Pcap file{big};
        file.head(sll);
        const auto id = number(0x98FF0000, 4, big);
        file.packet(cooked(0x0C, id + bytes("01000000 AA00000000000000")));
        file.packet(cooked(0x0D, id + bytes("01010000 BB"), 4));
        const auto xl =
            number(0x00AB0123, 4, big) + bytes("8102") + number(1, 2, big) + number(0x12345678, 4, big);
        file.packet(cooked(0x0E, xl + "\xCC", 4));
        BOOST_TEST(shown(file.out) == "1: (1700000000.123456) can0 18FF0000#AA R\n"
                                      "2: (1700000000.123456) can0 18FF0000##1BB T\n"
                                      "3: (1700000000.123456) can0 AB123#81:02:12345678#CC T\n");
    }
}

BOOST_AUTO_TEST_CASE(cooked_packets_of_the_second_form_tell_their_interface_by_its_number) {
    Pcap file;
    file.head(sll2);
    file.packet(cooked2(0x0C, number(0x351, 4) + bytes("01000000 AA"), 0, 5));
    file.packet(cooked2(0x0800, "an IP packet of another interface", 0, 2));
    file.packet(cooked2(0x0C, number(0x351, 4) + bytes("01000000 BB"), 4, 6));
    file.packet("too short for its head");
    file.packet("short");
    const auto seen = read(file.out);
    BOOST_TEST(seen.shown == "1: (1700000000.123456) if5 351#AA R\n3: (1700000000.123456) if6 351#BB T\n"
                             "5: refused bad_length\n");
    BOOST_TEST(seen.counts.comments == 2u); // what is not CAN is passed over
}

BOOST_AUTO_TEST_CASE(of_pcapng_names_and_directions_are_kept) {
    for (const bool big : {false, true}) {
        Pcapng file{big};
        file.section();
        file.interface(socketcan, file.option(2, "bench0"));
        file.interface(socketcan, file.option(9, "\x09")); // nanoseconds, no name
        file.interface(sll, file.option(2, "any other bus"));
        file.packet(bytes("00000351 01000000 AA"), 0, file.option(2, file.u32(1)));
        file.packet(bytes("00000351 01000000 BB"), 1, file.option(2, file.u32(2)), 1700000000123456789);
        file.packet(cooked(0x0C, number(0x351, 4, big) + bytes("01000000 CC"), 4), 2);
        file.packet(bytes("00000351 01000000 DD"), 7);
        file.block(3, file.u32(9) + bytes("00000351 01000000 EE 000000"));
        BOOST_TEST(shown(file.out) == "1: (1700000000.123456) bench0 351#AA R\n"
                                      "2: (1700000000.123456789) can1 351#BB T\n"
                                      "3: (1700000000.123456) can2 351#CC T\n4: refused bad_interface\n"
                                      "5: (0000000000.000000) bench0 351#EE\n");
    }
}

BOOST_AUTO_TEST_CASE(a_second_section_has_interfaces_and_a_byte_order_of_its_own) {
    Pcapng file;
    file.section();
    file.interface(socketcan, file.option(2, "a"));
    file.packet(bytes("00000351 01000000 AA"));
    file.big = true;
    file.section();
    file.packet(bytes("00000351 01000000 BB"));
    file.interface(socketcan, file.option(2, "b"));
    file.packet(bytes("00000351 01000000 CC"));
    BOOST_TEST(shown(file.out) == "1: (1700000000.123456) a 351#AA\n2: refused bad_interface\n"
                                  "3: (1700000000.123456) b 351#CC\n");
}

BOOST_AUTO_TEST_CASE(a_snapped_or_lying_packet_of_pcapng_is_refused_and_the_next_is_read) {
    Pcapng file;
    file.section();
    file.interface(socketcan);
    file.packet(bytes("00000351 08000000 0102"), 0, {}, 0, 6);
    file.block(6, file.u32(0) + file.u32(0) + file.u32(0) + file.u32(99) + file.u32(99) + "only this...");
    file.packet(bytes("00000351 01000000 AA"));
    auto broken = file.out;
    const auto good = file.out;
    BOOST_TEST(shown(good) ==
               "1: refused bad_length\n2: refused bad_length\n3: (1700000000.123456) can0 351#AA\n");
    broken[broken.size() - 4] = 99; // the length at the end of a block: there is no going on
    BOOST_TEST(shown(broken + good) ==
               "1: refused bad_length\n2: refused bad_length\n3: refused bad_length\n");
}

BOOST_AUTO_TEST_CASE(what_a_file_is_is_seen_from_its_first_bytes) {
    for (const std::string_view magic :
         {"\xD4\xC3\xB2\xA1", "\xA1\xB2\xC3\xD4", "\x4D\x3C\xB2\xA1", "\xA1\xB2\x3C\x4D"}) {
        BOOST_TEST(format_of(magic, false)->name == "pcap");
        BOOST_TEST((format_of(magic.substr(0, 3), false) == nullptr));
        BOOST_TEST(format_of(magic.substr(0, 3), true)->name == "candump");
    }
    BOOST_TEST(format_of("\x0A\x0D\x0D\x0A", false)->name == "pcapng");
    BOOST_TEST((format_of("\x0A\x0D", false) == nullptr));
}

BOOST_AUTO_TEST_CASE(more_frames_than_a_batch_holds_come_in_several) {
    Pcap file;
    file.head(socketcan);
    for (int i = 0; i < 1000; ++i) file.packet(bytes("00000351 01000000 AA"));
    BOOST_TEST(read(file.out).counts.frames == 1000u);
}

BOOST_AUTO_TEST_SUITE_END()
