// SPDX-License-Identifier: MIT
// Packs on a serial line: who answers, when, and what is wrong on the line. Requests are those of
// serial-protocols.md 10.1.
#include <algorithm>
#include <array>
#include <numeric>

#include <boost/test/unit_test.hpp>

#include "tests/support/random.hpp"
#include "tests/unit/sim/serial_play.hpp"

using namespace gtx;
using namespace gtx::sim;
using namespace gtx::test;

namespace {

constexpr std::string_view pylontech = "pylontech-rs485";
constexpr std::string_view analog_2 = "~20024642E00202FD33\r";
constexpr std::string_view analog_3 = "~20034642E00203FD31\r";
constexpr std::string_view analog_9 = "~20094642E00209FD25\r";
constexpr std::string_view turn_off_2 = "~20024695E00202FD2B\r";

std::size_t answers_of(const LineFaults& faults, std::uint64_t seed, int requests = 200) {
    SerialPlay play(pylontech, faults, seed);
    std::size_t right = 0;
    for (int i = 0; i < requests; ++i) right += frames_of(play.ask(analog_2)).size();
    return right;
}

/// All that comes for 30 requests.
std::string conversation(const LineFaults& faults, std::uint64_t seed) {
    SerialPlay play(pylontech, faults, seed);
    std::string all;
    for (int i = 0; i < 30; ++i) all += play.ask(analog_2) + '\n';
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_pack_silence)

BOOST_AUTO_TEST_CASE(what_is_no_right_frame_is_not_answered) {
    for (const std::string_view bytes :
         {"", "\r", "~\r", "hello\r", "~20024642E00202FD34\r", "~200246420000FD33\r", "~20024642E00202FD3",
          "\xF0\xFF\xBF", "~20024642E00201CB13\r"}) {
        SerialPlay play(pylontech);
        BOOST_TEST(play.ask(bytes).empty(), bytes);
        BOOST_TEST(play.pack.counts().requests == 0U);
        BOOST_TEST(!play.pack.next().known());
    }
}

BOOST_AUTO_TEST_CASE(wrong_checksums_are_counted_as_ignored) {
    SerialPlay play(pylontech);
    play.ask("~20024642E00202FD34\r");
    BOOST_TEST(play.pack.counts().ignored == 1U);
    BOOST_TEST(play.pack.counts().answered == 0U);
}

BOOST_AUTO_TEST_CASE(another_address_is_not_answered) {
    SerialPlay play(pylontech);
    BOOST_TEST(play.ask(analog_9).empty());
    BOOST_TEST(play.pack.counts().requests == 1U);
    BOOST_TEST(play.pack.counts().ignored == 1U);
}

BOOST_AUTO_TEST_CASE(a_stack_that_is_shut_down_says_nothing) {
    SerialPlay play(pylontech);
    play.state.mode = state::Mode::shutdown;
    BOOST_TEST(play.ask(analog_2).empty());
    BOOST_TEST(play.pack.counts().ignored == 1U);
    play.state.mode = state::Mode::standby;
    BOOST_TEST(frames_of(play.ask(analog_2)).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_pack_that_its_master_does_not_reach_says_nothing_and_the_others_do) {
    SerialPlay play(pylontech);
    const auto address = play.state.pack[1].address;
    play.state.pack[1] = {};
    play.state.pack[1].address = address;
    BOOST_TEST(play.ask(analog_3).empty());
    BOOST_TEST(frames_of(play.ask(analog_2)).size() == 1U);
    play.state.pack[2].mode = state::Mode::shutdown;
    BOOST_TEST(play.ask("~20044642E00204FD2F\r").empty());
}

BOOST_AUTO_TEST_CASE(a_pack_without_number_says_nothing_R_LINK_5) {
    SerialPlay play(pylontech);
    play.state.pack[1].address.reset();
    BOOST_TEST(play.ask(analog_3).empty());
}

BOOST_AUTO_TEST_CASE(what_would_change_a_pack_is_refused) {
    SerialPlay play(pylontech);
    const auto frames = frames_of(play.ask(turn_off_2));
    BOOST_REQUIRE(frames.size() == 1U);
    BOOST_TEST(frames[0].cid2 != 0);
    BOOST_TEST(play.pack.counts().answered == 1U);
    BOOST_TEST(play.pack.counts().refused == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(serial_pack_timing)

BOOST_AUTO_TEST_CASE(a_reply_begins_after_the_delay_and_takes_its_time_on_the_wire) {
    for (const std::uint32_t speed : {1200U, 9600U, 19200U, 115200U, 500000U})
        for (const std::int64_t delay : {0LL, 70LL, 250LL}) {
            SerialPlay play(
                {.dialect = dialect::find_serial(pylontech), .speed = speed, .delay_ns = delay * ms});
            play.send(analog_2);
            const auto asked = play.now_ns;
            const auto pieces = play.pieces(5000 * ms);
            BOOST_REQUIRE(!pieces.empty());
            const auto size = std::accumulate(pieces.begin(), pieces.end(), std::size_t{0},
                                              [](auto n, const auto& p) { return n + p.bytes.size(); });
            const auto whole = serial::wire_time(size, speed).count() * 1000;
            BOOST_TEST(pieces.back().time.ns() == asked + delay * ms + whole);
            const auto first = serial::wire_time(pieces.front().bytes.size(), speed).count() * 1000;
            BOOST_TEST(pieces.front().time.ns() == asked + delay * ms + first);
        }
}

BOOST_AUTO_TEST_CASE(pieces_come_as_an_adapter_gives_them_and_none_before_its_time) {
    SerialPlay play(pylontech);
    play.send(analog_2);
    std::vector<OutgoingBytes> out;
    play.pack.due(Timestamp(play.now_ns + 70 * ms), play.state, out);
    BOOST_TEST(out.empty());
    auto last = Timestamp(play.now_ns + 70 * ms);
    for (const auto& piece : play.pieces(2000 * ms)) {
        BOOST_TEST(piece.time.ns() - last.ns() <= 16 * ms);
        BOOST_TEST(piece.time.ns() > last.ns());
        last = piece.time;
    }
    BOOST_TEST(!play.pack.next().known());
}

BOOST_AUTO_TEST_CASE(requests_in_a_row_are_answered_in_a_row_and_the_ninth_that_waits_is_not_heard) {
    SerialPlay play(pylontech);
    const auto frames = frames_of(play.ask(std::string(analog_2) + std::string(analog_3)));
    BOOST_REQUIRE(frames.size() == 2U);
    BOOST_TEST(frames[0].adr == 2);
    BOOST_TEST(frames[1].adr == 3);
    for (int i = 0; i < 12; ++i) play.send(analog_2);
    BOOST_TEST(frames_of(play.hear(10000 * ms)).size() == 8U);
    BOOST_TEST(frames_of(play.ask(analog_2)).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_request_may_come_byte_by_byte) {
    SerialPlay play(pylontech);
    for (const char c : analog_2) {
        BOOST_TEST(!play.pack.next().known());
        play.send({&c, 1});
    }
    BOOST_TEST(frames_of(play.hear()).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(serial_pack_faults)

BOOST_AUTO_TEST_CASE(without_faults_every_request_is_answered) {
    BOOST_TEST(answers_of({}, seed()) == 200U);
}

BOOST_AUTO_TEST_CASE(each_fault_of_replies_hits_all_none_or_its_share) {
    struct Case {
        const char* name;
        double LineFaults::*member;
    };
    for (const auto& [name, member] : {Case{"lost", &LineFaults::lost}, Case{"broken", &LineFaults::broken},
                                       Case{"cut", &LineFaults::cut}})
        BOOST_TEST_CONTEXT(name) {
            LineFaults faults;
            faults.*member = 1;
            BOOST_TEST(answers_of(faults, seed()) == 0U);
            faults.*member = 0.3; // of 200; five times the standard deviation of 6.5 on both sides
            const auto kept = answers_of(faults, seed());
            BOOST_TEST(kept > 107U);
            BOOST_TEST(kept < 173U);
        }
}

BOOST_AUTO_TEST_CASE(a_lost_reply_leaves_nothing_a_cut_one_its_beginning_a_broken_one_a_wrong_checksum) {
    BOOST_TEST(SerialPlay(pylontech, {.lost = 1}).ask(analog_2).empty());
    const auto right = SerialPlay(pylontech).ask(analog_2);
    const auto cut = SerialPlay(pylontech, {.cut = 1}).ask(analog_2);
    BOOST_TEST(!cut.empty());
    BOOST_TEST(cut.size() < right.size());
    BOOST_TEST(right.starts_with(cut));
    const auto broken = SerialPlay(pylontech, {.broken = 1}).ask(analog_2);
    BOOST_REQUIRE(broken.size() == right.size());
    int wrong = 0;
    for (std::size_t i = 0; i < right.size(); ++i) wrong += right[i] != broken[i] ? 1 : 0;
    BOOST_TEST(wrong == 1);
}

BOOST_AUTO_TEST_CASE(noise_stands_before_a_reply_that_is_right_and_a_zero_behind_it) {
    const auto right = SerialPlay(pylontech).ask(analog_2);
    const auto noisy = SerialPlay(pylontech, {.noise = 1}).ask(analog_2);
    BOOST_TEST(noisy.ends_with(right + '\0'));
    BOOST_TEST(noisy.size() > right.size() + 1);
    BOOST_TEST(frames_of(noisy).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_glued_reply_comes_with_the_next_one) {
    SerialPlay play(pylontech, {.glued = 1});
    BOOST_TEST(play.ask(analog_2).empty());
    BOOST_TEST(play.ask(analog_3).empty());
    play.pack.set_faults({});
    const auto frames = frames_of(play.hear());
    BOOST_REQUIRE(frames.size() == 2U);
    BOOST_TEST(frames[0].adr == 2);
    BOOST_TEST(frames[1].adr == 3);
    LineFaults half;
    half.glued = 0.5;
    SerialPlay some(pylontech, half, seed());
    std::array<int, 3> of{};
    for (int i = 0; i < 100; ++i) ++of.at(std::min<std::size_t>(frames_of(some.ask(analog_2)).size(), 2));
    BOOST_TEST(of[0] > 0);
    BOOST_TEST(of[1] > 0);
    BOOST_TEST(of[2] > 0);
}

BOOST_AUTO_TEST_CASE(an_adapter_that_hears_itself_gives_back_the_request_before_the_reply) {
    SerialPlay play(pylontech, {.echo = true});
    play.send(analog_2);
    BOOST_TEST(play.pack.next().ns() == play.now_ns);
    const auto heard = play.hear();
    BOOST_TEST(heard.starts_with(analog_2));
    BOOST_TEST(frames_of(heard).size() == 2U);
}

BOOST_AUTO_TEST_CASE(nothing_comes_of_a_silent_line_but_the_echo) {
    BOOST_TEST(SerialPlay(pylontech, {.silent = true}).ask(analog_2).empty());
    BOOST_TEST(SerialPlay(pylontech, {.echo = true, .silent = true}).ask(analog_2) == analog_2);
}

BOOST_AUTO_TEST_CASE(a_line_that_babbles_does_so_until_it_is_mended) {
    SerialPlay play(pylontech, {.babble = true});
    play.hear(0); // from here on
    for (int i = 0; i < 20; ++i) BOOST_TEST(!play.hear(100 * ms).empty());
    BOOST_TEST(play.hear(1000 * ms).size() < 960U); // what fits on the wire
    play.pack.set_faults({});
    play.hear(100 * ms);
    BOOST_TEST(play.hear(10000 * ms).empty());
    BOOST_TEST(!play.pack.next().known());
}

BOOST_AUTO_TEST_CASE(a_second_master_asks_too_and_is_answered) {
    SerialPlay play(pylontech, {.second_master = true});
    play.hear(0);
    const auto frames = frames_of(play.hear(10000 * ms));
    const auto requests =
        std::ranges::count_if(frames, [](const auto& f) { return f.cid2 == 0x42 && f.info.size() == 1; });
    BOOST_TEST(requests == 5); // one in 2.04 s (serial-protocols.md 2.3)
    BOOST_TEST(frames.size() == 10U);
}

BOOST_AUTO_TEST_CASE(who_speaks_while_the_second_master_does_is_not_heard) {
    SerialPlay play(pylontech, {.second_master = true});
    play.hear(0);
    play.now_ns += 10 * ms; // his request takes 20 ms
    play.send(analog_3);
    BOOST_TEST(
        std::ranges::none_of(frames_of(play.hear(1000 * ms)), [](const auto& f) { return f.adr == 3; }));
    BOOST_TEST(play.pack.counts().ignored == 1U);
}

BOOST_AUTO_TEST_CASE(two_packs_of_one_address_both_answer_or_spoil_each_other) {
    SerialPlay play(pylontech, {.doubled = true}, seed());
    int both = 0;
    int spoiled = 0;
    for (int i = 0; i < 40; ++i) {
        const auto frames = frames_of(play.ask(analog_2));
        if (frames.size() == 2)
            BOOST_TEST((frames[0].adr == 2 && frames[1].adr == 2 && frames[0] != frames[1]));
        (frames.size() == 2 ? both : spoiled) += 1;
        BOOST_TEST(frames.size() != 1U);
    }
    BOOST_TEST(both > 5);
    BOOST_TEST(spoiled > 5);
}

BOOST_AUTO_TEST_CASE(at_a_wrong_speed_something_comes_and_no_frame) {
    for (const std::uint32_t speed : {9600U, 115200U}) {
        SerialPlay play(
            {.dialect = dialect::find_serial(pylontech), .speed = speed, .faults = {.wrong_speed = true}});
        const auto heard = play.ask(analog_2);
        BOOST_TEST(!heard.empty());
        BOOST_TEST(frames_of(heard).empty());
    }
    // 1200 Bd heard at 9600: a low bit is as long as a start bit and seven of data. So mostly 00 (no stop
    // bit) and 80, as ClassicDIY/PylonToMQTT issue 2 shows.
    const auto heard =
        SerialPlay(
            {.dialect = dialect::find_serial(pylontech), .speed = 1200, .faults = {.wrong_speed = true}})
            .ask(analog_2, 5000 * ms);
    const auto count = [&](char c) { return static_cast<std::size_t>(std::ranges::count(heard, c)); };
    BOOST_TEST(count('\0') > 0U);
    BOOST_TEST(count('\x80') > 0U);
    BOOST_TEST(count('\0') + count('\x80') == heard.size());
}

BOOST_AUTO_TEST_CASE(who_asks_at_another_speed_is_not_understood) {
    SerialPlay play(pylontech);
    for (const std::uint32_t far : {1200U, 19200U, 115200U}) {
        play.pack.set_far_speed(far);
        BOOST_TEST(play.ask(analog_2).empty(), far);
    }
    for (const std::uint32_t far : {9600U, 0U}) {
        play.pack.set_far_speed(far);
        BOOST_TEST(frames_of(play.ask(analog_2)).size() == 1U, far);
    }
}

BOOST_AUTO_TEST_CASE(the_seed_decides_what_is_hit) {
    LineFaults all{.lost = 0.1, .noise = 0.2, .broken = 0.2, .cut = 0.2, .glued = 0.2};
    all.babble = true;
    all.doubled = true;
    const auto one = conversation(all, seed());
    BOOST_TEST((one == conversation(all, seed())));
    BOOST_TEST((one != conversation(all, seed() + 1)));
}

BOOST_AUTO_TEST_CASE(any_bytes_at_any_time_under_any_fault_give_no_right_frame_that_was_not_asked_for) {
    Random random;
    for (int round = 0; round < 50; ++round) {
        const auto chance = [&] { return static_cast<double>(random.between(0, 10)) / 10; };
        LineFaults faults{chance(), chance(), chance(), chance(), chance()};
        faults.echo = random.coin();
        faults.babble = random.coin();
        SerialPlay play(pylontech, faults, random.bits());
        for (int i = 0; i < 20; ++i) {
            std::array<std::uint8_t, 40> bytes{};
            random.fill(bytes);
            play.send({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
            if (random.coin()) play.send(analog_2);
            for (const auto& frame : frames_of(play.hear(random.between(0, 300) * ms)))
                BOOST_TEST(frame.adr == 2);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
