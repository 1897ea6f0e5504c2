// SPDX-License-Identifier: MIT
// Lines on pseudo-terminals. Serial ports: tests/vm.
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <numeric>

#include "gtx/port/clock.hpp"
#include "tests/support/random.hpp"
#include "tests/unit/port/line_support.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace gtx::test;
using namespace std::chrono_literals;

namespace {

Error refusal(const std::string& name, const LineOptions& options = {}) {
    auto line = Line::open(name, options);
    BOOST_REQUIRE(!line.has_value());
    return line.error();
}

bool sent(Line& line, std::string_view text) {
    const auto done = line.write(serial::bytes_of(text));
    BOOST_REQUIRE(done.has_value());
    return *done;
}

boost::test_tools::assertion_result is_not_root(boost::unit_test::test_unit_id) {
    return geteuid() != 0;
}

} // namespace

BOOST_AUTO_TEST_SUITE(lines)

BOOST_AUTO_TEST_CASE(a_port_that_is_not_there_is_named_and_asked_for) {
    const auto error = refusal("/dev/ttyNOSUCH0");
    BOOST_TEST(error.message() ==
               "/dev/ttyNOSUCH0: no such port; is the adapter plugged in?: No such file or directory");
    BOOST_TEST(error.os_errno == ENOENT);
    BOOST_TEST(refusal("").os_errno == ENOENT);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_serial_port_is_refused_without_being_opened) {
    for (const char* name : {"/dev/null", "/tmp", "/etc/passwd"}) {
        BOOST_TEST(refusal(name).message() == std::string(name) + ": not a serial port");
    }
}

BOOST_AUTO_TEST_CASE(a_speed_of_nothing_is_refused) {
    Master master;
    BOOST_CHECK(refusal(master.path(), {.speed = 0}).code == Errc::bad_value);
    auto line = open_line(master.path());
    BOOST_CHECK(line.set_speed(0).error().code == Errc::bad_value);
    BOOST_TEST(line.speed() == 9600U);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_open_is_refused_to_a_second_and_free_afterwards) {
    Master master;
    {
        auto line = open_line(master.path());
        const auto error = refusal(master.path());
        BOOST_TEST(error.os_errno == EBUSY);
        BOOST_TEST(error.context.find("in use by another program") != std::string::npos, error.context);
    }
    open_line(master.path());
}

BOOST_AUTO_TEST_CASE(a_line_that_another_program_locked_is_refused_and_left_as_it_is) {
    PseudoTerminal device = *PseudoTerminal::create();
    const int other = open(device.path().c_str(), O_RDWR | O_NOCTTY);
    BOOST_REQUIRE(flock(other, LOCK_EX | LOCK_NB) == 0); // as pyserial does
    BOOST_TEST(refusal(device.path(), {.speed = 1200}).os_errno == EBUSY);
    BOOST_TEST(device.speed() == 0U);
    close(other);
    open_line(device.path());
}

BOOST_AUTO_TEST_CASE(a_line_of_another_user_is_refused, *boost::unit_test::precondition(is_not_root)) {
    Master master;
    BOOST_REQUIRE(chmod(master.path().c_str(), 0) == 0);
    BOOST_TEST(refusal(master.path()).os_errno == EACCES);
}

BOOST_AUTO_TEST_CASE(a_refused_line_leaves_no_file_open) {
    Master master;
    auto line = open_line(master.path());
    const int before = lowest_free();
    for (int i = 0; i < 10; ++i) {
        (void)refusal(master.path());
        (void)refusal("/dev/null");
        (void)refusal("/dev/ttyNOSUCH0");
        (void)refusal("tcp:gateway");
    }
    BOOST_TEST(lowest_free() == before);
}

BOOST_AUTO_TEST_CASE(a_listener_sends_nothing_and_hears) {
    Master master;
    auto line = open_line(master.path(), {.listen_only = true});
    const auto refused = line.write(serial::bytes_of("x"));
    BOOST_REQUIRE(!refused.has_value());
    BOOST_CHECK(refused.error().code == Errc::not_supported);
    BOOST_TEST(refused.error().message() == master.path() + ": opened to listen only");
    master.say("heard");
    BOOST_TEST(heard(line, 5) == "heard");
    BOOST_TEST(line.counts().sent == 0U);
    BOOST_TEST(line.counts().lost == 0U);
}

