// SPDX-License-Identifier: MIT
#include "gtx/port/line.hpp"

#include <poll.h>
#include <sys/epoll.h>

#include <array>
#include <cerrno>
#include <utility>

#include "gtx/port/clock.hpp"
#include "gtx/serial/pacing.hpp"
#include "port/backoff_impl.hpp"
#include "port/device_impl.hpp"
#include "port/interface_impl.hpp"
#include "port/line_name_impl.hpp"
#include "port/line_words_impl.hpp"

namespace gtx::port {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t most_read = 65536;
constexpr auto connect_limit = 5s;
constexpr auto write_limit = 2s; ///< beside the time on the wire

Instant instant() noexcept {
    return std::chrono::steady_clock::now();
}

/// Waits until bytes can be written, or something happened. False at `end`.
bool writable(int fd, Instant end) noexcept {
    pollfd polled{fd, POLLOUT, 0};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - instant()).count();
        if (left <= 0) return false;
        if (poll(&polled, 1, static_cast<int>(left)) > 0) return true;
    }
}

/// The first of the addresses that takes the connection.
Result<std::unique_ptr<Device>> connected(const std::string& name, const std::vector<Address>& addresses,
                                          std::size_t& which) {
    const auto end = instant() + connect_limit;
    int error = ETIMEDOUT;
    for (which = 0; which < addresses.size() && instant() < end; ++which) {
        auto device = connect_to(addresses[which]);
        while (device->settled() == EINPROGRESS && writable(device->fd(), end)) {}
        error = device->settled();
        if (error == 0) return device;
    }
    return gateway_error(name, error == EINPROGRESS ? ETIMEDOUT : error);
}

} // namespace

class Line::Impl {
public:
    Impl(std::string_view name, const LineOptions& options)
        : name_(name), options_(options), epoll_(epoll_create1(EPOLL_CLOEXEC)) {}

    Result<void> open();
    [[nodiscard]] int fd() const noexcept { return epoll_.get(); }
    Arrived read();
    Result<bool> write(serial::Bytes bytes);
    Result<void> set_speed(std::uint32_t speed);
    Result<void> set_rts(bool on);
    Result<bool> cts();
    void tend();
    std::vector<LineEvent> take_events() { return std::exchange(events_, {}); }
    [[nodiscard]] bool up() const noexcept { return up_; }
    [[nodiscard]] LineKind kind() const noexcept { return kind_; }
    [[nodiscard]] std::uint32_t speed() const noexcept { return options_.speed; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    Counts counts();

private:
    bool attach(std::unique_ptr<Device> device);
    void came_up();
    void lost();
    void drop() noexcept;
    void try_again();
    void try_gateway();
    void finish_connecting();
    void connecting_failed();
    void ask_driver();
    std::size_t send(serial::Bytes bytes, Instant end);
    [[nodiscard]] bool watch(int how, std::uint32_t events) const noexcept;
    Result<void> has_signals(const char* what);

    std::string name_;
    LineOptions options_;
    Handle epoll_; ///< stays the same while devices come and go
    std::unique_ptr<Device> device_;
    LineKind kind_ = LineKind::serial;
    bool up_ = false; ///< else device_ is none, or a connection that is not made yet
    bool full_ = false;
    std::optional<bool> rts_;
    std::vector<LineEvent> events_;
    Counts counts_;
    DriverCounts driver_;
    std::vector<Address> addresses_; ///< of a gateway
    std::size_t which_ = 0;
    Backoff backoff_;
    Instant connecting_until_{};
};

bool Line::Impl::watch(int how, std::uint32_t events) const noexcept {
    epoll_event event{};
    event.events = events;
    return epoll_ctl(epoll_.get(), how, device_->fd(), &event) == 0;
}

/// False if it cannot be waited for; it is closed then.
bool Line::Impl::attach(std::unique_ptr<Device> device) {
    device_ = std::move(device);
    if (watch(EPOLL_CTL_ADD, device_->settled() == EINPROGRESS ? EPOLLOUT : EPOLLIN)) return true;
    device_.reset();
    return false;
}

void Line::Impl::drop() noexcept {
    (void)watch(EPOLL_CTL_DEL, 0);
    device_.reset();
}

void Line::Impl::came_up() {
    up_ = true;
    full_ = false;
    kind_ = device_->kind();
    driver_ = device_->driver_counts().value_or(DriverCounts{});
    if (rts_) (void)device_->set_rts(*rts_);
    backoff_.worked();
}

void Line::Impl::lost() {
    up_ = false;
    drop();
    events_.push_back(LineEvent::lost);
    backoff_.failed(instant());
}

Result<void> Line::Impl::open() {
    if (!epoll_.open()) return os_error(name_, "cannot wait for it", errno);
    if (options_.speed == 0) return Error{Errc::bad_value, "a speed of 0 Bd"}.in(name_);
    GTX_TRY(const auto gateway, gateway_in(name_));
    if (gateway) {
        GTX_TRY(addresses_, look_up(name_, *gateway));
    }
    GTX_TRY(auto device, gateway ? connected(name_, addresses_, which_) : open_device(name_, options_));
    if (!attach(std::move(device))) return os_error(name_, "cannot wait for it", errno);
    came_up();
    return {};
}

void Line::Impl::connecting_failed() {
    drop();
    which_ = (which_ + 1) % addresses_.size();
    backoff_.failed(instant());
}

void Line::Impl::finish_connecting() {
    const int state = device_->settled();
    if (state == EINPROGRESS && instant() < connecting_until_) return;
    if (state != 0 || !watch(EPOLL_CTL_MOD, EPOLLIN)) {
        connecting_failed();
        return;
    }
    came_up();
    events_.push_back(LineEvent::back);
}

void Line::Impl::try_gateway() {
    if (!device_) {
        if (!backoff_.due(instant())) return;
        connecting_until_ = instant() + connect_limit;
        if (!attach(connect_to(addresses_[which_]))) {
            backoff_.failed(instant());
            return;
        }
    }
    finish_connecting();
}

void Line::Impl::try_again() {
    if (!addresses_.empty()) {
        try_gateway();
        return;
    }
    auto device = open_device(name_, options_);
    if (!device || !attach(*std::move(device))) return;
    came_up();
    events_.push_back(LineEvent::back);
}

void Line::Impl::tend() {
    if (up_ && !device_->alive()) lost();
    if (up_) {
        ask_driver();
    } else {
        try_again();
    }
}

Arrived Line::Impl::read() {
    if (!up_ && device_) finish_connecting();
    Arrived arrived;
    std::array<std::uint8_t, 4096> some;
    while (up_ && arrived.bytes.size() <= most_read - some.size()) {
        const auto moved = device_->read(some);
        arrived.bytes.insert(arrived.bytes.end(), some.data(), some.data() + moved.count);
        if (moved.gone) lost();
        if (moved.count == 0) break;
    }
    arrived.time = now();
    counts_.received += arrived.bytes.size();
    return arrived;
}

/// How many went before `end`, or before the line was lost.
std::size_t Line::Impl::send(serial::Bytes bytes, Instant end) {
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const auto moved = device_->write(bytes.subspan(sent));
        sent += moved.count;
        if (moved.gone) {
            lost();
            break;
        }
        if (moved.count == 0 && !writable(device_->fd(), end)) {
            if (!full_) events_.push_back(LineEvent::write_full);
            full_ = true;
            return sent;
        }
    }
    if (sent > 0) full_ = false;
    return sent;
}

