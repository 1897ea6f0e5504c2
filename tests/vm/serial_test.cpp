// SPDX-License-Identifier: MIT
// Serial ports on their drivers: two 16550 on one wire, two FTDI adapters on another. The wire is perfect: an
// unequal speed is not noticed, RTS does not reach the other end, whose CTS is always raised.
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <numeric>

#include "gtx/port/line.hpp"
#include "tests/vm/bus.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace gtx::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* uart[] = {"/dev/ttyS1", "/dev/ttyS2"};
constexpr const char* adapter[] = {"/dev/ttyUSB0", "/dev/ttyUSB1"};

/// The adapters need a moment after the start.
struct Ports {
    Ports() {
        for (const char* name : adapter) BOOST_REQUIRE(until([&] { return std::filesystem::exists(name); }));
    }
};

Line open_line(const std::string& name, const LineOptions& options = {}) {
    return got(Line::open(name, options));
}

Error refusal(const std::string& name, const LineOptions& options = {}) {
    auto line = Line::open(name, options);
    BOOST_REQUIRE(!line.has_value());
    BOOST_TEST_MESSAGE(line.error().message());
    return line.error();
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// What a command writes.
std::string output_of(const std::string& command) {
    FILE* pipe = popen((command + " 2>&1").c_str(), "r");
    BOOST_REQUIRE(pipe != nullptr);
    std::string all;
    char some[256];
    while (fgets(some, sizeof some, pipe) != nullptr) all += some;
    pclose(pipe);
    while (!all.empty() && all.back() == '\n') all.pop_back();
    return all;
}

std::string speed_by_stty(const std::string& name) {
    return output_of("stty -F " + name + " speed");
}

bool sent(Line& line, std::string_view text) {
    return got(line.write(serial::bytes_of(text)));
}

/// `count` bytes, or fewer if no more come.
std::string heard(Line& line, std::size_t count) {
    std::string all;
    pollfd polled{line.fd(), POLLIN, 0};
    while (all.size() < count && line.up() && poll(&polled, 1, static_cast<int>(patience.count())) == 1) {
        const auto arrived = line.read();
        all.append(arrived.bytes.begin(), arrived.bytes.end());
    }
    return all;
}

/// Written a piece at a time, while the other end reads: no buffer holds all of it.
void must_carry(Line& from, Line& to, const std::string& text) {
    std::thread writer([&] { BOOST_TEST(sent(from, text)); });
    const auto arrived = heard(to, text.size());
    writer.join();
    BOOST_TEST(arrived.size() == text.size());
    BOOST_TEST((arrived == text));
}

/// What the driver of the 16550 says it has put on the wire: "tx:…".
std::string transmitted(const char* port) {
    return output_of("sed -n 's/^" + std::string(port) +
                     ":.* \\(tx:[0-9]*\\).*/\\1/p' /proc/tty/driver/serial");
}

/// Takes the driver away from an adapter and gives it back, as pulling its plug does.
class Plug {
public:
    explicit Plug(const std::string& tty) {
        auto path = std::filesystem::canonical("/sys/class/tty/" + tty + "/device");
        interface_ = path.parent_path().filename(); // …/1-1:1.0/ttyUSB0
    }
    void pull() const { run("echo " + interface_ + " >/sys/bus/usb/drivers/ftdi_sio/unbind"); }
    void put_back() const { run("echo " + interface_ + " >/sys/bus/usb/drivers/ftdi_sio/bind"); }

private:
    std::string interface_;
};

std::string events_until(Line& line, LineEvent last) {
    std::string all;
    bool found = false;
    const bool came = until([&] {
        line.tend();
        for (const auto event : line.events()) {
            all += (all.empty() ? "" : " ") + std::string(name(event));
            found = event == last;
        }
        return found;
    });
    return all + (came ? "" : " (no more)");
}

/// As somebody who is not root.
Error refusal_to_a_user(const std::string& name) {
    BOOST_REQUIRE(seteuid(65534) == 0);
    auto line = Line::open(name);
    BOOST_REQUIRE(seteuid(0) == 0);
    BOOST_REQUIRE(!line.has_value());
    return line.error();
}

} // namespace

BOOST_FIXTURE_TEST_SUITE(serial_ports, Ports)

BOOST_AUTO_TEST_CASE(ports_that_are_not_fitted_or_no_serial_ports_are_refused) {
    const auto error = refusal("/dev/ttyS3");
    BOOST_TEST(error.os_errno == EIO);
    BOOST_TEST(has(error.message(), "/dev/ttyS3: nothing is behind this port"));
    for (const char* name : {"/dev/tty1", "/dev/null"}) {
        BOOST_TEST(refusal(name).message() == std::string(name) + ": not a serial port");
    }
}

