// SPDX-License-Identifier: MIT
// Bit rate, state and restart of a controller, by libsocketcan. What it needs to be used safely: after a
// failure its errno means nothing (it is EINVAL, 0 or left over) and the reason is printed, so the words are
// kept and read; what was set is read back.
#include <libsocketcan.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include "gtx/port/socketcan.hpp"
#include "port/interface_impl.hpp"
#include "port/quietly_impl.hpp"

namespace gtx::port {

namespace {

/// How far, in parts of the bit rate, the controller may be from what was asked. Own choice; the kernel takes
/// up to 5 % (CAN_CALC_MAX_ERROR in drivers/net/can/dev/calc_bittiming.c).
constexpr std::uint32_t bit_rate_parts = 100;

CanState state_from(int state) {
    constexpr CanState states[] = {CanState::error_active, CanState::error_warning, CanState::error_passive,
                                   CanState::bus_off,      CanState::stopped,       CanState::sleeping};
    const auto i = static_cast<std::size_t>(state);
    return i < std::size(states) ? states[i] : CanState::unknown;
}

CanLink read_link(const std::string& name, bool up) {
    CanLink link;
    link.up = up;
    int state = -1;
    if (quietly([&] { return can_get_state(name.c_str(), &state); }).result != 0) return link;
    link.state = state_from(state);
    can_bittiming timing{};
    if (quietly([&] { return can_get_bittiming(name.c_str(), &timing); }).result == 0 && timing.bitrate > 0) {
        link.bit_rate = timing.bitrate;
    }
    std::uint32_t restart_ms = 0;
    if (quietly([&] { return can_get_restart_ms(name.c_str(), &restart_ms); }).result == 0) {
        link.restart_ms = restart_ms;
    }
    return link;
}

/// The words the library says are those of the C library for the errno of the kernel.
int errno_said(std::string_view said) {
    for (const int error : {EPERM, EACCES, EOPNOTSUPP, ENODEV, EBUSY, ETIMEDOUT, ERANGE, EDOM, EINVAL}) {
        if (said.ends_with(std::generic_category().message(error))) return error;
    }
    return 0;
}

Error failure(std::string_view interface, const std::string& what, const Quiet& quiet) {
    const int error = errno_said(quiet.said);
    if (error == EPERM || error == EACCES) {
        return os_error(interface, what + " needs the right to set up networks (root or CAP_NET_ADMIN)",
                        error);
    }
    if (error == EOPNOTSUPP) return Error{Errc::not_supported, what + " is not supported"}.in(interface);
    if (error == ERANGE || error == EDOM || error == EINVAL) {
        return Error{Errc::out_of_range, what + " was refused"}.in(interface);
    }
    if (error != 0) return os_error(interface, what + " failed", error);
    return Error{Errc::os, what + " failed" + (quiet.said.empty() ? "" : ": " + quiet.said)}.in(interface);
}

bool close_enough(std::uint32_t asked, std::uint32_t got) {
    return std::max(asked, got) - std::min(asked, got) <= asked / bit_rate_parts;
}

/// An interface that is being set up.
class Setup {
public:
    Setup(const std::string& name, const CanLink& before) : name_(name), before_(before) {}

    Result<void> change(std::optional<std::uint32_t> bit_rate, std::optional<std::uint32_t> restart_ms);
    Result<void> start();

private:
    Result<void> stop();
    Result<void> set(std::optional<std::uint32_t> bit_rate, std::optional<std::uint32_t> restart_ms);
    Result<void> set_bit_rate(std::uint32_t bit_rate);
    Result<void> set_restart(std::uint32_t restart_ms);

