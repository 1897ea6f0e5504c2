// SPDX-License-Identifier: MIT
#include "port/interface_impl.hpp"

#include <linux/can.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace gtx::port {

Handle::~Handle() {
    if (fd_ >= 0) close(fd_);
}

Handle::Handle(Handle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Handle& Handle::operator=(Handle&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

Error os_error(std::string_view interface, std::string_view words, int error) {
    return Error{Errc::os, std::string(words), error}.in(interface);
}

Error no_such_interface(std::string_view interface) {
    return os_error(interface, "no such interface", ENODEV);
}

namespace {

/// Asks one thing about an interface; false when there is none of this name.
bool ask(int socket, const std::string& interface, unsigned long what, ifreq& answer) noexcept {
    answer = {};
    std::memcpy(answer.ifr_name, interface.data(), std::min<std::size_t>(interface.size(), IFNAMSIZ - 1));
    return ioctl(socket, what, &answer) == 0;
}

bool can_be_a_name(std::string_view interface) noexcept {
    return !interface.empty() && interface.size() < IFNAMSIZ &&
           interface.find('\0') == std::string_view::npos;
}

} // namespace

InterfaceFacts facts_of(int socket, const std::string& interface) noexcept {
    InterfaceFacts facts;
    ifreq answer{};
    if (!can_be_a_name(interface) || !ask(socket, interface, SIOCGIFINDEX, answer)) return {};
    const int index = answer.ifr_ifindex;
    if (!ask(socket, interface, SIOCGIFFLAGS, answer)) return {};
    facts.sight.up = (answer.ifr_flags & IFF_UP) != 0;
    if (!ask(socket, interface, SIOCGIFHWADDR, answer)) return {};
    facts.is_can = answer.ifr_hwaddr.sa_family == ARPHRD_CAN;
    if (!ask(socket, interface, SIOCGIFMTU, answer)) return {};
    facts.carries_fd = answer.ifr_mtu >= static_cast<int>(CANFD_MTU);
    facts.sight.index = static_cast<unsigned>(index);
    return facts;
}

Result<InterfaceFacts> find_can_interface(std::string_view interface) {
    const Handle any(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)); // every kind of socket answers
    if (!any.open()) return os_error(interface, "cannot open a socket", errno);
    const auto facts = facts_of(any.get(), std::string(interface));
    if (facts.sight.index == 0) return no_such_interface(interface);
    if (!facts.is_can) return Error{Errc::not_supported, "not a CAN interface"}.in(interface);
    return facts;
}

} // namespace gtx::port
