// SPDX-License-Identifier: MIT
/// \file
/// An open file descriptor that closes itself.
#pragma once

#include <utility>

#include <unistd.h>

namespace gtx::cli {

class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : fd_(fd) {}
    Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Fd& operator=(Fd&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Fd() {
        if (fd_ > STDERR_FILENO) ::close(fd_);
    }

    [[nodiscard]] int get() const { return fd_; }
    [[nodiscard]] bool open() const { return fd_ >= 0; }
    /// Gives the descriptor away: the caller closes it.
    int release() { return std::exchange(fd_, -1); }

private:
    int fd_ = -1;
};

} // namespace gtx::cli
