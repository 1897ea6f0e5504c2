// SPDX-License-Identifier: MIT
/// \file
/// What the checks inside the machine need: commands, interfaces, waiting for frames and events.
#pragma once

#include <poll.h>
#include <stdio.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/port/socketcan.hpp"

namespace gtx::test {

/// The machine is emulated and may run on a busy host: this is how long it may take, not how long it does.
constexpr std::chrono::milliseconds patience{10'000};

/// Runs a shell command, which must succeed.
inline void run(const std::string& command) {
    BOOST_TEST_INFO(command);
    BOOST_REQUIRE_EQUAL(std::system(command.c_str()), 0);
}

inline bool until(const std::function<bool()>& true_now) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (!true_now()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

/// What must have worked.
template <class T>
T got(Result<T> result) {
    if (!result) BOOST_FAIL(result.error().message());
    return *std::move(result);
}
inline void done(const Result<void>& result) {
    if (!result) BOOST_FAIL(result.error().message());
}

/// A fresh virtual bus that carries CAN FD.
struct VirtualBus {
    VirtualBus() { create(); }
    ~VirtualBus() { remove(); }
    VirtualBus(const VirtualBus&) = delete;
    VirtualBus& operator=(const VirtualBus&) = delete;
    static void create() { run("ip link add vcan7 type vcan && ip link set vcan7 mtu 72 up"); }
    static void remove() { (void)!std::system("ip link delete vcan7 2>/dev/null"); }
    static constexpr const char* name = "vcan7";
};

inline bool readable(const port::CanSocket& socket, std::chrono::milliseconds within) {
    pollfd polled{socket.fd(), POLLIN, 0};
    return poll(&polled, 1, static_cast<int>(within.count())) == 1;
}

/// The next frame; waits for it by poll, as a program does.
inline std::optional<port::Received> next(port::CanSocket& socket) {
    for (int tries = 0; tries < 5; ++tries) {
        if (auto received = socket.receive()) return received;
        if (!readable(socket, patience)) break;
    }
    return std::nullopt;
}

/// Events until the last is `last`, as a program sees them that reads and tends.
inline std::string events_until(port::CanSocket& socket, port::LinkEvent last) {
    std::string all;
    bool found = false;
    const auto look = [&] {
        while (socket.receive()) {}
        socket.tend();
        for (const auto event : socket.events()) {
            all += (all.empty() ? "" : " ") + std::string(name(event));
            found = event == last;
        }
        return found;
    };
    if (!until(look)) all += " (no more)";
    return all;
}

inline can::Frame frame(can::Id id, std::vector<std::uint8_t> data, can::Kind kind = can::Kind::data) {
    can::Frame f{};
    f.id = id;
    f.kind = kind;
    f.length = static_cast<std::uint8_t>(data.size());
    std::copy(data.begin(), data.end(), f.data.begin());
    return f;
}

/// candump -L on an interface, error frames too; ends after `frames`, or after 10 s of silence.
class Candump {
public:
    Candump(const std::string& interface, int frames) {
        const auto before = listeners(interface);
        const auto command =
            "candump -L -n " + std::to_string(frames) + " -T 10000 " + interface + ",0:0,#FFFFFFFF";
        output_ = popen(command.c_str(), "r");
        BOOST_REQUIRE(output_ != nullptr);
        BOOST_REQUIRE(until([&] { return listeners(interface) > before; }));
    }
    ~Candump() { (void)seen(); }
    Candump(const Candump&) = delete;
    Candump& operator=(const Candump&) = delete;

    /// The frames without time and interface, with blanks between.
    std::string seen() {
        std::string all;
        char line[256];
        while (output_ != nullptr && fgets(line, sizeof line, output_) != nullptr) {
            const std::string text(line);
            const auto at = text.rfind(' ') + 1;
            all += (all.empty() ? "" : " ") + text.substr(at, text.find('\n') - at);
        }
        if (output_ != nullptr) pclose(output_);
        output_ = nullptr;
        return all;
    }

private:
    /// Sockets that listen to everything on an interface, as the kernel lists them.
    static long listeners(const std::string& interface) {
        std::ifstream list("/proc/net/can/rcvlist_all");
        return std::count(std::istream_iterator<std::string>(list), {}, interface);
    }

    FILE* output_ = nullptr;
};

} // namespace gtx::test
