// SPDX-License-Identifier: MIT
// What errors and frames mean for a link. The orders are those a kernel gave (Linux 6.1, vcan and
// kvaser_pci).
#include <linux/can/error.h>

#include <cerrno>
#include <initializer_list>
#include <string>

#include <boost/test/unit_test.hpp>

#include "port/link_watch_impl.hpp"

using namespace gtx;
using namespace gtx::port;

namespace {

constexpr Sight up{3, true};
constexpr Sight down{3, false};
constexpr Sight gone{};

std::string events(LinkWatch& watch) {
    std::string all;
    for (const auto event : watch.take_events()) {
        if (!all.empty()) all += ' ';
        all += name(event);
    }
    return all;
}

can::Frame error_frame(std::uint32_t classes) {
    can::Frame frame{};
    frame.kind = can::Kind::error;
    frame.id = {classes, true};
    frame.length = 8;
    return frame;
}

} // namespace

BOOST_AUTO_TEST_SUITE(link_watch)

BOOST_AUTO_TEST_CASE(nothing_happened_yet) {
    LinkWatch watch(up);
    BOOST_TEST(events(watch) == "");
    BOOST_TEST(watch.up());
    LinkWatch sleeping(down);
    BOOST_TEST(events(sleeping) == "");
    BOOST_TEST(!sleeping.up());
}

BOOST_AUTO_TEST_CASE(errors_of_reading_that_only_mean_later_are_no_trouble) {
    BOOST_CHECK(trouble_of_read(EAGAIN) == Trouble::nothing_now);
    BOOST_CHECK(trouble_of_read(EINTR) == Trouble::nothing_now);
    BOOST_CHECK(trouble_of_read(ENETDOWN) == Trouble::link);
    BOOST_CHECK(trouble_of_read(ENODEV) == Trouble::link);
    BOOST_CHECK(trouble_of_read(EBADF) == Trouble::other);
}

BOOST_AUTO_TEST_CASE(errors_of_writing_are_told_apart) {
    for (const int error : {ENETDOWN, ENXIO, ENODEV}) BOOST_CHECK(trouble_of_write(error) == Trouble::link);
    for (const int error : {ENOBUFS, EAGAIN, ENOMEM}) BOOST_CHECK(trouble_of_write(error) == Trouble::queue);
    BOOST_CHECK(trouble_of_write(EINVAL) == Trouble::frame);
    BOOST_CHECK(trouble_of_write(EBADF) == Trouble::other);
}

BOOST_AUTO_TEST_CASE(down_is_told_once_however_it_is_noticed) {
    LinkWatch watch(up);
    watch.refused(ENETDOWN);
    watch.refused(ENETDOWN);
    watch.look(down);
    BOOST_TEST(events(watch) == "down");
    BOOST_TEST(!watch.up());
    watch.look(down);
    BOOST_TEST(events(watch) == "");
}

BOOST_AUTO_TEST_CASE(up_is_told_when_it_is_seen) {
    LinkWatch watch(down);
    watch.look(up);
    watch.look(up);
    BOOST_TEST(events(watch) == "up");
    BOOST_TEST(watch.up());
}

BOOST_AUTO_TEST_CASE(down_and_up_between_two_looks_is_both) {
    LinkWatch watch(up);
    watch.refused(ENETDOWN);
    watch.look(up);
    BOOST_TEST(events(watch) == "down up");
}

BOOST_AUTO_TEST_CASE(removed_by_two_errors_is_removed_once) {
    LinkWatch watch(up);
    watch.refused(ENETDOWN);
    watch.refused(ENODEV);
    watch.refused(ENXIO); // of a send
    watch.look(gone);
    BOOST_TEST(events(watch) == "removed");
    BOOST_TEST(!watch.there());
    BOOST_TEST(!watch.up());
}

BOOST_AUTO_TEST_CASE(down_that_was_told_stays_told_when_it_turns_out_to_be_removed) {
    LinkWatch watch(up);
    watch.refused(ENETDOWN);
    BOOST_TEST(events(watch) == "down");
    watch.refused(ENODEV);
    BOOST_TEST(events(watch) == "removed");
}

BOOST_AUTO_TEST_CASE(removed_and_seen_again_is_back_and_then_up) {
    LinkWatch watch(up);
    watch.look(gone);
    watch.look({4, false});
    BOOST_TEST(events(watch) == "removed back");
    BOOST_TEST(watch.there());
    watch.look({4, true});
    BOOST_TEST(events(watch) == "up");
    BOOST_TEST(watch.index() == 4U);
}

BOOST_AUTO_TEST_CASE(another_index_under_the_name_is_removed_and_back) {
    LinkWatch watch(up);
    watch.look({9, true});
    BOOST_TEST(events(watch) == "removed back up");
}

BOOST_AUTO_TEST_CASE(a_full_queue_is_told_once_until_a_frame_is_taken) {
    LinkWatch watch(up);
    watch.queue_was_full();
    watch.queue_was_full();
    BOOST_TEST(events(watch) == "queue_full");
    watch.took();
    watch.queue_was_full();
    BOOST_TEST(events(watch) == "queue_full");
}

BOOST_AUTO_TEST_CASE(going_down_empties_the_queue) {
    LinkWatch watch(up);
    watch.queue_was_full();
    watch.look(down);
    watch.look(up);
    watch.queue_was_full();
    BOOST_TEST(events(watch) == "queue_full down up queue_full");
}

BOOST_AUTO_TEST_CASE(error_frames_tell_of_bus_off_and_restart) {
    LinkWatch watch(up);
    watch.heard(error_frame(CAN_ERR_CRTL | 0x200), true);
    BOOST_TEST(events(watch) == "");
    watch.heard(error_frame(CAN_ERR_BUSOFF | 0x200), true); // 0x200: counters, Linux 6.0 and later
    watch.heard(error_frame(CAN_ERR_BUSOFF), true);
    BOOST_TEST(watch.bus_off());
    watch.heard(error_frame(CAN_ERR_RESTARTED), true);
    BOOST_TEST(!watch.bus_off());
    BOOST_TEST(events(watch) == "bus_off restarted");
}

BOOST_AUTO_TEST_CASE(a_frame_from_the_bus_ends_bus_off_and_one_of_this_machine_does_not) {
    LinkWatch watch(up);
    watch.is_bus_off();
    watch.heard(can::Frame{}, false);
    BOOST_TEST(watch.bus_off());
    watch.heard(can::Frame{}, true);
    BOOST_TEST(!watch.bus_off());
    watch.heard(can::Frame{}, true);
    BOOST_TEST(events(watch) == "bus_off restarted");
}

BOOST_AUTO_TEST_CASE(down_and_up_ends_bus_off) {
    LinkWatch watch(up);
    watch.is_bus_off();
    watch.look(down);
    watch.look(up);
    BOOST_TEST(!watch.bus_off());
    BOOST_TEST(events(watch) == "bus_off down up");
}

BOOST_AUTO_TEST_CASE(every_event_and_state_has_a_name_of_its_own) {
    BOOST_TEST(name(LinkEvent::up) == "up");
    BOOST_TEST(name(LinkEvent::restarted) == "restarted");
    BOOST_TEST(name(CanState::error_active) == "error_active");
    BOOST_TEST(name(CanState::bus_off) == "bus_off");
    BOOST_TEST(name(CanState::unknown) == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
