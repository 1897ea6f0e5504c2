// SPDX-License-Identifier: MIT
/// \file
/// The live serial line: what is asked there, the packs answer in its own time; a port of this machine, or a
/// pseudo-terminal that others open.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "gtx/base/result.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/port/line.hpp"
#include "gtx/sim/serial_pack.hpp"
#include "tools/gtx-sim/options.hpp"

namespace gtx::sim_tool {

/// Bytes that were on the line: `sent` by whoever asks, `received` by him.
struct OnLine {
    Timestamp time;
    can::Direction direction{};
    std::string bytes;
};

/// The protocol of the options; null if there is none of that name that packs can speak.
const dialect::SerialDialect* find_protocol(const Options& options);
/// The address of pack 1 by the options, or as it usually is.
std::uint8_t first_address(const Options& options, const dialect::SerialDialect& dialect);

/// A symbolic link that is there as long as this.
class Link {
public:
    Link() = default;
    /// *Errors:* os: something is there already. A link to nothing is replaced: a run that was killed left
    /// it.
    static Result<Link> make(const std::string& path, const std::string& target);
    ~Link() { remove(); }
    Link(Link&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Link& operator=(Link&& other) noexcept {
        std::swap(path_, other.path_);
        return *this;
    }

private:
    void remove() noexcept;
    std::filesystem::path path_;
};

class SerialLine {
public:
    /// Opens the port of the options, and says where it is. *Errors:* of the port.
    static Result<SerialLine> open(const Options& options);

    [[nodiscard]] int fd() const;
    /// "ttyUSB0", "pts/7".
    [[nodiscard]] const std::string& name() const { return name_; }
    /// Takes what was asked until `now`, by the time of the line; appends it to `seen`.
    void hear(Timestamp now, const state::Snapshot& state, std::vector<OnLine>& seen);
    /// When something is to be sent next; none: nothing.
    [[nodiscard]] Timestamp next() const { return packs_.next(); }
    /// Sends what is due at `now`; appends it to `seen`.
    void send_due(Timestamp now, const state::Snapshot& state, std::vector<OnLine>& seen);
    void set_faults(const sim::LineFaults& faults) { packs_.set_faults(faults); }
    /// To be called now and then: tells what happened to the port.
    void tend();
    /// Says at the end what was asked, and what could not be said or sent.
    void tell_end() const;

private:
    using Door = std::variant<port::Line, port::PseudoTerminal>;
    SerialLine(const Options& options, Door door, Link link);

    [[nodiscard]] port::Arrived read();
    void write(std::string_view bytes);
    void look_at_speed();

    Door door_;
    Link link_;
    sim::SerialPack packs_;
    std::string name_;
    std::uint32_t speed_;
    std::uint32_t far_speed_ = 0;
    std::uint64_t lost_ = 0; ///< bytes that nobody took
    std::vector<sim::OutgoingBytes> outgoing_;
};

} // namespace gtx::sim_tool
