// SPDX-License-Identifier: MIT
// Lines over TCP, against a gateway on this machine that the test plays.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "tests/unit/port/line_support.hpp"

using namespace gtx;
using namespace gtx::port;
using namespace gtx::test;
using namespace std::chrono_literals;

namespace {

/// Listens on 127.0.0.1 or ::1, takes one connection at a time.
class Server {
public:
    explicit Server(bool ipv6 = false, std::uint16_t port = 0) : ipv6_(ipv6), port_(port) { listen_again(); }
    ~Server() {
        hang_up();
        stop_listening();
        for (const int fd : waiting_) {
            if (fd >= 0) close(fd);
        }
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    [[nodiscard]] std::string name() const {
        return (ipv6_ ? "tcp:[::1]:" : "tcp:127.0.0.1:") + std::to_string(port_);
    }
    void listen_again() {
        listener_ = socket(ipv6_ ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const int on = 1;
        setsockopt(listener_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        BOOST_REQUIRE(ipv6_ ? bound_to_6() : bound_to_4());
        BOOST_REQUIRE(listen(listener_, 4) == 0);
    }
    void stop_listening() {
        if (listener_ >= 0) close(listener_);
        listener_ = -1;
    }
    /// Its queue is full: who connects now hears nothing, as from a host that drops packets.
    void take_no_more() {
        BOOST_REQUIRE(listen(listener_, 0) == 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        for (auto& fd : waiting_) {
            fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
            (void)connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address);
        }
    }
    void take() {
        BOOST_REQUIRE(readable(listener_, static_cast<int>(line_patience.count())));
        peer_ = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        BOOST_REQUIRE(peer_ >= 0);
    }
    /// As a gateway does that is told to, or (`rudely`) as one that was switched off and on.
    void hang_up(bool rudely = false) {
        const linger now{1, 0};
        if (rudely) setsockopt(peer_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
        if (peer_ >= 0) close(peer_);
        peer_ = -1;
    }
    void say(std::string_view text) {
        BOOST_REQUIRE(send(peer_, text.data(), text.size(), MSG_NOSIGNAL) ==
                      static_cast<ssize_t>(text.size()));
    }
    std::string hear(std::size_t count) {
        std::string all(count, '\0');
        const auto n = recv(peer_, all.data(), count, MSG_WAITALL);
        all.resize(n < 0 ? 0 : static_cast<std::size_t>(n));
        return all;
    }

private:
    bool bound_to_4() {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port_);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const bool bound = bind_to(address);
        port_ = ntohs(address.sin_port);
        return bound;
    }
    bool bound_to_6() {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port_);
        address.sin6_addr = in6addr_loopback;
        const bool bound = bind_to(address);
        port_ = ntohs(address.sin6_port);
        return bound;
    }
    template <class Address>
    bool bind_to(Address& address) {
        auto* any = reinterpret_cast<sockaddr*>(&address);
        socklen_t size = sizeof address;
        return bind(listener_, any, size) == 0 && getsockname(listener_, any, &size) == 0;
    }

    bool ipv6_;
    std::uint16_t port_;
    int listener_ = -1;
    int peer_ = -1;
    std::array<int, 3> waiting_{-1, -1, -1};
};

bool sent(Line& line, std::string_view text) {
    const auto done = line.write(serial::bytes_of(text));
    BOOST_REQUIRE(done.has_value());
    return *done;
}

boost::test_tools::assertion_result has_ipv6(boost::unit_test::test_unit_id) {
    const int fd = socket(AF_INET6, SOCK_STREAM, 0);
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    const bool has = bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    if (fd >= 0) close(fd);
    return has;
}

} // namespace

BOOST_AUTO_TEST_SUITE(gateways)

BOOST_AUTO_TEST_CASE(a_name_without_a_port_is_refused) {
    BOOST_CHECK(Line::open("tcp:gateway").error().code == Errc::bad_syntax);
}

BOOST_AUTO_TEST_CASE(a_port_where_nothing_listens_is_refused_and_said_why) {
    Server server;
    server.stop_listening();
    const auto line = Line::open(server.name());
    BOOST_REQUIRE(!line.has_value());
    BOOST_TEST(line.error().os_errno == ECONNREFUSED);
    BOOST_TEST(line.error().message() == server.name() +
                                             ": nothing listens there; is it the right port, and the "
                                             "gateway a TCP server?: Connection refused");
}

BOOST_AUTO_TEST_CASE(a_host_that_does_not_exist_is_refused) {
    const auto line = Line::open("tcp:no-such-host.invalid:8899"); // .invalid: RFC 2606
    BOOST_REQUIRE(!line.has_value());
    BOOST_TEST(line.error().message().find("cannot look up no-such-host.invalid") != std::string::npos,
               line.error().message());
}

BOOST_AUTO_TEST_CASE(a_gateway_that_does_not_answer_is_given_up_after_five_seconds) {
    Server server;
    server.take_no_more();
    const auto began = std::chrono::steady_clock::now();
    const auto line = Line::open(server.name());
    const auto took = std::chrono::steady_clock::now() - began;
    BOOST_REQUIRE(!line.has_value());
    BOOST_TEST(line.error().os_errno == ETIMEDOUT);
    BOOST_TEST((took > 4900ms && took < 9s));
}

BOOST_AUTO_TEST_CASE(bytes_go_both_ways_and_a_speed_is_taken_and_means_nothing) {
    Server server;
    auto line = open_line(server.name());
    server.take();
    BOOST_CHECK(line.kind() == LineKind::tcp);
    BOOST_TEST(line.name() == server.name());
    BOOST_TEST(sent(line, "~2002"));
    BOOST_TEST(server.hear(5) == "~2002");
    BOOST_TEST(line.set_speed(115200).has_value());
    BOOST_TEST(line.speed() == 115200U);
    server.say("~2002\r");
    BOOST_TEST(heard(line, 6) == "~2002\r");
    BOOST_CHECK(line.set_rts(true).error().code == Errc::not_supported);
    BOOST_CHECK(line.cts().error().code == Errc::not_supported);
}

BOOST_AUTO_TEST_CASE(an_ipv6_address_works, *boost::unit_test::precondition(has_ipv6)) {
    Server server(true);
    auto line = open_line(server.name());
    server.take();
    server.say("six");
    BOOST_TEST(heard(line, 3) == "six");
}

BOOST_AUTO_TEST_CASE(a_name_with_two_addresses_finds_the_one_that_listens) {
    Server server; // on 127.0.0.1 only; localhost may be ::1 first
    auto line = open_line("tcp:localhost:" + server.name().substr(14));
    server.take();
    server.say("x");
    BOOST_TEST(heard(line, 1) == "x");
}

BOOST_AUTO_TEST_CASE(what_came_before_it_hung_up_is_read_and_then_it_is_lost) {
    Server server;
    auto line = open_line(server.name());
    server.take();
    server.say("last");
    server.hang_up();
    BOOST_TEST(heard(line, 4) == "last");
    BOOST_TEST(soon([&] { return line.read().bytes.empty() && !line.up(); }));
    BOOST_TEST(names_of(line.events()) == "lost");
    BOOST_TEST(!readable(line.fd(), 100));
}

BOOST_AUTO_TEST_CASE(hanging_up_is_seen_by_tending_and_the_line_comes_back_by_itself) {
    Server server;
    auto line = open_line(server.name());
    const int fd = line.fd();
    server.take();
    server.hang_up(true);
    BOOST_TEST(events_until(line, LineEvent::lost) == "lost");
    BOOST_TEST(!sent(line, "123"));
    BOOST_TEST(line.counts().lost == 3U);
    const auto began = std::chrono::steady_clock::now();
    BOOST_TEST(events_until(line, LineEvent::back) == "back");
    BOOST_TEST((std::chrono::steady_clock::now() - began > 900ms)); // not at once
    server.take();
    BOOST_TEST(line.fd() == fd);
    BOOST_TEST(sent(line, "again"));
    BOOST_TEST(server.hear(5) == "again");
    server.say("yes");
    BOOST_TEST(heard(line, 3) == "yes");
}

BOOST_AUTO_TEST_CASE(a_gateway_that_is_off_for_a_while_is_tried_less_and_less_often_and_comes_back) {
    Server server;
    auto line = open_line(server.name());
    server.take();
    server.stop_listening();
    server.hang_up(true);
    const int before = lowest_free();
    BOOST_TEST(events_until(line, LineEvent::lost) == "lost");
    const auto end = std::chrono::steady_clock::now() + 1500ms; // the first try, after 1 s, fails
    while (std::chrono::steady_clock::now() < end) {
        line.tend();
        BOOST_TEST(!line.up());
        std::this_thread::sleep_for(10ms);
    }
    BOOST_TEST(lowest_free() <= before);
    server.listen_again();
    BOOST_TEST(events_until(line, LineEvent::back) == "back");
}

BOOST_AUTO_TEST_CASE(a_gateway_that_takes_nothing_is_write_full) {
    Server server;
    auto line = open_line(server.name(), {.speed = 4'000'000'000U});
    server.take();
    const std::string much(32 << 20, 'x'); // more than the buffers of both ends
    BOOST_TEST(!sent(line, much));
    BOOST_TEST(names_of(line.events()) == "write_full");
    BOOST_TEST(line.counts().sent + line.counts().lost == much.size());
}

BOOST_AUTO_TEST_SUITE_END()