    const std::string& name_;
    const CanLink& before_;
};

Result<void> Setup::stop() {
    const auto done = quietly([&] { return can_do_stop(name_.c_str()); });
    if (done.result != 0) return failure(name_, "putting it down", done);
    return {};
}

Result<void> Setup::start() {
    const auto done = quietly([&] { return can_do_start(name_.c_str()); });
    if (done.result != 0) return failure(name_, "putting it up", done);
    GTX_TRY(const auto facts, find_can_interface(name_));
    if (!facts.sight.up) return Error{Errc::os, "stays down"}.in(name_);
    return {};
}

Result<void> Setup::set_bit_rate(std::uint32_t bit_rate) {
    const auto what = "a bit rate of " + std::to_string(bit_rate);
    const auto done = quietly([&] { return can_set_bitrate(name_.c_str(), bit_rate); });
    if (done.result != 0) return failure(name_, what, done);
    const auto got = read_link(name_, false).bit_rate.value_or(0);
    if (close_enough(bit_rate, got)) return {};
    return Error{Errc::out_of_range, what + " became " + std::to_string(got)}.in(name_);
}

Result<void> Setup::set_restart(std::uint32_t restart_ms) {
    const auto what = "a restart after " + std::to_string(restart_ms) + " ms";
    const auto done = quietly([&] { return can_set_restart_ms(name_.c_str(), restart_ms); });
    if (done.result != 0) return failure(name_, what, done);
    if (read_link(name_, false).restart_ms == restart_ms) return {};
    return Error{Errc::not_supported, what + " was not kept"}.in(name_);
}

Result<void> Setup::set(std::optional<std::uint32_t> bit_rate, std::optional<std::uint32_t> restart_ms) {
    if (bit_rate) {
        if (const auto done = set_bit_rate(*bit_rate); !done) return done;
    }
    if (restart_ms && *restart_ms != before_.restart_ms) return set_restart(*restart_ms);
    return {};
}

Result<void> Setup::change(std::optional<std::uint32_t> bit_rate, std::optional<std::uint32_t> restart_ms) {
    if (before_.up) {
        if (const auto done = stop(); !done) return done;
    }
    auto done = set(bit_rate, restart_ms);
    if (!done && before_.up) (void)start(); // as it was; the first error is the one to tell
    return done;
}

bool has_values(const CanLink& link, std::optional<std::uint32_t> bit_rate,
                std::optional<std::uint32_t> restart_ms) {
    return (!bit_rate || (link.bit_rate && close_enough(*bit_rate, *link.bit_rate))) &&
           (!restart_ms || restart_ms == link.restart_ms);
}

Error bad(std::string_view interface, std::string words) {
    return Error{Errc::bad_value, std::move(words)}.in(interface);
}

} // namespace

Result<CanLink> can_link(std::string_view interface) {
    GTX_TRY(const auto facts, find_can_interface(interface));
    return read_link(std::string(interface), facts.sight.up);
}

Result<void> can_bring_up(std::string_view interface, std::optional<std::uint32_t> bit_rate,
                          std::optional<std::uint32_t> restart_ms) {
    GTX_TRY(const auto before, can_link(interface));
    const std::string name(interface);
    Setup setup(name, before);
    if (before.state == CanState::unknown) {
        if (!bit_rate && !restart_ms) return before.up ? Result<void>() : setup.start();
        return Error{Errc::not_supported, "a virtual interface has no bit rate and no restart"}.in(interface);
    }
    if (!bit_rate && !before.bit_rate) return bad(interface, "no bit rate is set, and none was given");
    if (!has_values(before, bit_rate, restart_ms) || before.state == CanState::bus_off) {
        if (const auto done = setup.change(bit_rate, restart_ms); !done) return done;
    } else if (before.up) {
        return {};
    }
    return setup.start();
}

Result<void> can_restart(std::string_view interface) {
    GTX_TRY(const auto before, can_link(interface));
    const std::string name(interface);
    if (before.state != CanState::bus_off) {
        return bad(interface, "not bus-off, but " + std::string(port::name(before.state)));
    }
    if (before.restart_ms.value_or(0) > 0) {
        return bad(interface, "restarts by itself after " + std::to_string(*before.restart_ms) + " ms");
    }
    const auto done = quietly([&] { return can_do_restart(name.c_str()); });
    const auto after = read_link(name, before.up);
    if (after.state != CanState::bus_off) return {};
    if (errno_said(done.said) == EOPNOTSUPP) {
        return Error{Errc::not_supported, "its driver cannot restart after bus-off; put it down and up"}.in(
            interface);
    }
    return failure(interface, "the restart", done);
}

} // namespace gtx::port
