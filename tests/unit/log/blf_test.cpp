// SPDX-License-Identifier: MIT
// Vector BLF, put together here byte by byte. Times are those of 2023-11-14 22:13:20.500, taken as UTC.
#include "building.hpp"

using namespace building;
using namespace records_reading;

namespace {

const std::string one = object(1, message(0x351, "\x01\x02"), 1000);
const std::string two = object(1, message(0x352, "\x03"), 2000);
constexpr std::string_view first = "(1700000000.500001000) can0 351#0102 R\n";
constexpr std::string_view second = "(1700000000.500002000) can0 352#03 R\n";

std::string told(std::initializer_list<std::string_view> records) {
    std::string all;
    int n = 0;
    for (const auto r : records) all += std::to_string(++n) + ": " + std::string(r);
    return all;
}

/// What an object is, without the first part of its time.
std::string frame(const std::string& text) {
    const auto all = shown(file_head() + zipped(text + one));
    const auto end = all.find('\n');
    BOOST_TEST(all.substr(end + 1) == "2: " + std::string(first));
    constexpr std::string_view before = "1: (1700000000.";
    return all.starts_with(before) ? all.substr(before.size(), end - before.size()) : all.substr(0, end);
}

} // namespace

BOOST_AUTO_TEST_SUITE(blf)

BOOST_AUTO_TEST_CASE(objects_that_lie_about_their_length_are_refused_and_the_next_is_read) {
    auto tiny = one;
    tiny.replace(8, 4, number(15, 4));
    BOOST_TEST(frame(tiny) == "1: refused bad_length");
    auto no_body = object(1, "");
    BOOST_TEST(frame(no_body) == "1: refused bad_length");
    auto long_head = one;
    long_head.replace(4, 2, number(999, 2));
    BOOST_TEST(frame(long_head) == "1: refused bad_length");
    auto huge = one;
    huge.replace(8, 4, number(0xFFFFFFFF, 4));
    BOOST_TEST(frame(huge) == "1: refused too_long");
    auto huge_stranger = object(65, "a comment");
    huge_stranger.replace(8, 4, number(0xFFFFFFFF, 4));
    BOOST_TEST(frame(huge_stranger) == "1: refused too_long");
    BOOST_TEST(frame(object(100, fd_message(1, std::string(9, 'x'), 1, 9))) == "1: refused bad_length");
    BOOST_TEST(frame(object(100, fd_message(1, std::string(65, 'x'), 1, 15))) == "1: refused bad_length");
    auto lying = fd_message_64(1, "12345678", 0x1000, 8, 0);
    lying.replace(2, 1, number(64, 1));
    BOOST_TEST(frame(object(101, lying)) == "1: refused bad_length");
}

BOOST_AUTO_TEST_CASE(a_time_beyond_all_measure_is_refused) {
    BOOST_TEST(frame(object(1, message(1, ""), UINT64_MAX)) == "1: refused bad_time");
    BOOST_TEST(frame(object(1, message(1, ""), UINT64_MAX / 2)) == "1: refused bad_time");
    BOOST_TEST(frame(object(1, message(1, ""), UINT64_MAX / 4, 1)) == "1: refused bad_time");
}

BOOST_AUTO_TEST_CASE(bytes_between_objects_that_are_none_are_told_once) {
    BOOST_TEST(shown(file_head() + stored(one + "this is no object at all, LOB neither" + two)) ==
               told({first, "refused unknown_form\n", second}));
    BOOST_TEST(shown(file_head() + std::string(20, 'x') + stored(one)) ==
               told({"refused unknown_form\n", first}));
    BOOST_TEST(shown(file_head() + stored(one + std::string(7, '\0') + two)) == told({first, second}));
}

