// SPDX-License-Identifier: MIT
/// \file
/// What the rows of formats.cpp point at: a look and a reader for each format.
#pragma once

#include "gtx/log/reader.hpp"

namespace gtx::log {

Likeness look_pcap(std::string_view beginning, bool whole);
Likeness look_pcapng(std::string_view beginning, bool whole);
Likeness look_blf(std::string_view beginning, bool whole);
Likeness look_candump(std::string_view beginning, bool whole);
std::unique_ptr<Reader> read_pcap(const ReaderOptions& options);
std::unique_ptr<Reader> read_pcapng(const ReaderOptions& options);
std::unique_ptr<Reader> read_blf(const ReaderOptions& options);
std::unique_ptr<Reader> read_candump(const ReaderOptions& options);

} // namespace gtx::log
