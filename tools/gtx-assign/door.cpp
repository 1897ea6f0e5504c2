// SPDX-License-Identifier: MIT
#include "tools/gtx-assign/door.hpp"

namespace gtx::assign_tool {

Result<void> Door::begin(Timestamp now) {
    if (const auto dropped = set_out(false, now); !dropped) return dropped;
    if (levels_ != Levels::modem) return {};
    const auto raised = wire_.cts();
    return raised ? Result<void>() : raised.error();
}

Result<void> Door::set_out(bool raised, Timestamp now) {
    out_ = raised;
    if (levels_ == Levels::frames) send(link::level_frame(raised), now);
    if (levels_ != Levels::modem) return {};
    trace_.level(now, "RTS", raised);
    return wire_.set_rts(raised);
}

void Door::send(std::string_view bytes, Timestamp now) {
    const auto sent = wire_.write(serial::bytes_of(bytes));
    if (sent && *sent) trace_.bytes(now, can::Direction::sent, serial::bytes_of(bytes));
}

void Door::put(const link::Step& step, Timestamp now) {
    // A line that is lost takes its level when it is back: port::Line sees to it.
    if (shows_out_ && step.out != out_) (void)set_out(step.out, now);
    if (!step.send.empty()) send(step.send, now);
}

void Door::take_level(const Ears& ears, Timestamp now) {
    const auto raised = wire_.cts();
    if (!raised || in_ == *raised) return;
    in_ = *raised;
    trace_.level(now, "CTS", *in_);
    ears.level(*in_);
}

void Door::take(const Ears& ears, Timestamp now) {
    if (levels_ == Levels::modem) take_level(ears, now);
    const auto bytes = wire_.read();
    if (bytes.empty()) return;
    trace_.bytes(now, can::Direction::received, bytes);
    if (levels_ == Levels::modem) return ears.bytes(bytes);
    // Without a line, too: the levels of packs on a bench are nobody's noise, and are not for this door.
    std::string passed;
    std::vector<link::LevelSeen> levels;
    filter_.read(bytes, passed, levels);
    std::size_t told = 0;
    const auto tell_up_to = [&](std::size_t end) {
        if (end > told) ears.bytes(serial::bytes_of(passed).subspan(told, end - told));
        told = end;
    };
    for (const auto& level : levels) {
        tell_up_to(level.at);
        if (levels_ == Levels::frames) ears.level(level.raised);
    }
    tell_up_to(passed.size());
}

void Door::end(Timestamp now) {
    if (out_) (void)set_out(false, now);
}

} // namespace gtx::assign_tool