BOOST_AUTO_TEST_CASE(a_container_that_cannot_be_inflated_is_refused_and_the_next_is_read) {
    auto broken = zipped(one);
    broken.replace(32, 4, "what");
    BOOST_TEST(shown(file_head() + broken + zipped(two)) == told({"refused damaged\n", second}));
    auto bad_sum = zipped(one);
    const auto last = bad_sum.size() - 1 - (32 + deflated(one).size()) % 4;
    bad_sum[last] = static_cast<char>(bad_sum[last] ^ 1); // Adler-32, behind all objects
    BOOST_TEST(shown(file_head() + bad_sum + zipped(two)) == told({first, "refused damaged\n", second}));
    const auto stream = deflated(one);
    BOOST_TEST(shown(file_head() + container_of(2, stream.substr(0, stream.size() - 4), one.size()) +
                     zipped(two)) == told({first, "refused damaged\n", second}));
    BOOST_TEST(shown(file_head() + container_of(7, one, one.size()) + zipped(two)) ==
               told({"refused unknown_form\n", second}));
    BOOST_TEST(shown(file_head() + stored(zipped(one)) + zipped(two)) ==
               told({"refused unknown_form\n", second}));
}

BOOST_AUTO_TEST_CASE(a_container_that_holds_more_or_less_than_it_says_is_told) {
    BOOST_TEST(shown(file_head() + container_of(2, deflated(one), 5) + zipped(two)) ==
               told({first, "refused bad_length\n", second}));
}

BOOST_AUTO_TEST_CASE(a_file_that_ends_too_soon_is_refused_as_cut) {
    const auto file = file_head() + stored(one + two);
    for (std::size_t n = 1; n < two.size(); ++n)
        BOOST_TEST(shown(std::string_view(file).substr(0, file.size() - n)) ==
                   told({first, "refused cut\n"}));
    for (const std::size_t n : {5U, 100U, 150U, 170U})
        BOOST_TEST(shown(std::string_view(file).substr(0, n), "blf") == told({"refused cut\n"}));
    const auto small = file_head() + zipped(one);
    BOOST_TEST(shown(std::string_view(small).substr(0, small.size() - 12)).ends_with("refused cut\n"));
}

BOOST_AUTO_TEST_CASE(a_head_of_no_length_is_refused_and_objects_are_looked_for) {
    constexpr std::string_view from_zero = "(0000000000.000001000) can0 351#0102 R\n";
    auto file = file_head();
    file.replace(4, 4, number(3, 4));
    BOOST_TEST(shown(file + stored(one)) == told({"refused bad_length\n", from_zero}));
    BOOST_TEST(
        shown("not a head, however long it may be, and it is longer than the shortest head .." + stored(one),
              "blf") == told({"refused unknown_form\n", from_zero}));
}

BOOST_AUTO_TEST_CASE(classic_messages_are_read) {
    BOOST_TEST(frame(object(1, message(0x351, "12345678"), 7)) == "500000007) can0 351#3132333435363738 R");
    BOOST_TEST(frame(object(86, message(0x98FF0001, "A", 2, 1) + number(0, 8), 7)) ==
               "500000007) can1 18FF0001#41 T");
    BOOST_TEST(frame(object(1, message(0x351, "", 1, 0x80, 4))) == "500000001) can0 351#R4 R");
    BOOST_TEST(frame(object(1, message(0x351, "12345678", 1, 0, 12))) ==
               "500000001) can0 351#3132333435363738_C R");
    BOOST_TEST(frame(object(1, message(0x351, "1"), 12345, 1)) == "623450) can0 351#31 R"); // 10 us
    BOOST_TEST(frame(object(1, message(0x351, "1"), 5, 2, 2)) ==
               "500000005) can0 351#31 R"); // the longer head
    BOOST_TEST(frame(object(86, message(0x351, "1").substr(0, 9))) ==
               "500000001) can0 351#31 R"); // as many bytes as DLC
}

