// SPDX-License-Identifier: MIT
#include "tools/common/signals.hpp"

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <initializer_list>

#include <sys/eventfd.h>
#include <unistd.h>

namespace gtx::cli {
namespace {

volatile std::sig_atomic_t noted = 0;
volatile std::sig_atomic_t door = -1;

} // namespace

extern "C" {
static void gtx_note_signal(int number) {
    const int saved = errno;
    noted = number;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(door, &one, sizeof one);
    errno = saved;
}
}

void note_signals() {
    if (door < 0) door = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct sigaction action {};
    action.sa_handler = gtx_note_signal;
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    for (const int number : {SIGINT, SIGTERM}) {
        struct sigaction before {};
        ::sigaction(number, nullptr, &before);
        if (before.sa_handler != SIG_IGN) ::sigaction(number, &action, nullptr);
    }
}

int noted_signal() {
    return noted;
}

int signal_door() {
    return door;
}

} // namespace gtx::cli