Result<bool> Line::Impl::write(serial::Bytes bytes) {
    if (options_.listen_only) return Error{Errc::not_supported, "opened to listen only"}.in(name_);
    const auto end = instant() + write_limit + serial::wire_time(bytes.size(), options_.speed);
    const auto sent = up_ ? send(bytes, end) : 0;
    counts_.sent += sent;
    counts_.lost += bytes.size() - sent;
    return up_ && sent == bytes.size();
}

Result<void> Line::Impl::set_speed(std::uint32_t speed) {
    if (speed == 0) return Error{Errc::bad_value, "a speed of 0 Bd"}.in(name_);
    const auto before = std::exchange(options_.speed, speed);
    std::uint32_t got = 0;
    if (!up_ || device_->set_speed(speed, got)) return {};
    if (!device_->alive()) {
        lost();
        return {};
    }
    options_.speed = before;
    std::uint32_t again = 0;
    (void)device_->set_speed(before, again);
    return speed_error(name_, speed, got);
}

Result<void> Line::Impl::has_signals(const char* what) {
    if (kind_ != LineKind::serial) return Error{Errc::not_supported, what}.in(name_);
    if (!up_) return lost_error(name_);
    return {};
}

Result<void> Line::Impl::set_rts(bool on) {
    const auto has = has_signals("has no RTS");
    if (!has) return has;
    rts_ = on;
    const auto done = device_->set_rts(on);
    return done ? done : done.error().in(name_);
}

Result<bool> Line::Impl::cts() {
    if (const auto has = has_signals("has no CTS"); !has) return has.error();
    const auto raised = device_->cts();
    return raised ? raised : raised.error().in(name_);
}

void Line::Impl::ask_driver() {
    const auto counted = device_->driver_counts();
    if (!counted) return;
    counts_.breaks += counted->breaks - driver_.breaks; // modulo 2^32
    counts_.framing += counted->framing - driver_.framing;
    counts_.parity += counted->parity - driver_.parity;
    counts_.overrun += counted->overrun - driver_.overrun;
    driver_ = *counted;
}

Line::Counts Line::Impl::counts() {
    if (up_) ask_driver();
    return counts_;
}

Line::Line(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Line::~Line() = default;
Line::Line(Line&&) noexcept = default;
Line& Line::operator=(Line&&) noexcept = default;

Result<Line> Line::open(std::string_view name, const LineOptions& options) {
    auto impl = std::make_unique<Impl>(name, options);
    if (const auto opened = impl->open(); !opened) return opened.error();
    return Line(std::move(impl));
}

int Line::fd() const {
    return impl_->fd();
}
Arrived Line::read() {
    return impl_->read();
}
Result<bool> Line::write(serial::Bytes bytes) {
    return impl_->write(bytes);
}
Result<void> Line::set_speed(std::uint32_t speed) {
    return impl_->set_speed(speed);
}
Result<void> Line::set_rts(bool on) {
    return impl_->set_rts(on);
}
Result<bool> Line::cts() const {
    return impl_->cts();
}
void Line::tend() {
    impl_->tend();
}
std::vector<LineEvent> Line::events() {
    return impl_->take_events();
}
bool Line::up() const {
    return impl_->up();
}
LineKind Line::kind() const {
    return impl_->kind();
}
std::uint32_t Line::speed() const {
    return impl_->speed();
}
const std::string& Line::name() const {
    return impl_->name();
}
Line::Counts Line::counts() {
    return impl_->counts();
}

} // namespace gtx::port
