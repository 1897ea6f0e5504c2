// SPDX-License-Identifier: MIT
/// \file
/// What tests of lines share: a pseudo-terminal whose master end the test holds, a link that can lead to
/// another one, and waiting for bytes and events as a program does.
#pragma once

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/port/line.hpp"

namespace gtx::test {

/// How long a busy machine may take.
constexpr std::chrono::milliseconds line_patience{10'000};

inline bool soon(const std::function<bool()>& true_now) {
    const auto end = std::chrono::steady_clock::now() + line_patience;
    while (!true_now()) {
        if (std::chrono::steady_clock::now() > end) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

inline bool readable(int fd, int within_ms) {
    pollfd polled{fd, POLLIN, 0};
    return poll(&polled, 1, within_ms) == 1;
}

/// The other end of a line, in hand: what is not read stays, and closing it unplugs the line.
class Master {
public:
    Master() : fd_(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)) {
        BOOST_REQUIRE(fd_ >= 0);
        BOOST_REQUIRE(grantpt(fd_) == 0);
        BOOST_REQUIRE(unlockpt(fd_) == 0);
        path_ = ptsname(fd_);
    }
    ~Master() { unplug(); }
    Master(const Master&) = delete;
    Master& operator=(const Master&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    void unplug() {
        if (fd_ >= 0) close(fd_);
        fd_ = -1;
    }
    void say(std::string_view text) {
        BOOST_REQUIRE(write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
    }
    /// How many of them were taken.
    std::size_t offer(std::string_view text) {
        const auto n = write(fd_, text.data(), text.size());
        return n < 0 ? 0 : static_cast<std::size_t>(n);
    }
    /// `count` bytes, or fewer if no more come.
    std::string hear(std::size_t count) {
        std::string all;
        while (all.size() < count && readable(fd_, static_cast<int>(line_patience.count()))) {
            char some[4096];
            const auto n = read(fd_, some, sizeof some);
            if (n <= 0) break;
            all.append(some, static_cast<std::size_t>(n));
        }
        return all;
    }

private:
    int fd_;
    std::string path_;
};

/// A folder with one link in it, as udev or socat make one.
class Link {
public:
    explicit Link(const std::string& to) {
        char name[] = "/tmp/gtx-line-XXXXXX";
        BOOST_REQUIRE(mkdtemp(name) != nullptr);
        folder_ = name;
        lead_to(to);
    }
    ~Link() { std::filesystem::remove_all(folder_); }
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    [[nodiscard]] std::string path() const { return folder_ / "line"; }
    void lead_to(const std::string& to) {
        std::filesystem::remove(path());
        std::filesystem::create_symlink(to, path());
    }

private:
    std::filesystem::path folder_;
};

inline port::Line open_line(const std::string& name, const port::LineOptions& options = {}) {
    auto line = port::Line::open(name, options);
    if (!line) BOOST_FAIL(line.error().message());
    return *std::move(line);
}

/// `count` bytes, or fewer if no more come, waited for by poll.
inline std::string heard(port::Line& line, std::size_t count) {
    std::string all;
    while (all.size() < count && readable(line.fd(), static_cast<int>(line_patience.count()))) {
        const auto arrived = line.read();
        all.append(arrived.bytes.begin(), arrived.bytes.end());
        if (!line.up()) break;
    }
    return all;
}

inline std::string names_of(const std::vector<port::LineEvent>& events) {
    std::string all;
    for (const auto event : events) all += (all.empty() ? "" : " ") + std::string(name(event));
    return all;
}

/// All events until `last`, as a program sees them that tends.
inline std::string events_until(port::Line& line, port::LineEvent last) {
    std::vector<port::LineEvent> all;
    const bool came = soon([&] {
        line.tend();
        for (const auto event : line.events()) all.push_back(event);
        return !all.empty() && all.back() == last;
    });
    return names_of(all) + (came ? "" : " (no more)");
}

/// The lowest file descriptor that is free: it shows what was left open.
inline int lowest_free() {
    const int fd = dup(0);
    close(fd);
    return fd;
}

} // namespace gtx::test
