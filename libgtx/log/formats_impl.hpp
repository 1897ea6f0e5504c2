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
Likeness look_asc(std::string_view beginning, bool whole);
Likeness look_trc(std::string_view beginning, bool whole);
Likeness look_gvret(std::string_view beginning, bool whole);
Likeness look_python_can(std::string_view beginning, bool whole);
Likeness look_csv(std::string_view beginning, bool whole);
Likeness look_busmaster(std::string_view beginning, bool whole);
Likeness look_crtd(std::string_view beginning, bool whole);
Likeness look_usb_can(std::string_view beginning, bool whole);
Likeness look_sigrok(std::string_view beginning, bool whole);
Likeness look_opendtu(std::string_view beginning, bool whole);
Likeness look_arduino(std::string_view beginning, bool whole);
Likeness look_candump(std::string_view beginning, bool whole);

std::unique_ptr<Reader> read_asc(const ReaderOptions& options);
std::unique_ptr<Reader> read_trc(const ReaderOptions& options);
std::unique_ptr<Reader> read_gvret(const ReaderOptions& options);
std::unique_ptr<Reader> read_python_can(const ReaderOptions& options);
std::unique_ptr<Reader> read_csv(const ReaderOptions& options);
std::unique_ptr<Reader> read_busmaster(const ReaderOptions& options);
std::unique_ptr<Reader> read_crtd(const ReaderOptions& options);
std::unique_ptr<Reader> read_usb_can(const ReaderOptions& options);
std::unique_ptr<Reader> read_sigrok(const ReaderOptions& options);
std::unique_ptr<Reader> read_opendtu(const ReaderOptions& options);
std::unique_ptr<Reader> read_arduino(const ReaderOptions& options);
std::unique_ptr<Reader> read_candump(const ReaderOptions& options);

} // namespace gtx::log