BOOST_AUTO_TEST_CASE(a_pseudo_terminal_has_no_rts_and_no_cts) {
    Master master;
    auto line = open_line(master.path());
    BOOST_CHECK(line.kind() == LineKind::pseudo_terminal);
    BOOST_CHECK(line.set_rts(true).error().code == Errc::not_supported);
    BOOST_TEST(line.cts().error().message() == master.path() + ": has no CTS");
}

BOOST_AUTO_TEST_CASE(every_byte_value_goes_both_ways_untouched) {
    std::string all(256, '\0');
    std::iota(all.begin(), all.end(), '\0');
    Master master;
    auto line = open_line(master.path());
    BOOST_TEST(sent(line, all));
    BOOST_TEST(master.hear(256) == all);
    master.say(all);
    BOOST_TEST(heard(line, 256) == all);
    BOOST_TEST(line.counts().sent == 256U);
    BOOST_TEST(line.counts().received == 256U);
}

BOOST_AUTO_TEST_CASE(bytes_carry_the_time_at_which_they_were_read) {
    Master master;
    auto line = open_line(master.path());
    const auto before = now();
    master.say("x");
    BOOST_REQUIRE(readable(line.fd(), 5000));
    const auto arrived = line.read();
    BOOST_TEST(arrived.bytes.size() == 1U);
    BOOST_TEST(arrived.time.ns() >= before.ns());
    BOOST_TEST(arrived.time.ns() <= now().ns());
}

BOOST_AUTO_TEST_CASE(nothing_to_read_is_nothing_and_does_not_wait) {
    Master master;
    auto line = open_line(master.path());
    BOOST_TEST(!readable(line.fd(), 0));
    BOOST_TEST(line.read().bytes.empty());
    BOOST_TEST(line.up());
    BOOST_TEST(line.events().empty());
}

BOOST_AUTO_TEST_CASE(a_link_that_is_relative_to_its_folder_is_followed) {
    Master master;
    const auto hops = "../.." + master.path(); // /tmp/gtx-line-…/ to /dev/pts/…
    Link link(hops);
    auto line = open_line(link.path());
    BOOST_TEST(line.name() == link.path());
    BOOST_CHECK(line.kind() == LineKind::pseudo_terminal);
    master.say("x");
    BOOST_TEST(heard(line, 1) == "x");
}

BOOST_AUTO_TEST_CASE(what_came_before_opening_and_before_a_change_of_speed_is_thrown_away) {
    PseudoTerminal device = *PseudoTerminal::create();
    BOOST_TEST(device.write(serial::bytes_of("old")));
    auto line = open_line(device.path());
    BOOST_TEST(!readable(line.fd(), 50));
    BOOST_TEST(device.write(serial::bytes_of("older")));
    BOOST_REQUIRE(readable(line.fd(), 5000));
    BOOST_REQUIRE(line.set_speed(115200).has_value());
    BOOST_TEST(device.write(serial::bytes_of("new")));
    BOOST_TEST(heard(line, 3) == "new");
}

BOOST_AUTO_TEST_CASE(the_far_end_of_a_pseudo_terminal_knows_the_speed_any_speed) {
    PseudoTerminal device = *PseudoTerminal::create();
    BOOST_TEST(device.speed() == 0U);
    auto line = open_line(device.path(), {.speed = 1200});
    BOOST_TEST(device.speed() == 1200U);
    for (const std::uint32_t speed : {9600U, 115200U, 921600U, 12345U}) {
        BOOST_REQUIRE(line.set_speed(speed).has_value());
        BOOST_TEST(device.speed() == speed);
        BOOST_TEST(line.speed() == speed);
    }
}

