// SPDX-License-Identifier: MIT
#include "tools/gtx-sim/serial_line.hpp"

#include <algorithm>

#include "tools/common/message.hpp"

namespace gtx::sim_tool {

namespace {

std::uint32_t speed_of(const Options& options, const dialect::SerialDialect& dialect) {
    if (options.serial_speed) return static_cast<std::uint32_t>(*options.serial_speed);
    return dialect.speeds.empty() ? port::LineOptions{}.speed : dialect.speeds.front();
}

sim::SerialPackOptions pack_options(const Options& options) {
    sim::SerialPackOptions p;
    p.dialect = find_protocol(options);
    p.first_address = first_address(options, *p.dialect);
    p.speed = speed_of(options, *p.dialect);
    if (options.reply_delay) p.delay_ns = options.reply_delay->ns;
    p.style.tail = static_cast<std::uint8_t>(options.tail);
    p.style.short_status = options.short_status;
    if (!options.prompt.empty()) p.prompt = options.prompt;
    p.seed = options.seed.value_or(1);
    return p;
}

/// "/dev/pts/7" as "pts/7".
std::string short_name(std::string_view path) {
    constexpr std::string_view folder = "/dev/";
    return std::string(path.starts_with(folder) ? path.substr(folder.size()) : path);
}

std::string text_of(const port::Arrived& arrived) {
    return {arrived.bytes.begin(), arrived.bytes.end()};
}

} // namespace

const dialect::SerialDialect* find_protocol(const Options& options) {
    using dialect::Framing;
    const auto* found = dialect::find_serial(options.protocol);
    const bool spoken =
        found != nullptr && (found->framing == Framing::ascii || found->framing == Framing::console);
    return spoken ? found : nullptr;
}

std::uint8_t first_address(const Options& options, const dialect::SerialDialect& dialect) {
    if (options.address) return static_cast<std::uint8_t>(*options.address);
    // serial-protocols.md 3.1, 4.1: a Pylontech master is 2; a PACE pack without switches is 1.
    return std::max<std::uint8_t>(dialect.address_first, 1);
}

Result<Link> Link::make(const std::string& path, const std::string& target) {
    std::error_code error;
    if (std::filesystem::is_symlink(path, error) && !std::filesystem::exists(path, error))
        std::filesystem::remove(path, error);
    std::filesystem::create_symlink(target, path, error);
    if (error) return Error{Errc::os, path, error.value()};
    Link link;
    link.path_ = path;
    return link;
}

void Link::remove() noexcept {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

Result<SerialLine> SerialLine::open(const Options& options) {
    if (options.serial != pseudo_terminal) {
        GTX_TRY(auto line,
                port::Line::open(options.serial, {.speed = speed_of(options, *find_protocol(options))}));
        return SerialLine(options, std::move(line), {});
    }
    GTX_TRY(auto terminal, port::PseudoTerminal::create());
    Link link;
    if (!options.serial_link.empty()) {
        GTX_TRY(link, Link::make(options.serial_link, terminal.path()));
    }
    cli::note("serial port {}", terminal.path());
    return SerialLine(options, std::move(terminal), std::move(link));
}

SerialLine::SerialLine(const Options& options, Door door, Link link)
    : door_(std::move(door))
    , link_(std::move(link))
    , packs_(pack_options(options))
    , speed_(speed_of(options, *find_protocol(options))) {
    name_ = short_name(std::visit(
        [](const auto& d) -> const std::string& {
            if constexpr (requires { d.path(); })
                return d.path();
            else
                return d.name();
        },
        door_));
    const auto& protocol = *find_protocol(options);
    if (protocol.inferred_for_gtx2500)
        cli::detail_note("that a GTX2500 speaks {} is inferred from its relatives", protocol.name);
    cli::detail_note("{}: {}, {} Bd, pack 1 has address {}", name_, protocol.name, speed_,
                     first_address(options, protocol));
}

int SerialLine::fd() const {
    return std::visit([](const auto& d) { return d.fd(); }, door_);
}

port::Arrived SerialLine::read() {
    return std::visit([](auto& d) { return d.read(); }, door_);
}

void SerialLine::write(std::string_view bytes) {
    const auto all = serial::bytes_of(bytes);
    bool taken = false;
    if (auto* terminal = std::get_if<port::PseudoTerminal>(&door_))
        taken = terminal->write(all);
    else
        taken = std::get<port::Line>(door_).write(all).value_or(false);
    if (!taken) lost_ += all.size();
}

/// A pseudo-terminal has no wire: what another speed does to bytes is done here.
void SerialLine::look_at_speed() {
    const auto* terminal = std::get_if<port::PseudoTerminal>(&door_);
    if (terminal == nullptr) return;
    const auto theirs = terminal->speed();
    const auto other = theirs == speed_ ? 0 : theirs;
    if (other == far_speed_) return;
    far_speed_ = other;
    packs_.set_far_speed(other);
    if (other != 0) cli::note("{}: the other end has set {} Bd, the packs have {} Bd", name_, other, speed_);
}

void SerialLine::hear(Timestamp now, const state::Snapshot& state, std::vector<OnLine>& seen) {
    const auto arrived = read();
    if (arrived.bytes.empty()) return;
    look_at_speed();
    packs_.take(arrived.bytes, now, state);
    seen.push_back({now, can::Direction::sent, text_of(arrived)});
}

void SerialLine::send_due(Timestamp now, const state::Snapshot& state, std::vector<OnLine>& seen) {
    outgoing_.clear();
    packs_.due(now, state, outgoing_);
    for (auto& piece : outgoing_) {
        write(piece.bytes);
        seen.push_back({piece.time, can::Direction::received, std::move(piece.bytes)});
    }
}

void SerialLine::tend() {
    auto* line = std::get_if<port::Line>(&door_);
    if (line == nullptr) return;
    line->tend();
    for (const auto event : line->events()) cli::note("{}: {}", name_, port::name(event));
}

void SerialLine::tell_end() const {
    for (const auto& what : packs_.unsaid()) cli::note("{}: not said: {}", name_, what);
    if (lost_ > 0) cli::note("{}: {} bytes were taken by nobody", name_, lost_);
    const auto& n = packs_.counts();
    cli::detail_note("{}: {} requests, {} answered, {} of them with a refusal, {} ignored", name_, n.requests,
                     n.answered, n.refused, n.ignored);
}

} // namespace gtx::sim_tool
