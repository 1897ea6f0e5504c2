// SPDX-License-Identifier: MIT
/// \file
/// A stack of packs with its cables on a bench of the mind: who hears whom, whose Out reaches whose In, and
/// what goes wrong on the wire. For simulation and for tests.
///
/// A pure state machine. One participant is outside: the bench adapter (gtx-assign, or a test), plugged into
/// a port of a pack or tapping the pair.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/base/time.hpp"
#include "gtx/link/pack.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::link {

/// A port of a pack, or the bench adapter.
enum class PortKind : std::uint8_t {
    in,    ///< Port In
    out,   ///< Port Out
    other, ///< the CAN/RS485 or RS232 port, into which the plug fits as well: nothing of the link is there
};
/// "in", "out", "other". Never fails.
GTX_API std::string_view name(PortKind kind) noexcept;

struct Socket {
    static constexpr std::size_t bench = static_cast<std::size_t>(-1);
    std::size_t pack =
        bench; ///< from 0; bench: the adapter, whose plug has its RTS and CTS on both coding pins
    PortKind port = PortKind::in;
    friend bool operator==(const Socket&, const Socket&) = default;
};

/// A cable and what of it works.
struct Cable {
    Socket a;
    Socket b;
    bool pair = true;   ///< the RS485 pair
    bool coding = true; ///< the wire of the coding line
    friend bool operator==(const Cable&, const Cable&) = default;
};

/// What is wrong with the pair as a whole. Fractions 0 … 1.
struct BusFaults {
    double noise = 0;        ///< of bytes that arrive wrong at a listener
    double lost = 0;         ///< of bursts that nobody hears
    double babble = 0;       ///< of idle milliseconds in which a wrong byte is heard: no termination, no bias
    bool shorted = false;    ///< nothing is ever heard
    bool echo = false;       ///< the adapter hears itself
    std::uint32_t stuck = 0; ///< bit n: Port In of pack n is held raised
    bool coding_shorted = false; ///< all coding wires touch: who raises its Out raises every In with a cable
};

struct BusOptions {
    std::vector<PackOptions> packs;
    /// Each socket of the link at most once; see right_chain(). The adapter without its coding line may share
    /// a socket with a plug: it taps the pair.
    std::vector<Cable> cables;
    BusFaults faults{};
    std::uint32_t speed = 9600; ///< Bd
    std::uint64_t seed = 1;
};

/// The cables of a right stack: the bench in the first pack's Port In (if wanted), each Out to the next In
/// (R-LINK-3).
GTX_API std::vector<Cable> right_chain(std::size_t packs, bool with_bench);

class GTX_API Bus {
public:
    /// *Errors:* bad_value: a socket used twice, a pack that is not there, more than 16 packs.
    static Result<Bus> create(BusOptions options, Timestamp now);
    ~Bus();
    Bus(Bus&&) noexcept;
    Bus& operator=(Bus&&) noexcept;

    /// The adapter sends bytes: the last of them is on the wire after their time at the speed.
    void send(serial::Bytes bytes, Timestamp now);
    /// The adapter's coding line (RTS).
    void set_out(bool raised, Timestamp now);
    /// Lets time pass up to `now`, at most to next(); appends what the adapter hears.
    void advance(Timestamp now, std::string& heard);
    /// When something happens next by itself; none: never.
    [[nodiscard]] Timestamp next() const;
    /// The level that comes to the adapter (CTS).
    [[nodiscard]] bool in() const;

    [[nodiscard]] std::size_t size() const;
    /// To press its button or switch its power, at the time up to which advance() went; then advance() again.
    [[nodiscard]] Pack& pack(std::size_t index);
    [[nodiscard]] const Pack& pack(std::size_t index) const;
    void set_faults(const BusFaults& faults);
    /// Cables are plugged otherwise while it runs. *Errors:* as create().
    Result<void> set_cables(std::vector<Cable> cables);

private:
    class Impl;
    explicit Bus(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::link
