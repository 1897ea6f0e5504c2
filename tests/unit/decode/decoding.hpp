// SPDX-License-Identifier: MIT
/// \file
/// Decodes captures for the tests, in blocks of any size, and keeps what a sink was told.
#pragma once

#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/decode/writers.hpp"
#include "gtx/log/candump.hpp"

namespace decoding {

using namespace gtx;
using namespace gtx::decode;

/// The seed of the random tests: printed, and given back in GTX_SEED.
std::uint32_t seed();

/// A set of frames that is recognised as pylontech at once, in the second `second`, of interface `name`.
std::string pylontech_cycle(int second, std::string_view name = "can0");
/// So many of them, from second 1700000000 on.
std::string quiet_log(int seconds);

/// Remembers what it was told; has had enough after `most` frames.
class Recorder : public Sink {
public:
    bool take(const log::Entry& entry, const Slot& slot, bool changed) override;
    void recognised(std::uint16_t interface, const dialect::Verdict& verdict) override;
    void finish() override { ++finished; }

    std::vector<std::string> frames; ///< "0 351 limits" with " *" where it is changed; "-" without message
    std::vector<std::string> told;   ///< "0 pylontech V1.2"
    std::size_t most = SIZE_MAX;
    int finished = 0;
};

/// The entries of a capture, kept.
class Capture {
public:
    explicit Capture(std::string_view text);
    std::vector<log::Entry> entries;
    log::InterfaceNames names;
    log::Counts counts;

private:
    std::vector<std::vector<std::uint8_t>> xl_;
};

/// What a recorder was told of `text`.
Recorder record(std::string_view text, StreamOptions options = {});

/// What a writer writes of `text`, whose frames are pushed `next_size` at a time.
std::string write(
    std::string_view text, const WriterOptions& options, std::string_view dialect = "",
    const std::function<std::size_t()>& next_size = [] { return SIZE_MAX; });

/// How often `part` is in `text`.
std::size_t count(std::string_view text, std::string_view part);

/// A log of `frames` random frames: of batteries, repeated often, too short now and then, with gaps, steps
/// back in time and strangers between them.
std::string random_log(std::mt19937& random, int frames);

} // namespace decoding
