// SPDX-License-Identifier: MIT
#include <libserialport.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include <fmt/format.h>

#include "gtx/port/line.hpp"
#include "port/line_name_impl.hpp"

namespace gtx::port {

namespace {

PortInfo info_of(const sp_port* port) {
    PortInfo info;
    info.name = sp_get_port_name(port);
    if (const char* words = sp_get_port_description(port); words != nullptr) info.description = words;
    int vendor = 0;
    int product = 0;
    if (sp_get_port_transport(port) == SP_TRANSPORT_USB &&
        sp_get_port_usb_vid_pid(port, &vendor, &product) == SP_OK) {
        info.usb_id = fmt::format("{:04x}:{:04x}", vendor, product);
    }
    return info;
}

} // namespace

Result<std::vector<PortInfo>> list_ports() {
    sp_port** found = nullptr;
    if (sp_list_ports(&found) != SP_OK) {
        return Error{Errc::os, "cannot list the serial ports; is /sys mounted?", errno};
    }
    const std::unique_ptr<sp_port*, decltype(&sp_free_port_list)> list(found, &sp_free_port_list);
    std::vector<PortInfo> ports;
    for (sp_port** port = found; *port != nullptr; ++port) {
        auto info = info_of(*port);
        if (access(info.name.c_str(), F_OK) == 0)
            ports.push_back(std::move(info)); // /sys knows more than /dev
    }
    std::ranges::sort(ports, before_by_number, &PortInfo::name);
    return ports;
}

} // namespace gtx::port
