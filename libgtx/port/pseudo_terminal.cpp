// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

#include "gtx/port/clock.hpp"
#include "gtx/port/line.hpp"
#include "port/interface_impl.hpp"
#include "port/raw_tty_impl.hpp"

namespace gtx::port {

class PseudoTerminal::Impl {
public:
    Impl(Handle ours, Handle theirs, std::string path)
        : ours_(std::move(ours)), theirs_(std::move(theirs)), path_(std::move(path)) {}

    [[nodiscard]] int fd() const noexcept { return ours_.get(); }
    [[nodiscard]] const std::string& path() const noexcept { return path_; }

private:
    Handle ours_;
    Handle theirs_; ///< held open: else ours is at its end whenever nobody else has it open
    std::string path_;
};

namespace {

constexpr std::size_t most_read = 65536;

Error cannot(const char* what) {
    return os_error("pseudo-terminal", what, errno);
}

} // namespace

PseudoTerminal::PseudoTerminal(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
PseudoTerminal::~PseudoTerminal() = default;
PseudoTerminal::PseudoTerminal(PseudoTerminal&&) noexcept = default;
PseudoTerminal& PseudoTerminal::operator=(PseudoTerminal&&) noexcept = default;

Result<PseudoTerminal> PseudoTerminal::create() {
    Handle ours(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    std::array<char, 64> path{};
    if (!ours.open() || grantpt(ours.get()) != 0 || unlockpt(ours.get()) != 0 ||
        ptsname_r(ours.get(), path.data(), path.size()) != 0) {
        return cannot("cannot make one");
    }
    Handle theirs(open(path.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!theirs.open() || !set_raw(theirs.get(), 0)) return cannot("cannot set it up");
    return PseudoTerminal(std::make_unique<Impl>(std::move(ours), std::move(theirs), path.data()));
}

int PseudoTerminal::fd() const {
    return impl_->fd();
}
const std::string& PseudoTerminal::path() const {
    return impl_->path();
}
std::uint32_t PseudoTerminal::speed() const {
    return speed_of(fd()).value_or(0);
}

Arrived PseudoTerminal::read() {
    Arrived arrived;
    std::array<std::uint8_t, 4096> some;
    while (arrived.bytes.size() <= most_read - some.size()) {
        const auto count = ::read(fd(), some.data(), some.size());
        if (count <= 0) break;
        arrived.bytes.insert(arrived.bytes.end(), some.data(), some.data() + count);
    }
    arrived.time = now();
    return arrived;
}

bool PseudoTerminal::write(serial::Bytes bytes) {
    while (!bytes.empty()) {
        const auto count = ::write(fd(), bytes.data(), bytes.size());
        if (count <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

} // namespace gtx::port
