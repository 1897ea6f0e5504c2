// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <grp.h>
#include <linux/major.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "port/open_impl.hpp"

namespace gtx::port {

namespace {

/// Empty, and errno, if it leads nowhere.
std::string followed(const std::string& name) {
    const std::unique_ptr<char, decltype(&std::free)> path(realpath(name.c_str(), nullptr), &std::free);
    return path ? path.get() : "";
}

/// Of those who may read and write it; empty if only its owner may.
std::string group_of(const struct stat& status) {
    std::array<char, 4096> room{};
    group entry{};
    group* found = nullptr;
    if ((status.st_mode & (S_IRGRP | S_IWGRP)) != (S_IRGRP | S_IWGRP) || status.st_gid == 0) return "";
    if (getgrgid_r(status.st_gid, &entry, room.data(), room.size(), &found) != 0) return "";
    return found == nullptr ? "" : found->gr_name;
}

bool is_pseudo_terminal(dev_t device) noexcept {
    return major(device) >= UNIX98_PTY_SLAVE_MAJOR &&
           major(device) < UNIX98_PTY_SLAVE_MAJOR + UNIX98_PTY_MAJOR_COUNT;
}

/// What the kernel calls a terminal. Nothing else is opened to find out: that alone can do harm.
bool is_terminal(const std::string& path) {
    const auto name = path.substr(path.rfind('/') + 1);
    return access(("/sys/class/tty/" + name).c_str(), F_OK) == 0;
}

/// Opened only to be locked: nothing of the port is changed while another program may have it.
Result<Handle> locked(const FoundDevice& found, bool listen_only) {
    const int way = (listen_only ? O_RDONLY : O_RDWR) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    Handle lock(open(found.path.c_str(), way));
    if (!lock.open()) return found.error(errno);
    if (isatty(lock.get()) == 0) return found.error(errno);
    if (flock(lock.get(), LOCK_EX | LOCK_NB) == 0) return lock;
    return found.error(errno == EWOULDBLOCK ? EBUSY : errno);
}

} // namespace

Result<FoundDevice> find_device(const std::string& name) {
    FoundDevice found{name, followed(name), "", false};
    if (found.path.empty()) return found.error(errno);
    struct stat status {};
    if (stat(found.path.c_str(), &status) != 0) return found.error(errno);
    found.pseudo_terminal = S_ISCHR(status.st_mode) && is_pseudo_terminal(status.st_rdev);
    if (!found.pseudo_terminal && !(S_ISCHR(status.st_mode) && is_terminal(found.path))) {
        return found.error(ENOTTY);
    }
    found.group = group_of(status);
    return found;
}

Result<std::unique_ptr<Device>> open_device(const std::string& name, const LineOptions& options) {
    GTX_TRY(const auto found, find_device(name));
    GTX_TRY(auto lock, locked(found, options.listen_only));
    GTX_TRY(auto device, found.pseudo_terminal ? Result(open_pseudo_terminal(std::move(lock)))
                                               : open_serial(found, std::move(lock), options.listen_only));
    std::uint32_t got = 0;
    if (!device->set_speed(options.speed, got)) return speed_error(name, options.speed, got);
    return device;
}

} // namespace gtx::port
