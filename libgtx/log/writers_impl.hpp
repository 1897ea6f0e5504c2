// SPDX-License-Identifier: MIT
/// \file
/// What the rows of writers.cpp point at.
#pragma once

#include "gtx/log/writer.hpp"

namespace gtx::log {

std::unique_ptr<FrameWriter> write_asc();
std::unique_ptr<FrameWriter> write_candump();
std::unique_ptr<FrameWriter> write_csv();
std::unique_ptr<FrameWriter> write_pcapng();

} // namespace gtx::log
