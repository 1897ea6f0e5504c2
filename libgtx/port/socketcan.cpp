// SPDX-License-Identifier: MIT
#include "gtx/port/socketcan.hpp"

#include <linux/can.h>
#include <linux/can/error.h>
#include <linux/can/raw.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "port/can_bytes_impl.hpp"
#include "port/interface_impl.hpp"
#include "port/link_watch_impl.hpp"

namespace gtx::port {

namespace {

/// Room for the frames of a busy bus while the program is elsewhere. The kernel counts about 1 kB a frame and
/// gives 200 kB by default; a bus of 1 Mbit/s carries at most 20 frames a millisecond (own choice: 200 ms).
constexpr int receive_buffer_bytes = 4 << 20;

template <class T>
bool set_option(int fd, int level, int what, const T& value) noexcept {
    return setsockopt(fd, level, what, &value, sizeof value) == 0;
}

Error no_socket(std::string_view interface, int error) {
    if (error == EAFNOSUPPORT)
        return os_error(interface, "the kernel has no CAN, try 'modprobe can-raw'", error);
    if (error == EPROTONOSUPPORT) {
        return os_error(interface, "the kernel has no raw CAN sockets, try 'modprobe can-raw'", error);
    }
    if (error == EPERM || error == EACCES) {
        return os_error(interface, "no permission to open a CAN socket", error);
    }
    return os_error(interface, "cannot open a CAN socket", error);
}

/// Bus-off and restart are always received, for the events.
can_err_mask_t error_classes(const CanOptions& options) {
    return options.error_frames ? CAN_ERR_MASK : CAN_ERR_BUSOFF | CAN_ERR_RESTARTED;
}

void set_options(int fd, const CanOptions& options) noexcept {
    const int on = 1;
    set_option(fd, SOL_CAN_RAW, CAN_RAW_ERR_FILTER, error_classes(options));
    set_option(fd, SOL_CAN_RAW, CAN_RAW_RECV_OWN_MSGS, static_cast<int>(options.own_frames));
    set_option(fd, SOL_CAN_RAW, CAN_RAW_FD_FRAMES, static_cast<int>(options.fd));
    set_option(fd, SOL_SOCKET, SO_TIMESTAMPNS, on);
    set_option(fd, SOL_SOCKET, SO_RXQ_OVFL, on);
    // Beyond the limit of the system only with CAP_NET_ADMIN, up to it for everybody.
    if (!set_option(fd, SOL_SOCKET, SO_RCVBUFFORCE, receive_buffer_bytes)) {
        set_option(fd, SOL_SOCKET, SO_RCVBUF, receive_buffer_bytes);
    }
}

/// Also for a socket whose interface was removed: the kernel then forgot its filter along with the interface.
bool bind_to(int fd, unsigned index) noexcept {
    const can_filter everything{0, 0};
    sockaddr_can address{};
    address.can_family = AF_CAN;
    address.can_ifindex = static_cast<int>(index);
    return set_option(fd, SOL_CAN_RAW, CAN_RAW_FILTER, everything) &&
           bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

/// What the socket still has to tell about its interface, else 0. Taken, so that it is not told later, when
/// it is not true any more.
int pending_error(int fd) noexcept {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : 0;
}

/// One message as the kernel gives it.
struct Message {
    std::size_t size = 0;
    bool own = false;       ///< sent by this very socket
    bool this_host = false; ///< sent by a program of this machine
    std::optional<timespec> stamp;
    std::optional<std::uint32_t> dropped; ///< frames dropped since the socket was made
};

template <class T>
void take(const cmsghdr& part, std::optional<T>& value) noexcept {
    T taken{};
    std::memcpy(&taken, CMSG_DATA(&part), sizeof taken);
    value = taken;
}

void take_parts(msghdr& header, Message& message) noexcept {
    for (cmsghdr* part = CMSG_FIRSTHDR(&header); part != nullptr; part = CMSG_NXTHDR(&header, part)) {
        if (part->cmsg_level != SOL_SOCKET) continue;
        if (part->cmsg_type == SCM_TIMESTAMPNS) take(*part, message.stamp);
        if (part->cmsg_type == SO_RXQ_OVFL) take(*part, message.dropped);
    }
}

/// No value and errno when there was none.
std::optional<Message> read_message(int fd, std::span<std::byte> bytes) noexcept {
    alignas(cmsghdr) std::byte control[256];
    iovec place{bytes.data(), bytes.size()};
    msghdr header{};
    header.msg_iov = &place;
    header.msg_iovlen = 1;
    header.msg_control = control;
    header.msg_controllen = sizeof control;
    const auto size = recvmsg(fd, &header, MSG_DONTWAIT);
    if (size < 0) return std::nullopt;
    Message message;
    message.size = static_cast<std::size_t>(size);
    message.own = (header.msg_flags & MSG_CONFIRM) != 0;
    message.this_host = (header.msg_flags & MSG_DONTROUTE) != 0;
    take_parts(header, message);
    return message;
}

Timestamp time_of(const Message& message) noexcept {
    if (!message.stamp) return Timestamp::none();
    return Timestamp(std::int64_t{message.stamp->tv_sec} * 1'000'000'000 + message.stamp->tv_nsec);
}

} // namespace

class CanSocket::Impl {
public:
    Impl(std::string_view interface, const CanOptions& options, Handle socket, const InterfaceFacts& facts)
        : interface_(interface)
        , options_(options)
        , socket_(std::move(socket))
        , watch_(facts.sight)
        , carries_fd_(facts.carries_fd) {}

    [[nodiscard]] int fd() const noexcept { return socket_.get(); }
    LinkWatch& watch() noexcept { return watch_; }
    [[nodiscard]] const Counts& counts() const noexcept { return counts_; }
    std::optional<Received> receive();
    Result<bool> send(const can::Frame& frame);
    void look();

private:
    bool read_failed(int error);
    std::optional<Received> understand(const Message& message, std::span<const std::byte> bytes);
    void count_overrun(const Message& message) noexcept;
    int write_once(const CanBytes& bytes) noexcept;
    bool was_only_told(int error);
    Result<bool> not_sent(int error);
    Result<bool> sent();
    [[nodiscard]] Error refuse(const char* why) const {
        return Error{Errc::not_supported, why}.in(interface_);
    }

    std::string interface_;
    CanOptions options_;
    Handle socket_;
    LinkWatch watch_;
    bool carries_fd_;
    std::uint32_t dropped_ = 0; ///< as the kernel counts, modulo 2^32
    Counts counts_;
};

void CanSocket::Impl::look() {
    watch_.refused(pending_error(fd()));
    const auto before = watch_.index();
    const auto facts = facts_of(fd(), interface_);
    const bool other = facts.sight.index != 0 && facts.sight.index != before;
    if (other && (!facts.is_can || !bind_to(fd(), facts.sight.index))) {
        watch_.look({}); // not ours yet
        return;
    }
    carries_fd_ = facts.carries_fd;
    watch_.look(facts.sight);
}

/// True when it makes sense to read on: the error was taken from the socket, frames may be behind it.
bool CanSocket::Impl::read_failed(int error) {
    if (trouble_of_read(error) == Trouble::nothing_now) return false;
    watch_.refused(error);
    return true;
}

void CanSocket::Impl::count_overrun(const Message& message) noexcept {
    if (!message.dropped) return;
    counts_.overrun += *message.dropped - dropped_;
    dropped_ = *message.dropped;
}

std::optional<Received> CanSocket::Impl::understand(const Message& message,
                                                    std::span<const std::byte> bytes) {
    count_overrun(message);
    auto frame = from_bytes(bytes.first(message.size));
    if (!frame) return std::nullopt;
    watch_.heard(*frame, !message.this_host);
    if (frame->kind == can::Kind::error && !options_.error_frames) return std::nullopt;
    frame->direction = message.own ? can::Direction::sent : can::Direction::received;
    ++counts_.received;
    return Received{*frame, time_of(message)};
}

std::optional<Received> CanSocket::Impl::receive() {
    alignas(canfd_frame) std::byte bytes[sizeof(canfd_frame)];
    for (int errors = 0; errors < 4;) { // an interface that is removed gives two
        const auto message = read_message(fd(), bytes);
        if (!message) {
            if (!read_failed(errno)) break;
            ++errors;
            continue;
        }
        if (auto received = understand(*message, bytes)) return received;
    }
    return std::nullopt;
}

Result<bool> CanSocket::Impl::sent() {
    watch_.took();
    if (!watch_.up()) look(); // it is up again
    if (watch_.bus_off()) {   // the kernel takes frames in bus-off and drops them
        ++counts_.lost_down;
        return false;
    }
    ++counts_.sent;
    return true;
}

Result<bool> CanSocket::Impl::not_sent(int error) {
    switch (trouble_of_write(error)) {
    case Trouble::queue:
        watch_.queue_was_full();
        ++counts_.lost_full;
        return false;
    case Trouble::frame:
        return refuse("the interface does not carry such a frame");
    default:
        watch_.refused(error);
        ++counts_.lost_down;
        return false;
    }
}

/// 0, or errno.
int CanSocket::Impl::write_once(const CanBytes& bytes) noexcept {
    return write(fd(), &bytes.bytes, bytes.size) < 0 ? errno : 0;
}

/// An interface that went down and up again leaves an error on the socket, which the next call takes: the
/// frame was not tried. True when it can be tried now.
bool CanSocket::Impl::was_only_told(int error) {
    if (trouble_of_write(error) != Trouble::link || !watch_.up()) return false;
    watch_.refused(error);
    look();
    return watch_.up();
}

Result<bool> CanSocket::Impl::send(const can::Frame& frame) {
    if (options_.listen_only) return refuse("opened to listen only");
    const auto bytes = to_bytes(frame);
    if (!bytes) return refuse("no CAN interface carries such a frame");
    if (bytes->size == CANFD_MTU && !options_.fd) return refuse("opened without CAN FD");
    if (bytes->size == CANFD_MTU && watch_.there() && !carries_fd_) look(); // was it switched on?
    if (bytes->size == CANFD_MTU && watch_.there() && !carries_fd_) return refuse("carries no CAN FD");
    int error = write_once(*bytes);
    if (error != 0 && was_only_told(error)) error = write_once(*bytes);
    return error == 0 ? sent() : not_sent(error);
}

CanSocket::CanSocket(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
CanSocket::~CanSocket() = default;
CanSocket::CanSocket(CanSocket&&) noexcept = default;
CanSocket& CanSocket::operator=(CanSocket&&) noexcept = default;

Result<CanSocket> CanSocket::open(std::string_view interface, const CanOptions& options) {
    Handle raw(socket(PF_CAN, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, CAN_RAW));
    if (!raw.open()) return no_socket(interface, errno);
    GTX_TRY(const auto facts, find_can_interface(interface));
    set_options(raw.get(), options);
    if (!bind_to(raw.get(), facts.sight.index)) return os_error(interface, "cannot use the interface", errno);
    CanSocket opened(std::make_unique<Impl>(interface, options, std::move(raw), facts));
    const auto link = can_link(interface);
    if (link && link->state == CanState::bus_off) opened.impl_->watch().is_bus_off();
    return opened;
}

int CanSocket::fd() const {
    return impl_->fd();
}
std::optional<Received> CanSocket::receive() {
    return impl_->receive();
}
Result<bool> CanSocket::send(const can::Frame& frame) {
    return impl_->send(frame);
}
void CanSocket::tend() {
    impl_->look();
}
std::vector<LinkEvent> CanSocket::events() {
    return impl_->watch().take_events();
}
bool CanSocket::up() const {
    return impl_->watch().up();
}
const CanSocket::Counts& CanSocket::counts() const {
    return impl_->counts();
}

} // namespace gtx::port
