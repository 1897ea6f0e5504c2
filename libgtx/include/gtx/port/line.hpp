// SPDX-License-Identifier: MIT
/// \file
/// The door to bytes that come and go: a serial port, a pseudo-terminal, a TCP gateway.
///
/// Serial ports are libserialport's; what it cannot open (pseudo-terminals and links to them) is opened by
/// plain termios. It survives what lines do: an adapter that is pulled out and put back, a gateway that hangs
/// up. None of it ends the work; each is told as an Event.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/base/time.hpp"
#include "gtx/serial/refusal.hpp"

namespace gtx::port {

/// What happened to a line.
enum class LineEvent : std::uint8_t {
    lost,      ///< the device vanished, the gateway hung up
    back,      ///< it is there again and was opened again, with the speed it had
    write_full ///< bytes could not leave in time: flow control, or a far end that does not read. Told once
               ///< until bytes leave again
};
/// "lost", "back", "write_full". Never fails.
GTX_API std::string_view name(LineEvent event) noexcept;

/// What kind of line it is, by what was opened.
enum class LineKind : std::uint8_t { serial, pseudo_terminal, tcp };
/// "serial", "pseudo_terminal", "tcp". Never fails.
GTX_API std::string_view name(LineKind kind) noexcept;

struct LineOptions {
    std::uint32_t speed = 9600; ///< Bd; 8 data bits, no parity, 1 stop bit. A TCP gateway has its own
    bool listen_only = false;   ///< write() refuses
};

/// Bytes as they came.
struct Arrived {
    std::vector<std::uint8_t> bytes;
    Timestamp time; ///< when they were read, UTC
};

class GTX_API Line {
public:
    /// Opens "/dev/ttyUSB0", a link to it, "tcp:HOST:PORT" (IPv6 in brackets: "tcp:[::1]:8899"). What came
    /// before is thrown away. A port is locked against a second program: flock(2), and TIOCEXCL on what is
    /// not a pseudo-terminal (there it would outlive a program that was killed). A gateway is looked up once,
    /// and has 5 s to take the connection. *Errors:* os: no such device, no permission, in use (EBUSY),
    /// refused connection; bad_syntax: no port in "tcp:…"; bad_value: speed 0; not_supported: not a serial
    /// port, or it cannot do the speed (read back, not believed). Each says in words what to do.
    static Result<Line> open(std::string_view name, const LineOptions& options = {});
    ~Line();
    Line(Line&&) noexcept;
    Line& operator=(Line&&) noexcept;

    /// For poll: readable when read() has something or something happened. The same for the whole life of the
    /// line.
    [[nodiscard]] int fd() const;
    /// What has come, at most 64 KiB; empty if nothing. Never blocks.
    Arrived read();
    /// Sends all bytes, within 2 s plus their time on the wire. True when the system has them: they may still
    /// be on their way. False if the line is lost or they could not leave. *Errors:* not_supported for
    /// listen_only.
    Result<bool> write(serial::Bytes bytes);
    /// Changes the speed, once what was written has left (1 s at most); what was not read yet is thrown away.
    /// A speed that is refused leaves the former one. A line that is lost takes it when it is back. Nothing
    /// on TCP. *Errors:* as open().
    Result<void> set_speed(std::uint32_t speed);
    /// Raises or drops RTS; kept when the device is lost and back. *Errors:* not_supported: pseudo-terminals
    /// and TCP; os with ENODEV: the line is lost.
    Result<void> set_rts(bool on);
    /// Whether the far end raises CTS. *Errors:* as set_rts().
    [[nodiscard]] Result<bool> cts() const;
    /// To be called now and then (each second): sees a device that vanished without a word, and opens one
    /// that is back; a gateway is tried again after 1, 2, 4 … 30 s. Never waits for a far end.
    void tend();
    std::vector<LineEvent> events();

    [[nodiscard]] bool up() const;
    [[nodiscard]] LineKind kind() const;
    [[nodiscard]] std::uint32_t speed() const;
    /// "/dev/ttyUSB0", "tcp:gateway:8899".
    [[nodiscard]] const std::string& name() const;

    struct Counts {
        std::uint64_t received = 0; ///< bytes
        std::uint64_t sent = 0;
        std::uint64_t lost = 0;    ///< bytes that could not be sent
        std::uint64_t breaks = 0;  ///< by the driver (TIOCGICOUNT), where it counts them
        std::uint64_t framing = 0; ///< wrong stop bits: another speed, A and B swapped
        std::uint64_t parity = 0;
        std::uint64_t overrun = 0;
    };
    /// Errors are asked of the driver at each call; those of a port before it was opened do not count.
    [[nodiscard]] Counts counts();

private:
    class Impl;
    explicit Line(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// A serial port of this machine.
struct PortInfo {
    std::string name;        ///< "/dev/ttyUSB0"
    std::string description; ///< "FT232R USB UART"; may be empty
    std::string usb_id;      ///< "0403:6001"; empty if it is none
};
/// The serial ports of this machine, in the order of their names. *Errors:* os.
GTX_API Result<std::vector<PortInfo>> list_ports();

/// A pseudo-terminal of our own, for whoever plays a device: others open path(). Lines of both ends are raw.
class GTX_API PseudoTerminal {
public:
    /// *Errors:* os.
    static Result<PseudoTerminal> create();
    ~PseudoTerminal();
    PseudoTerminal(PseudoTerminal&&) noexcept;
    PseudoTerminal& operator=(PseudoTerminal&&) noexcept;

    [[nodiscard]] int fd() const;
    [[nodiscard]] const std::string& path() const; ///< "/dev/pts/7"
    /// The speed the other end has set, in Bd; 0: nobody ever set one. A pseudo-terminal has no wire: who
    /// wants a wrong speed to matter compares it.
    [[nodiscard]] std::uint32_t speed() const;
    Arrived read();
    /// False if the other end does not read: what does not fit is lost.
    bool write(serial::Bytes bytes);

private:
    class Impl;
    explicit PseudoTerminal(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::port