BOOST_AUTO_TEST_CASE(messages_of_can_fd_are_read) {
    BOOST_TEST(frame(object(100, fd_message(0x351, "123456789ABC", 3, 9))) ==
               "500000001) can1 351##5313233343536373839414243 T");
    BOOST_TEST(frame(object(100, fd_message(0x351, "12", 0, 2))) == "500000001) can1 351#3132 T");
    BOOST_TEST(frame(object(101, fd_message_64(0x98FF0001, "1234", 0x7000, 4, 0))) ==
               "500000001) can2 18FF0001##731323334 R");
    BOOST_TEST(frame(object(101, fd_message_64(0x351, "1234", 0, 4, 1))) == "500000001) can2 351#31323334 T");
    BOOST_TEST(frame(object(101, fd_message_64(0x351, "", 0x10, 8, 2))) == "500000001) can2 351#R8 T");
}

BOOST_AUTO_TEST_CASE(errors_are_read_without_their_details) {
    constexpr std::string_view error = ") can0 20000080#0000000000000000";
    BOOST_TEST(frame(object(2, number(1, 2) + number(0, 6))) == "500000001" + std::string(error));
    BOOST_TEST(frame(object(73, number(1, 2) + number(0, 30))) == "500000001" + std::string(error));
    BOOST_TEST(frame(object(104, number(1, 1) + number(0, 50))) == "500000001" + std::string(error));
}

BOOST_AUTO_TEST_CASE(objects_of_other_kinds_are_passed_over_and_counted) {
    const auto seen =
        read(file_head() + object(115, "of the file itself") +
             zipped(object(65, std::string(10001, 'x')) + one + object(96, "LOBJ within") + two));
    BOOST_TEST(seen.shown == "3: " + std::string(first) + "5: " + std::string(second));
    BOOST_TEST(seen.counts.details == 3u);
}

BOOST_AUTO_TEST_CASE(an_object_may_begin_in_one_container_and_end_in_the_next) {
    const auto both = one + two;
    for (std::size_t n = 0; n <= both.size(); n += 3) {
        BOOST_TEST(read_in(file_head() + stored(both.substr(0, n)) + zipped(both.substr(n)), 11).shown ==
                   told({first, second}));
        BOOST_TEST(read_in(file_head() + zipped(both.substr(0, n)) + stored(both.substr(n)), 4096).shown ==
                   told({first, second}));
    }
}

BOOST_AUTO_TEST_CASE(objects_need_no_container) {
    BOOST_TEST(shown(file_head() + one + two) == told({first, second}));
    BOOST_TEST(shown(file_head(72) + one) == told({first}));
}

BOOST_AUTO_TEST_CASE(many_frames_come_out_of_few_bytes) {
    std::string content;
    for (int i = 0; i < 20000; ++i) content += one;
    const auto file = file_head() + zipped(content);
    BOOST_TEST(file.size() < 20000u);
    for (const std::size_t size : {file.size(), std::size_t{1}, std::size_t{100}})
        BOOST_TEST(read_in(file, size).counts.frames == 20000u);
}

BOOST_AUTO_TEST_CASE(the_start_is_local_time_and_may_be_missing) {
    const auto an_hour_off = [](int, int, int, int, int, int) { return std::int64_t{1699996400}; };
    BOOST_TEST(read(file_head() + one, {}, {.local_to_utc = an_hour_off}).shown ==
               "1: (1699996400.500001000) can0 351#0102 R\n");
    auto file = file_head() + one;
    file.replace(40, 16, number(0, 16));
    BOOST_TEST(shown(file) == "1: (0000000000.000001000) can0 351#0102 R\n");
}

BOOST_AUTO_TEST_CASE(a_blf_is_known_by_its_first_bytes) {
    BOOST_TEST(format_of("LOGG", false)->name == "blf");
    BOOST_TEST((format_of("LOG", false) == nullptr));
    BOOST_TEST(format_of("LOG", true)->name == "candump");
}

BOOST_AUTO_TEST_SUITE_END()
