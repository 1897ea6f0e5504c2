// SPDX-License-Identifier: MIT
/// \file
/// Keeps what a framer refuses: bytes in a row become one Refused, and all are counted.
#pragma once

#include <utility>

#include "gtx/serial/refusal.hpp"

namespace gtx::serial {

class Ledger {
public:
    Counts counts;

    [[nodiscard]] bool open() const { return run_.place.length != 0; }
    [[nodiscard]] bool full() const { return run_.place.length >= max_refused_run; }

    /// Begins a run, after ending the one before.
    void begin(Refusal reason, std::uint64_t offset, Timestamp time, std::vector<Refused>& out) {
        end(out);
        run_.reason = reason;
        run_.place.offset = offset;
        run_.place.began = time;
    }
    /// One more byte of the run.
    void add(std::uint8_t byte, Timestamp time) {
        if (run_.bytes.size() < Refused::most_shown) run_.bytes += static_cast<char>(byte);
        ++run_.place.length;
        run_.place.ended = time;
    }
    void add(std::string_view bytes, Timestamp time) {
        for (char c : bytes) add(static_cast<std::uint8_t>(c), time);
    }
    /// `length` bytes of which `first` are the first, text that was cut among them.
    void add(std::string_view first, Timestamp time, std::uint64_t length) {
        run_.bytes += first.substr(0, Refused::most_shown - run_.bytes.size());
        run_.place.length += length;
        run_.place.ended = time;
    }
    void end(std::vector<Refused>& out) {
        if (!open()) return;
        const auto i = static_cast<std::size_t>(run_.reason);
        ++counts.refused[i];
        counts.refused_bytes[i] += run_.place.length;
        out.push_back(std::exchange(run_, Refused{}));
    }
    void count_frame(const Place& place) {
        ++counts.frames;
        counts.frame_bytes += place.length;
    }

private:
    Refused run_;
};

} // namespace gtx::serial
