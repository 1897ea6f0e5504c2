// SPDX-License-Identifier: MIT
/// \file
/// Which commands tell who a pack is, and what they say of it.
#pragma once

#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/probe/serial_probe.hpp"

namespace gtx::probe {

/// True for commands whose reply holds names: model, maker, version, serial number. They are asked once.
bool tells_identity(const dialect::SerialDialect& dialect, const dialect::SerialCommand& command);

/// Puts what a reading says of a pack's identity where it belongs; what it does not say stays.
void take_identity(const dialect::SerialReading& reading, Found& found);

/// True if there is nothing left to ask.
inline bool is_identified(const Found& found) {
    return !found.model.empty() && !found.version.empty() && !found.serial.empty() && !found.maker.empty();
}

} // namespace gtx::probe
