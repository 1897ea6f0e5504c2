// SPDX-License-Identifier: MIT
/// \file
/// A log as `candump -l` writes it, made up: a battery that speaks Pylontech V1.2 on a bus with others.
///
/// Of 1000 frames 100 each are of 0x351, 0x355, 0x356, 0x359, 0x35C and 0x35E, 50 the keep-alive 0x305 of the
/// inverter, 200 of other identifiers with 11 bits, 148 with 29 bits; one is remote, one an error.
#pragma once

#include <cstdint>
#include <string>

#include "gtx/base/random.hpp"

namespace gtx::bench {

/// Makes lines. The same seed gives the same log.
class LogMaker {
public:
    explicit LogMaker(std::uint64_t seed) : random_(seed) {}

    void append_line(std::string& out);
    /// Whole seconds since 1970 of the last line.
    [[nodiscard]] std::uint64_t seconds() const { return micro_ / 1'000'000; }

private:
    void append_frame(std::string& out);
    void append_limits(std::string& out);
    void append_charge(std::string& out);
    void append_measurements(std::string& out);
    void append_alarms(std::string& out);
    void append_noise(std::string& out, bool extended);
    std::uint32_t below(std::uint32_t n) { return static_cast<std::uint32_t>(random_.next() >> 33) % n; }
    void walk(int& value, int step, int low, int high);

    SplitMix64 random_;
    std::uint64_t micro_ = 1'712'345'678'123'456;
    int charge_ = 7300;     ///< 0.01 %
    int voltage_ = 5180;    ///< 0.01 V
    int current_ = -120;    ///< 0.1 A
    int temperature_ = 231; ///< 0.1 °C
};

/// Writes a log of `frames` lines to a file. False: the file could not be written.
bool write_log(const std::string& path, std::uint64_t frames, std::uint64_t seed);

/// Writes a log of at least `bytes` to `fd`: the same thousands of lines over and over, with times that go
/// on. False: nobody reads it any more.
bool write_endless(int fd, std::uint64_t bytes, std::uint64_t seed);

} // namespace gtx::bench
