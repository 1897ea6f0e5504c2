// SPDX-License-Identifier: MIT
#include "port/line_words_impl.hpp"

#include <algorithm>
#include <cerrno>
#include <string>

namespace gtx::port {

namespace {

/// How far a speed may be off, in parts of it: 2 %. Own choice. A character of 10 bits is read wrong when the
/// ends differ by half a bit at its stop bit, 5 %, and the other end has an error of its own.
constexpr std::uint32_t speed_parts = 50;

Error os(std::string_view name, std::string words, int error) {
    return Error{Errc::os, std::move(words), error}.in(name);
}

std::string words_of_permission(const std::string& group) {
    if (group.empty()) return "no permission; only its owner may use it";
    return "no permission; join the group " + group + " ('sudo usermod -aG " + group +
           " $USER') and log in again";
}

std::string words_of_device(int error, std::string_view group) {
    switch (error) {
    case ENOENT:
    case ENODEV:
    case ENXIO:
        return "no such port; is the adapter plugged in?";
    case EACCES:
    case EPERM:
        return words_of_permission(std::string(group));
    case EBUSY:
        return "in use by another program; 'fuser' with this name tells which";
    case EIO:
        return "nothing is behind this port: not fitted, or just unplugged";
    default:
        return "cannot use the port";
    }
}

std::string words_of_gateway(int error) {
    switch (error) {
    case ECONNREFUSED:
        return "nothing listens there; is it the right port, and the gateway a TCP server?";
    case ETIMEDOUT:
        return "no answer within 5 s; is the gateway on, and in this network?";
    case EHOSTUNREACH:
    case ENETUNREACH:
        return "cannot be reached; is the gateway on, and in this network?";
    default:
        return "cannot connect";
    }
}

} // namespace

Error device_error(std::string_view name, int error, std::string_view group) {
    if (error == ENOTTY || error == EINVAL) {
        return Error{Errc::not_supported, "not a serial port"}.in(name);
    }
    return os(name, words_of_device(error, group), error);
}

Error gateway_error(std::string_view name, int error) {
    return os(name, words_of_gateway(error), error);
}

Error speed_error(std::string_view name, std::uint32_t asked, std::uint32_t got) {
    auto words = "the port cannot do " + std::to_string(asked) + " Bd";
    if (got != 0) words += "; asked for it, it is at " + std::to_string(got);
    return Error{Errc::not_supported, std::move(words)}.in(name);
}

Error lost_error(std::string_view name) {
    return os(name, "not there now", ENODEV);
}

bool same_speed(std::uint32_t asked, std::uint32_t got) noexcept {
    return std::max(asked, got) - std::min(asked, got) <= asked / speed_parts;
}

} // namespace gtx::port
