// SPDX-License-Identifier: MIT
/// \file
/// What the kernel tells about a network interface by its name.
#pragma once

#include <string>
#include <string_view>

#include "gtx/base/result.hpp"
#include "port/link_watch_impl.hpp"

namespace gtx::port {

/// An open file descriptor, closed at the end. -1 is none.
class Handle {
public:
    explicit Handle(int fd = -1) noexcept : fd_(fd) {}
    ~Handle();
    Handle(Handle&& other) noexcept;
    Handle& operator=(Handle&& other) noexcept;
    [[nodiscard]] int get() const noexcept { return fd_; }
    [[nodiscard]] bool open() const noexcept { return fd_ >= 0; }

private:
    int fd_;
};

struct InterfaceFacts {
    Sight sight;
    bool is_can = false;
    bool carries_fd = false;
};

/// An os error with words for a person in front of those of the system.
Error os_error(std::string_view interface, std::string_view words, int error);
/// The error of an interface that does not exist, or of a name that none can have.
Error no_such_interface(std::string_view interface);

/// Index 0 if there is none of this name now. `socket` is any socket.
InterfaceFacts facts_of(int socket, const std::string& interface) noexcept;

/// Those of an interface that must be there and be CAN. *Errors:* os with ENODEV, not_supported.
Result<InterfaceFacts> find_can_interface(std::string_view interface);

} // namespace gtx::port
