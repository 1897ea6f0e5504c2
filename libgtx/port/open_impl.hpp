// SPDX-License-Identifier: MIT
/// \file
/// A device found by its name, before it is opened.
#pragma once

#include <memory>
#include <string>

#include "port/device_impl.hpp"
#include "port/interface_impl.hpp"
#include "port/line_words_impl.hpp"

namespace gtx::port {

struct FoundDevice {
    std::string name;  ///< as it was asked for
    std::string path;  ///< with all links followed
    std::string group; ///< that owns its file
    bool pseudo_terminal = false;

    [[nodiscard]] Error error(int os_errno) const { return device_error(name, os_errno, group); }
};
/// *Errors:* as Line::open.
Result<FoundDevice> find_device(const std::string& name);

/// Each takes over `lock`, the opened and locked device, and has not set a speed yet.
Result<std::unique_ptr<Device>> open_serial(const FoundDevice& found, Handle lock, bool listen_only);
std::unique_ptr<Device> open_pseudo_terminal(Handle lock);

} // namespace gtx::port
