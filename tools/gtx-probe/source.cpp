// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/source.hpp"

#include <cerrno>

#include <sys/stat.h>

#include "gtx/port/socketcan.hpp"

namespace gtx::probe_tool {

namespace {

bool is_interface(const std::string& name) {
    if (name.find('/') != name.npos || name.size() > 15) return false; // IFNAMSIZ
    return port::can_link(name).has_value();
}

} // namespace

Result<SourceKind> classify(const std::string& source) {
    if (source == "-") return SourceKind::capture;
    if (source.starts_with("tcp:")) return SourceKind::line;
    if (is_interface(source)) return SourceKind::can;
    struct stat status {};
    if (::stat(source.c_str(), &status) == 0)
        return S_ISCHR(status.st_mode) ? SourceKind::line : SourceKind::capture;
    const int why = errno;
    if (source.starts_with("/dev/")) return SourceKind::line;
    if (source.find('/') != source.npos) return Error{Errc::os, source, why};
    // Why it is no interface says more than that it is no file.
    if (const auto link = port::can_link(source); !link && link.error().code == Errc::not_supported)
        return link.error();
    return Error{Errc::no_such_thing, source + ": no CAN interface and no file of this name"};
}

} // namespace gtx::probe_tool