BOOST_AUTO_TEST_CASE(a_speed_that_the_port_takes_and_does_not_do_is_refused_and_the_former_kept) {
    const struct {
        const char* name;
        std::uint32_t asked;
        const char* got;
    } cases[] = {{uart[0], 921'600, "115200"}, {adapter[0], 4'000'000, "9600"}}; // one stays, one falls back
    for (const auto& c : cases) {
        const auto words = std::string(c.name) + ": the port cannot do " + std::to_string(c.asked) + " Bd";
        BOOST_TEST(has(refusal(c.name, {.speed = c.asked}).message(), words));
        auto line = open_line(c.name, {.speed = 115'200});
        const auto refused = line.set_speed(c.asked);
        BOOST_REQUIRE(!refused.has_value());
        BOOST_CHECK(refused.error().code == Errc::not_supported);
        BOOST_TEST(refused.error().message() == words + "; asked for it, it is at " + c.got);
        BOOST_TEST(line.speed() == 115'200U);
        BOOST_TEST(speed_by_stty(c.name) == "115200");
        BOOST_TEST(line.up());
    }
}

BOOST_AUTO_TEST_CASE(a_port_in_use_is_refused_to_a_second_line_and_to_other_programs) {
    BOOST_REQUIRE(chmod(uart[0], 0666) == 0);
    const std::string as_user = "setpriv --reuid 65534 --clear-groups dd count=0 if=" + std::string(uart[0]);
    {
        auto line = open_line(uart[0], {.speed = 1200});
        BOOST_TEST(refusal(uart[0]).os_errno == EBUSY);
        BOOST_TEST(speed_by_stty(uart[0]) == "1200"); // the second did not touch it
        BOOST_TEST(has(output_of(as_user), "Device or resource busy"));
    }
    BOOST_TEST(!has(output_of(as_user), "busy"));
    open_line(uart[0]);
    BOOST_REQUIRE(chmod(uart[0], 0660) == 0);
    BOOST_REQUIRE(chown(uart[0], 0, 20) == 0); // dialout of Debian
    const auto error = refusal_to_a_user(uart[0]);
    BOOST_TEST(error.os_errno == EACCES);
    BOOST_TEST(has(error.message(), "join the group dialout"), error.message());
}

BOOST_AUTO_TEST_CASE(every_speed_and_byte_goes_both_ways_on_both_kinds_of_port) {
    std::string all(256, '\0');
    std::iota(all.begin(), all.end(), '\0');
    for (const auto& pair : {uart, adapter}) {
        auto a = open_line(pair[0]);
        auto b = open_line(pair[1]);
        BOOST_CHECK(a.kind() == LineKind::serial);
        for (const std::uint32_t speed : {9600U, 115'200U}) {
            done(a.set_speed(speed));
            done(b.set_speed(speed));
            BOOST_TEST(speed_by_stty(pair[0]) == std::to_string(speed));
            must_carry(a, b, all);
            must_carry(b, a, all);
        }
        std::string many;
        for (int i = 0; many.size() < 20'000; ++i) many += std::to_string(i) + '\r';
        must_carry(a, b, many);
        BOOST_TEST(a.counts().sent == many.size() + 2 * 256);
        BOOST_TEST(b.counts().received == many.size() + 2 * 256);
        BOOST_TEST(b.counts().framing + b.counts().parity + b.counts().breaks == 0U);
        BOOST_TEST(a.events().empty());
    }
}

BOOST_AUTO_TEST_CASE(what_was_written_leaves_before_the_port_is_closed) {
    const std::string text(2000, 'x'); // less than the driver holds: writing does not wait for the wire
    auto b = open_line(uart[1]);
    BOOST_TEST(sent(*std::make_unique<Line>(open_line(uart[0])), text));
    BOOST_TEST(heard(b, text.size()).size() == text.size());
}

BOOST_AUTO_TEST_CASE(a_listener_puts_nothing_on_the_wire) {
    const auto before = transmitted("1");
    auto listener = open_line(uart[0], {.listen_only = true});
    auto talker = open_line(uart[1]);
    BOOST_TEST(!listener.write(serial::bytes_of("x")).has_value());
    BOOST_TEST(sent(talker, "heard"));
    BOOST_TEST(heard(listener, 5) == "heard");
    done(listener.set_speed(115'200));
    listener.tend();
    BOOST_TEST(has(before, "tx:"), before);
    BOOST_TEST(transmitted("1") == before);
}

BOOST_AUTO_TEST_CASE(rts_follows_and_cts_is_seen) {
    for (const char* name : {uart[0], adapter[0]}) {
        auto line = open_line(name);
        const int other = open(name, O_RDWR | O_NOCTTY | O_NONBLOCK); // root may
        BOOST_REQUIRE(other >= 0);
        const auto rts = [&] {
            int signals = 0;
            BOOST_REQUIRE(ioctl(other, TIOCMGET, &signals) == 0);
            return (signals & TIOCM_RTS) != 0;
        };
        BOOST_TEST(rts()); // raised by opening, as usual
        done(line.set_rts(false));
        BOOST_TEST(!rts());
        done(line.set_speed(1200));
        BOOST_TEST(!rts());
        done(line.set_rts(true));
        BOOST_TEST(rts());
        BOOST_TEST(got(line.cts()));
        close(other);
    }
}

BOOST_AUTO_TEST_CASE(bytes_that_cannot_leave_are_told_and_do_not_hold_up_the_end) {
    auto line =
        std::make_unique<Line>(open_line(uart[0], {.speed = 115'200})); // nobody has the other end open
    const std::string much(6000, 'x');
    BOOST_TEST(!sent(*line, much));
    const auto events = line->events();
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_CHECK(events.front() == LineEvent::write_full);
    BOOST_TEST(line->counts().sent + line->counts().lost == much.size());
    BOOST_TEST(line->up());
    const auto began = std::chrono::steady_clock::now();
    line.reset();
    const auto took = std::chrono::steady_clock::now() - began;
    BOOST_TEST((took < 4s), "closed after " << took / 1ms << " ms"); // 1 s; 30 s if it waited for them
}

BOOST_AUTO_TEST_CASE(an_adapter_that_is_pulled_and_put_back_is_used_again_by_its_name) {
    const Plug plug("ttyUSB0");
    std::filesystem::create_directories("/tmp/by-id");
    std::filesystem::remove("/tmp/by-id/adapter");
    std::filesystem::create_symlink("../../dev/ttyUSB0", "/tmp/by-id/adapter"); // as udev does
    auto line = open_line("/tmp/by-id/adapter", {.speed = 1200});
    auto peer = open_line(adapter[1], {.speed = 1200});
    done(line.set_rts(false));
    const int fd = line.fd();
    must_carry(line, peer, "before");

    std::thread puller([&] { plug.pull(); });
    pollfd polled{fd, POLLIN, 0};
    BOOST_TEST(poll(&polled, 1, static_cast<int>(patience.count())) == 1);
    puller.join();
    BOOST_TEST(until([&] { return line.read().bytes.empty() && !line.up(); }));
    const auto events = line.events();
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_CHECK(events.front() == LineEvent::lost);
    BOOST_TEST(poll(&polled, 1, 200) == 0); // it does not spin
    BOOST_TEST(!sent(line, "lost"));
    BOOST_TEST(line.cts().error().os_errno == ENODEV);
    line.tend();
    BOOST_TEST(!line.up());

    plug.put_back();
    BOOST_TEST(events_until(line, LineEvent::back) == "back");
    BOOST_TEST(line.fd() == fd);
    BOOST_TEST(speed_by_stty(adapter[0]) == "1200");
    must_carry(line, peer, "after");
    must_carry(peer, line, "answer");
    BOOST_TEST(line.counts().lost == 4U);

    plug.pull();
    line.tend(); // one look is enough
    BOOST_TEST(!line.up());
    plug.put_back();
    BOOST_TEST(events_until(line, LineEvent::back) == "lost back");
}

BOOST_AUTO_TEST_CASE(ports_are_listed_in_order_with_the_ids_of_adapters) {
    std::string all;
    for (const auto& port : got(list_ports())) {
        all +=
            port.name + (port.usb_id.empty() ? "" : " " + port.usb_id + " (" + port.description + ")") + "; ";
    }
    BOOST_TEST_MESSAGE(all);
    const auto order = [&](std::string_view name) { return all.find(std::string(name) + ";"); };
    BOOST_TEST(has(all, "/dev/ttyS1; /dev/ttyS2; "), all);
    BOOST_TEST(order("/dev/ttyS3") == std::string::npos); // not fitted
    BOOST_TEST(has(all, "/dev/ttyUSB0 0403:6001 ("), all);
    BOOST_TEST(all.find("/dev/ttyUSB0") < all.find("/dev/ttyUSB1"));
    BOOST_TEST(all.find("/dev/ttyS2") < all.find("/dev/ttyUSB0"));
}

BOOST_AUTO_TEST_SUITE_END()
