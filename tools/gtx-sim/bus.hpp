// SPDX-License-Identifier: MIT
/// \file
/// The live bus: frames that are due go out, what happens to the interface is told on stderr.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/result.hpp"
#include "gtx/port/socketcan.hpp"
#include "gtx/sim/transmitter.hpp"
#include "tools/gtx-sim/options.hpp"

namespace gtx::sim_tool {

class Bus {
public:
    /// Opens the interface of the options, after setting it as they say. *Errors:* of the interface.
    static Result<Bus> open(const Options& options);

    void queue(const std::vector<sim::Outgoing>& frames);
    /// When the next frame is due; none if there is none.
    [[nodiscard]] Timestamp next() const;
    /// Sends what is due at `now`.
    void send_due(Timestamp now);
    /// The next frame that was heard.
    std::optional<port::Received> receive() { return socket_.receive(); }
    /// To be called now and then: tells what happened to the interface.
    void tend();
    [[nodiscard]] int fd() const { return socket_.fd(); }
    /// Says at the end what could not be sent.
    void tell_end() const;
    [[nodiscard]] bool sent_any() const { return socket_.counts().sent > 0; }

private:
    Bus(port::CanSocket socket, std::string name) : socket_(std::move(socket)), name_(std::move(name)) {}

    port::CanSocket socket_;
    std::string name_;
    std::deque<sim::Outgoing> queue_;
    bool refusal_told_ = false;
};

} // namespace gtx::sim_tool