BOOST_AUTO_TEST_CASE(unplugging_ends_a_wait_and_is_told_once) {
    Master master;
    auto line = open_line(master.path());
    std::thread other([&] {
        std::this_thread::sleep_for(50ms);
        master.unplug();
    });
    BOOST_TEST(readable(line.fd(), 10'000));
    other.join();
    BOOST_TEST(line.read().bytes.empty());
    BOOST_TEST(!line.up());
    BOOST_TEST(names_of(line.events()) == "lost");
    line.tend();
    BOOST_TEST(line.events().empty());
    BOOST_TEST(!readable(line.fd(), 100)); // it does not spin
    BOOST_TEST(line.read().bytes.empty());
}

BOOST_AUTO_TEST_CASE(unplugging_is_seen_by_tending_without_a_read) {
    Master master;
    auto line = open_line(master.path());
    master.unplug();
    line.tend();
    BOOST_TEST(names_of(line.events()) == "lost");
}

BOOST_AUTO_TEST_CASE(unplugging_is_seen_by_writing_and_the_bytes_count_as_lost) {
    Master master;
    auto line = open_line(master.path());
    master.unplug();
    BOOST_TEST(!sent(line, "12345"));
    BOOST_TEST(names_of(line.events()) == "lost");
    BOOST_TEST(!sent(line, "678"));
    BOOST_TEST(line.counts().lost == 8U);
    BOOST_TEST(line.events().empty());
}

BOOST_AUTO_TEST_CASE(a_line_that_is_back_is_used_with_its_speed_and_the_same_descriptor) {
    Master first;
    Link link(first.path());
    auto line = open_line(link.path(), {.speed = 1200});
    const int fd = line.fd();
    first.unplug();
    BOOST_TEST(events_until(line, LineEvent::lost) == "lost");
    BOOST_REQUIRE(line.set_speed(115200).has_value()); // taken when it is back
    PseudoTerminal second = *PseudoTerminal::create();
    link.lead_to(second.path());
    BOOST_TEST(events_until(line, LineEvent::back) == "back");
    BOOST_TEST(line.up());
    BOOST_TEST(line.fd() == fd);
    BOOST_TEST(second.speed() == 115200U);
    BOOST_TEST(sent(line, "there"));
    BOOST_REQUIRE(readable(second.fd(), 5000));
    BOOST_TEST(second.read().bytes.size() == 5U);
    BOOST_TEST(second.write(serial::bytes_of("here")));
    BOOST_TEST(heard(line, 4) == "here");
}

BOOST_AUTO_TEST_CASE(gone_and_back_between_two_looks_is_both) {
    Master first;
    Link link(first.path());
    auto line = open_line(link.path());
    first.unplug();
    Master second;
    link.lead_to(second.path());
    BOOST_TEST(events_until(line, LineEvent::back) == "lost back");
}

BOOST_AUTO_TEST_CASE(ten_times_gone_and_back_leaves_no_file_open) {
    Link link("/nowhere");
    auto master = std::make_unique<Master>();
    link.lead_to(master->path());
    auto line = open_line(link.path());
    const int before = lowest_free();
    for (int i = 0; i < 10; ++i) {
        master.reset();
        BOOST_TEST(events_until(line, LineEvent::lost) == "lost");
        master = std::make_unique<Master>();
        link.lead_to(master->path());
        BOOST_TEST(events_until(line, LineEvent::back) == "back");
        master->say("x");
        BOOST_TEST(heard(line, 1) == "x");
    }
    BOOST_TEST(lowest_free() == before);
}

BOOST_AUTO_TEST_CASE(a_line_that_is_back_and_in_use_stays_lost_until_it_is_free) {
    Master first;
    Link link(first.path());
    auto line = open_line(link.path());
    first.unplug();
    BOOST_TEST(events_until(line, LineEvent::lost) == "lost");
    Master second;
    {
        auto other = open_line(second.path());
        link.lead_to(second.path());
        line.tend();
        BOOST_TEST(!line.up());
    }
    BOOST_TEST(events_until(line, LineEvent::back) == "back");
}

BOOST_AUTO_TEST_CASE(a_far_end_that_does_not_read_is_write_full_within_the_limit_and_told_once) {
    Master master;
    auto line = open_line(master.path(), {.speed = 1'000'000}); // 0.65 s on the wire
    const std::string much(65'536, 'x');
    const auto began = std::chrono::steady_clock::now();
    BOOST_TEST(!sent(line, much));
    const auto took = std::chrono::steady_clock::now() - began;
    BOOST_TEST((took > 2s && took < 6s));
    BOOST_TEST(!sent(line, "x"));
    BOOST_TEST(names_of(line.events()) == "write_full");
    const auto counts = line.counts();
    BOOST_TEST(counts.sent > 0U);
    BOOST_TEST(counts.sent + counts.lost == much.size() + 1);
    BOOST_TEST(line.up());
    BOOST_TEST(master.hear(counts.sent).size() == counts.sent);
    BOOST_TEST(sent(line, "again"));
    BOOST_TEST(master.hear(5) == "again");
    BOOST_TEST(line.events().empty());
}

BOOST_AUTO_TEST_CASE(a_far_end_that_reads_slowly_gets_every_byte) {
    Master master;
    auto line = open_line(master.path(), {.speed = 115200});
    std::string all(30'000, '\0');
    Random random;
    for (auto& c : all) c = static_cast<char>(random.bits());
    std::string got;
    std::thread other([&] {
        while (got.size() < all.size()) {
            const auto some = master.hear(1);
            if (some.empty()) break;
            got += some;
            std::this_thread::sleep_for(5ms);
        }
    });
    BOOST_TEST(sent(line, all));
    other.join();
    BOOST_TEST((got == all));
}

BOOST_AUTO_TEST_CASE(a_flood_is_read_in_blocks_of_64_kib_at_most_and_nothing_is_missing) {
    Master master;
    auto line = open_line(master.path());
    std::string got;
    std::thread other([&] {
        for (int i = 0; i < 100; ++i) {
            const std::string block(1000, static_cast<char>('a' + i % 26));
            std::size_t done = 0;
            soon([&] {
                done += master.offer(std::string_view(block).substr(done));
                return done == block.size();
            });
        }
    });
    while (got.size() < 100'000) {
        if (!readable(line.fd(), 10'000)) break;
        const auto arrived = line.read();
        BOOST_TEST(arrived.bytes.size() <= 65'536U);
        got.append(arrived.bytes.begin(), arrived.bytes.end());
    }
    other.join();
    BOOST_TEST(got.size() == 100'000U);
    BOOST_TEST(got.substr(1000, 3) == "bbb");
    BOOST_TEST(line.counts().received == 100'000U);
}

BOOST_AUTO_TEST_CASE(a_line_can_be_moved) {
    Master master;
    auto a = open_line(master.path());
    Line b(std::move(a));
    master.say("x");
    BOOST_TEST(heard(b, 1) == "x");
}

BOOST_AUTO_TEST_CASE(every_event_and_kind_has_a_name) {
    BOOST_TEST(name(LineEvent::lost) == "lost");
    BOOST_TEST(name(LineEvent::back) == "back");
    BOOST_TEST(name(LineEvent::write_full) == "write_full");
    BOOST_TEST(name(LineKind::serial) == "serial");
    BOOST_TEST(name(LineKind::pseudo_terminal) == "pseudo_terminal");
    BOOST_TEST(name(LineKind::tcp) == "tcp");
}

BOOST_AUTO_TEST_CASE(the_list_of_ports_has_only_what_can_be_opened_by_name) {
    const auto ports = list_ports();
    if (!ports) BOOST_TEST_MESSAGE(ports.error().message());
    for (const auto& port : ports.value_or(std::vector<PortInfo>()))
        BOOST_TEST(access(port.name.c_str(), F_OK) == 0, port.name);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(pseudo_terminals)

BOOST_AUTO_TEST_CASE(one_that_nobody_opened_has_nothing_and_is_not_at_its_end) {
    PseudoTerminal device = *PseudoTerminal::create();
    BOOST_TEST(!readable(device.fd(), 50));
    BOOST_TEST(device.read().bytes.empty());
}

BOOST_AUTO_TEST_CASE(one_whose_user_left_serves_the_next) {
    PseudoTerminal device = *PseudoTerminal::create();
    for (const std::uint32_t speed : {1200U, 9600U}) {
        auto line = open_line(device.path(), {.speed = speed});
        BOOST_TEST(sent(line, "ask"));
        BOOST_REQUIRE(readable(device.fd(), 5000));
        BOOST_TEST(device.read().bytes.size() == 3U);
        BOOST_TEST(device.write(serial::bytes_of("answer")));
        BOOST_TEST(heard(line, 6) == "answer");
        BOOST_TEST(device.speed() == speed);
    }
    BOOST_TEST(!readable(device.fd(), 50));
}

BOOST_AUTO_TEST_CASE(bytes_for_a_user_who_does_not_read_are_lost_and_said_so) {
    PseudoTerminal device = *PseudoTerminal::create();
    const std::string much(1 << 20, 'x');
    BOOST_TEST(!device.write(serial::bytes_of(much)));
}

BOOST_AUTO_TEST_SUITE_END()
