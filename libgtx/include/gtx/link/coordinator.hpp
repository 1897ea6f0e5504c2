// SPDX-License-Identifier: MIT
/// \file
/// The one who numbers the packs: the master, or a bench in its place (R-LINK-3 … R-LINK-6).
///
/// A pure state machine, driven as link::Pack is. Three parts, one after the other:
///
/// - coding: who sees the raised Out takes the next number and raises its own, until silence or four;
/// - discovery: a binary search over serial numbers lists all that are electrically on the bus;
/// - survey: each pack says at which raised Outs it saw its In raised. Only if that is no chain, the two
/// lists differ or a fault was seen, each Out alone is raised again, and all are asked one by one.
///
/// Numbers that were granted come into force at the end, and only if all is right (Observation::numbered).
///
/// It always ends: after 600 unanswered requests' time at most, and the three resets behind it. That is 125 s
/// at 9600 Bd with the usual limits; a right stack takes less than 3 s.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/link/observation.hpp"
#include "gtx/link/pack.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::link {

enum class Part : std::uint8_t { listening, coding, discovery, survey, over };
/// "listening", … "over". Never fails.
GTX_API std::string_view name(Part part) noexcept;

struct CoordinatorOptions {
    /// The pack it sits in: it takes number 1, and its Out is the first. Empty: a bench that stands before
    /// the first pack; its coding line goes to that pack's In, and packs get 1, 2, …
    std::optional<Identity> self;
    std::uint32_t speed = 9600; ///< Bd
    bool discover_only = false; ///< list who is there; nobody is numbered, no line is raised
    bool survey_always = false;
    bool drives_line = true; ///< false: no coding line (a plain two-wire tap): only discovery and survey, and
                             ///< the order of the chain follows from the edges; the first is who sees nobody
    bool echo = false;       ///< own bytes come back and are to be expected (found by itself, too)
    std::int64_t answer_limit_ns = 60'000'000; ///< from the end of a request to the first byte of an answer
    unsigned retries = 3;                      ///< of a request to one pack
    double haste = 1;                          ///< for tests: time limits are divided by this (> 0)
    std::uint64_t seed = 1;                    ///< of the session number
};

class GTX_API Coordinator {
public:
    Coordinator(CoordinatorOptions options, Timestamp now);
    ~Coordinator();
    Coordinator(Coordinator&&) noexcept;
    Coordinator& operator=(Coordinator&&) noexcept;

    void take(serial::Bytes bytes, Timestamp now);
    /// The coding line that comes to it (CTS of a bench, Port In of a master).
    void set_in(bool raised, Timestamp now);
    /// What to do now. Over: the line is dropped, nothing more is sent.
    Step step(Timestamp now);
    void cancel(Timestamp now);

    [[nodiscard]] Part part() const;
    [[nodiscard]] bool over() const { return part() == Part::over; }
    /// Complete once it is over; before, what is known so far.
    [[nodiscard]] const Observation& observation() const;
    /// The number of the session: 1 … 65535 once the coding began, else 0. Each attempt has another.
    [[nodiscard]] std::uint16_t session() const;
    /// Called for each frame sent or received, with words for people: "offer 3", "found 00A1B2C3D4". For -v.
    void on_frame(std::function<void(std::string_view words, bool sent)> call);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::link
