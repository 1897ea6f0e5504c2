// SPDX-License-Identifier: MIT
/// \file
/// What packs say to what they hear, whatever happens to it on the way. One speaker for each framing.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/sim/serial_pack.hpp"

namespace gtx::sim {

/// One answer.
struct Spoken {
    std::string bytes;
    std::string other;    ///< of a second pack with the same address
    bool at_once = false; ///< the echo of a console: without delay, and no fault of replies hits it
};

/// What the speaker is to know of the packs, the time and the line.
struct Hearing {
    Timestamp now;
    const state::Snapshot& state;
    bool doubled = false;
};

class Speaker {
public:
    Speaker() = default;
    virtual ~Speaker() = default;
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;

    /// Appends the answers to `bytes`, in their order.
    virtual void hear(std::string_view bytes, const Hearing& hearing, std::vector<Spoken>& out) = 0;

    SerialPack::Counts counts;
    std::vector<std::string> unsaid; ///< what could not be said, each the first time
};

std::unique_ptr<Speaker> make_ascii_speaker(const SerialPackOptions& options);
std::unique_ptr<Speaker> make_console_speaker(const SerialPackOptions& options);

/// The pack is awake and its master reaches it: it has a number, and something is known of it.
bool answers(const state::Pack& pack);
/// The stack is on: a pack that is shut down says nothing.
bool awake(const state::Snapshot& state);

} // namespace gtx::sim
