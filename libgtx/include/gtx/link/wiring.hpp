// SPDX-License-Identifier: MIT
/// \file
/// The wiring of a whole installation as text: packs, PCS, and every cable between them, one line each.
///
///     packs 2                    # 1 to 6; they are called 1, 2, …
///     link 1.out - 2.in          # patch cord of the link bus
///     power pcs.+ - 1.P+         # each pole has two terminals
///     pe 1 - 2                   # protective earth
///     pe 1 - ground
///     can pcs - 1.can
///     contact 1.1/2 - pcs.charge 24V 0.5A
///     pin 1.can.4 - pcs.CANH     # one wire of a cable that was made by hand
///
/// What stands on the two sides of a `-` is joined, whichever way round. Case does not matter.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"

namespace gtx::link {

inline constexpr unsigned wired_packs_max =
    6; ///< more than R-LINK-5 allows, so that too many can be described

/// What a cable leads to.
enum class Device : std::uint8_t { pack, pcs, ground, pc, display };
/// Where it leads to there.
enum class Spot : std::uint8_t {
    in,          ///< Link Port In of a pack
    out,         ///< Link Port Out
    can,         ///< CAN/RS485 port of a pack, the CAN port of a PCS
    rs232,       ///< service port
    lcd,         ///< port of the display
    plus,        ///< P+ of a pack, + of a PCS
    minus,       ///< P- of a pack, - of a PCS
    pe,          ///< grounding point of a pack, the ground itself
    contacts,    ///< dry contacts of a pack
    no_charge,   ///< input of a PCS that stops charging
    no_discharge ///< input of a PCS that stops discharging
};
/// A wire of a socket, by what it carries.
enum class Signal : std::uint8_t { none, nc, gnd, canh, canl, rs485_a, rs485_b, tx, rx, vcc };
/// "NC", "GND", "CANH", … "VCC"; "" for none. Never fails.
GTX_API std::string_view name(Signal signal) noexcept;

/// One end of a cable.
struct End {
    Device device = Device::pack;
    unsigned pack = 0; ///< from 1; 0: it is none
    Spot spot = Spot::in;
    unsigned pin = 0;             ///< from 1; 0: the whole socket
    unsigned pin2 = 0;            ///< second pin of a dry contact
    Signal signal = Signal::none; ///< of a device at the far end of a single wire
    friend auto operator<=>(const End&, const End&) = default;
};
/// As it is written: "1.P+", "pcs.+", "ground", "1.can.4". Never fails.
GTX_API std::string text(const End& end);

enum class CableKind : std::uint8_t { link, power, pe, can, contact, pin };
/// "link", … "pin": the word that its line begins with. Never fails.
GTX_API std::string_view name(CableKind kind) noexcept;

struct Connection {
    CableKind kind{};
    End a;
    End b;
    std::size_t line = 0;        ///< of the text, from 1
    std::optional<double> volts; ///< on a dry contact, V
    std::optional<double> amps;  ///< through a dry contact, A
};
/// As it is written, without the line's number: "power pcs.+ - 1.P+". Never fails.
GTX_API std::string text(const Connection& connection);

struct Wiring {
    unsigned packs = 0; ///< 1 … 6
    std::vector<Connection> cables;
};
/// All of it, in the form that read_wiring() reads.
GTX_API std::string text(const Wiring& wiring);

/// A place of the text that does not follow the grammar.
struct Misread {
    std::size_t line = 0;   ///< from 1
    std::size_t column = 0; ///< from 1, in bytes
    std::string what;       ///< "expected a port such as 1.out, not '1.uot'"
};

struct ReadWiring {
    Wiring wiring; ///< of the lines that were understood
    std::vector<Misread> errors;
};
/// Reads a description. Never fails: what is not understood is in `errors`, at most one for each line, and
/// the line is left out. A plug in a socket that holds one already is such an error.
GTX_API ReadWiring read_wiring(std::string_view text);

/// What a pin of a socket carries (R-WIRE-5); none: there is no such pin, or it is not published.
GTX_API Signal signal_at(Spot socket, unsigned pin) noexcept;

/// An installation as the manual wants it: chain, power, PE and CAN of `packs` (1 … 6) packs, the first of
/// them the master.
GTX_API Wiring right_wiring(unsigned packs);

} // namespace gtx::link
