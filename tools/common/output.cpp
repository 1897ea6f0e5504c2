// SPDX-License-Identifier: MIT
#include "tools/common/output.hpp"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace gtx::cli {

Output::Output(Fd fd, std::string name, Flush mode)
    : fd_(std::move(fd))
    , name_(std::move(name))
    , terminal_(::isatty(fd_.get()) != 0)
    , each_write_(mode == Flush::each_write || (mode == Flush::automatic && terminal_)) {
    block_.reserve(block_size);
}

Result<Output> Output::open(std::string_view path, Flush mode) {
    const bool standard = path.empty() || path == "-";
    std::string name(standard ? "standard output" : path);
    Fd fd(standard ? STDOUT_FILENO : ::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!fd.open()) return Error{Errc::os, std::move(name), errno};
    return Output(std::move(fd), std::move(name), mode);
}

void Output::fail(int os_errno) {
    good_ = false;
    os_errno_ = os_errno;
    block_.clear();
}

Result<void> Output::status() const {
    if (good_) return {};
    return Error{Errc::os, name_, os_errno_};
}

void Output::write_out(std::string_view text) {
    while (good_ && !text.empty()) {
        const auto count = ::write(fd_.get(), text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<std::size_t>(count));
        } else if (errno != EINTR) {
            fail(errno);
        }
    }
}

bool Output::write(std::string_view text) {
    if (block_.size() + text.size() > block_size) {
        write_out(block_);
        block_.clear();
    }
    if (text.size() >= block_size) {
        write_out(text);
    } else if (good_) {
        block_.append(text);
    }
    if (each_write_) (void)flush();
    return good_;
}

Result<void> Output::flush() {
    write_out(block_);
    block_.clear();
    return status();
}

Result<void> Output::close() {
    (void)flush();
    if (fd_.open() && ::close(fd_.release()) != 0 && good_) fail(errno);
    return status();
}

bool Output::same_file(int fd) const {
    struct stat mine {
    }, other{};
    if (::fstat(fd_.get(), &mine) != 0 || ::fstat(fd, &other) != 0) return false;
    return S_ISREG(mine.st_mode) && mine.st_dev == other.st_dev && mine.st_ino == other.st_ino;
}

} // namespace gtx::cli
