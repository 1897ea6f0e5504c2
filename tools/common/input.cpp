// SPDX-License-Identifier: MIT
#include "tools/common/input.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/common/message.hpp"
#include "tools/common/signals.hpp"

namespace gtx::cli {
namespace {

Error os_error(std::string_view name) {
    return Error{Errc::os, std::string(name), errno};
}

/// Waits until `fd` or a signal has something to say. False for a signal.
bool wait_for(int fd) {
    std::array<pollfd, 2> doors = {{{fd, POLLIN, 0}, {signal_door(), POLLIN, 0}}};
    while (noted_signal() == 0) {
        if (::poll(doors.data(), doors.size(), -1) < 0) continue;
        if (doors[0].revents != 0) return noted_signal() == 0;
    }
    return false;
}

std::unique_ptr<char[]> make_block() {
    return std::make_unique_for_overwrite<char[]>(Input::block_size);
}

void say_terminal() {
    static bool said = false;
    if (!said) note("reading from the terminal, Ctrl-D ends it");
    said = true;
}

} // namespace

Input::Input(Fd fd, std::string name, bool live)
    : fd_(std::move(fd)), name_(std::move(name)), live_(live), block_(make_block()) {}

Result<Input> Input::open(std::string_view path) {
    const bool standard = path.empty() || path == "-";
    std::string name(standard ? "standard input" : path);
    Fd fd(standard ? STDIN_FILENO : ::open(name.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat status {};
    if (!fd.open() || ::fstat(fd.get(), &status) != 0) return os_error(name);
    if (S_ISDIR(status.st_mode)) return Error{Errc::os, std::move(name), EISDIR};
    if (standard && ::isatty(STDIN_FILENO) != 0) say_terminal();
    return Input(std::move(fd), std::move(name), !S_ISREG(status.st_mode));
}

bool Input::would_wait() const {
    if (!live_) return false;
    pollfd door{fd_.get(), POLLIN, 0};
    return ::poll(&door, 1, 0) == 0;
}

bool Input::wait(std::chrono::milliseconds longest) const {
    std::array<pollfd, 2> doors = {{{fd_.get(), POLLIN, 0}, {signal_door(), POLLIN, 0}}};
    const auto most = std::min<std::int64_t>(std::max<std::int64_t>(longest.count(), 0), 3'600'000);
    return ::poll(doors.data(), doors.size(), static_cast<int>(most)) > 0 && doors[0].revents != 0;
}

/// The next bytes as they are, put `behind` so many bytes of the block.
Result<std::string_view> Input::read_bytes(std::size_t behind) {
    const auto room = std::span(block_.get(), block_size).subspan(behind);
    GTX_TRY(const auto count, read_file(room));
    return std::string_view(room.data(), count);
}

Result<std::size_t> Input::read_file(std::span<char> room) {
    for (;;) {
        if (noted_signal() != 0 || (live_ && !wait_for(fd_.get()))) return std::size_t{0};
        const auto count = ::read(fd_.get(), room.data(), room.size());
        if (count >= 0) return static_cast<std::size_t>(count);
        if (errno != EINTR && errno != EAGAIN) return os_error(name_);
    }
}

/// So much of the beginning as tells whether it is packed.
Result<std::string_view> Input::read_first() {
    std::size_t size = 0;
    for (;;) {
        GTX_TRY(const auto more, read_bytes(size));
        size += more.size();
        const std::string_view beginning(block_.get(), size);
        const auto packing = packing_of(beginning, more.empty());
        if (!packing) continue;
        begun_ = true;
        if (*packing == Packing::plain) return beginning;
        packed_ = beginning;
        unpacker_ = make_unpacker(*packing);
        plain_ = make_block();
        GTX_TRY(const auto count, read_packed({plain_.get(), block_size}));
        return std::string_view(plain_.get(), count);
    }
}

Result<std::size_t> Input::read_packed(std::span<char> room) {
    for (;;) {
        const auto made = unpacker_->step(packed_, room, ended_);
        if (made != 0 || ended_ || !unpacker_->complaint().empty()) return made;
        if (!packed_.empty()) continue;
        GTX_TRY(packed_, read_bytes());
        if (noted_signal() != 0) return std::size_t{0};
        ended_ = packed_.empty();
    }
}

Result<std::string_view> Input::read() {
    if (!begun_) return read_first();
    if (unpacker_ == nullptr) return read_bytes();
    GTX_TRY(const auto count, read_packed({plain_.get(), block_size}));
    return std::string_view(plain_.get(), count);
}

Result<std::size_t> Input::read_into(std::span<char> room) {
    return unpacker_ == nullptr ? read_file(room) : read_packed(room);
}

Input::Part Input::rest_of_file() const {
    struct stat status {};
    const auto at = ::lseek(fd_.get(), 0, SEEK_CUR);
    if (live_ || unpacker_ != nullptr || at < 0 || ::fstat(fd_.get(), &status) != 0 || status.st_size < at)
        return {};
    return {static_cast<std::uint64_t>(at), static_cast<std::uint64_t>(status.st_size)};
}

Result<void> Input::go_on_at(std::uint64_t offset) {
    if (::lseek(fd_.get(), static_cast<off_t>(offset), SEEK_SET) < 0) return os_error(name_);
    return {};
}

Result<void> Input::damage() const {
    if (unpacker_ == nullptr || unpacker_->complaint().empty()) return {};
    return Error{Errc::bad_value, name_ + ": the compressed file " + unpacker_->complaint()};
}

} // namespace gtx::cli
