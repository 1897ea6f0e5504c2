// SPDX-License-Identifier: MIT
/// \file
/// Writes frames of CAN as pcapng, for Wireshark and whatever else reads packets.
///
///     PcapngWriter writer;
///     std::string out;
///     for (auto& e : entries) writer.append(out, e, names.name(e.interface));
///
/// One section, little-endian, link type 227 (CAN_SOCKETCAN); each interface is described in front of its
/// first frame. All of a frame is kept bit by bit, and time, direction and interface with it: what is read
/// again is what was written. Source: draft-ietf-opsawg-pcapng; LINKTYPE_CAN_SOCKETCAN of tcpdump.org.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::log {

class GTX_API PcapngWriter {
public:
    /// Appends `entry` to `out`; before the first the head of the section, and before the first of an
    /// interface its description. A time that is not known or before 1970 is written as 0. Times have
    /// microseconds, or nanoseconds where the entry has more than 6 decimals: one name is then described
    /// twice, as resolution is a property of interfaces.
    void append(std::string& out, const Entry& entry, std::string_view interface);
    /// Appends the head of the section unless it is there: for a file without any frame.
    void begin(std::string& out);

private:
    struct Interface {
        std::string name;
        bool nanoseconds = false;
    };

    std::uint32_t number_of(std::string& out, std::string_view name, bool nanoseconds);

    bool begun_ = false;
    std::vector<Interface> interfaces_;
};

} // namespace gtx::log
