// SPDX-License-Identifier: MIT
/// \file
/// Automatic coding as one pack of a stack sees it (R-LINK-1 … R-LINK-6, R-BTN-2).
///
/// The maker's link protocol is not published. This one is gtx's own design, written down in gtx-link(7).
///
/// A pure state machine. Bytes, the level of the coding line at Port In, the button and the time come in;
/// bytes to send, the level of Port Out and when to call again come out. It reads no clock and opens nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/link/observation.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::link {

/// What is to be done now.
struct Step {
    std::string send; ///< bytes to send; empty: nothing
    bool out = false; ///< level of the coding line at Port Out: true is raised
    Timestamp again;  ///< call step() at this time at the latest; none: only when something comes
};

enum class PackPhase : std::uint8_t {
    off,      ///< no power, or shut down
    waiting,  ///< it has no number
    claiming, ///< it saw its In raised and asked for the number that was offered
    numbered,
    coding,  ///< it is the master and runs the coding
    stopping ///< it was told to shut down (R-BTN-3)
};
/// "off", … "stopping". Never fails.
GTX_API std::string_view name(PackPhase phase) noexcept;

struct PackOptions {
    Identity identity;
    std::uint32_t speed = 9600;             ///< Bd; time limits follow from it
    std::int64_t turnaround_ns = 2'000'000; ///< from the end of a request to the beginning of the answer
    std::uint64_t seed =
        1; ///< of what tells two packs with one serial number apart: no two packs have the same
};

class GTX_API Pack {
public:
    Pack(PackOptions options, Timestamp now);
    ~Pack();
    Pack(Pack&&) noexcept;
    Pack& operator=(Pack&&) noexcept;

    /// Bytes that came from the bus. `now` never goes back in any of these calls.
    void take(serial::Bytes bytes, Timestamp now);
    /// The coding line at Port In is raised or not.
    void set_in(bool raised, Timestamp now);
    /// The button was held for more than 3 s (R-BTN-1): off → the master, which runs the coding; master on →
    /// it shuts down, slaves first (R-BTN-3). Who has a number from a master does not listen to its button.
    void press(Timestamp now);
    /// Power comes (off → waiting) or goes (all is forgotten).
    void power(bool on, Timestamp now);
    Step step(Timestamp now);

    [[nodiscard]] PackPhase phase() const;
    /// 1 … 4 while it has one; the master has 1 from the moment that its coding ended right.
    [[nodiscard]] std::optional<unsigned> number() const;
    [[nodiscard]] const Identity& identity() const;
    /// What the coding that it ran as master found; null before the first one ended, and for slaves.
    [[nodiscard]] const Observation* observation() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::link
