// SPDX-License-Identifier: MIT
/// \file
/// The words of descriptions of wirings, for those who read and those who write them.
#pragma once

#include <string_view>

#include "gtx/link/wiring.hpp"

namespace gtx::link {

/// "pcs", "ground", "pc", "lcd"; "" for a pack, which has a number.
std::string_view device_name(Device device);
/// "in", "P+"; of a PCS "+", "charge"; "" where the device's name says it all.
std::string_view spot_name(Device device, Spot spot);

} // namespace gtx::link
