// SPDX-License-Identifier: MIT
#include "port/raw_tty_impl.hpp"

#include <asm/termbits.h> // not with termios.h: both define the same names
#include <linux/serial.h>
#include <sys/ioctl.h>

namespace gtx::port {

bool set_raw(int fd, std::uint32_t speed) noexcept {
    termios2 settings{};
    if (ioctl(fd, TCGETS2, &settings) != 0) return false;
    settings.c_iflag = 0;
    settings.c_oflag = 0;
    settings.c_lflag = 0;
    settings.c_cflag = CS8 | CREAD | CLOCAL | (speed == 0 ? B0 : BOTHER);
    settings.c_ispeed = speed;
    settings.c_ospeed = speed;
    settings.c_cc[VMIN] = 1; // so that 0 bytes can only mean the end
    settings.c_cc[VTIME] = 0;
    return ioctl(fd, TCSETS2, &settings) == 0;
}

std::optional<std::uint32_t> speed_of(int fd) noexcept {
    termios2 settings{};
    if (ioctl(fd, TCGETS2, &settings) != 0) return std::nullopt;
    return (settings.c_cflag & CBAUD) == B0 ? 0 : settings.c_ospeed;
}

std::optional<std::size_t> waiting_in(int fd) noexcept {
    int count = 0;
    if (ioctl(fd, FIONREAD, &count) != 0 || count < 0) return std::nullopt;
    return static_cast<std::size_t>(count);
}

void forget_input(int fd) noexcept {
    ioctl(fd, TCFLSH, TCIFLUSH);
}

void set_exclusive(int fd) noexcept {
    ioctl(fd, TIOCEXCL);
}

std::optional<DriverCounts> driver_counts_of(int fd) noexcept {
    serial_icounter_struct counts{};
    if (ioctl(fd, TIOCGICOUNT, &counts) != 0) return std::nullopt;
    return DriverCounts{static_cast<std::uint32_t>(counts.brk), static_cast<std::uint32_t>(counts.frame),
                        static_cast<std::uint32_t>(counts.parity),
                        static_cast<std::uint32_t>(counts.overrun) +
                            static_cast<std::uint32_t>(counts.buf_overrun)};
}

} // namespace gtx::port
