// SPDX-License-Identifier: MIT
#include "port/can_bytes_impl.hpp"

#include <algorithm>
#include <cstring>

namespace gtx::port {

namespace {

// struct can_frame and struct canfd_frame agree in id, length and place of the data; where FD has its flags,
// at byte 5, a classic frame has padding, and at byte 7 its length code of 9 … 15.
static_assert(offsetof(can_frame, data) == offsetof(canfd_frame, data));
static_assert(offsetof(can_frame, len) == offsetof(canfd_frame, len));
static_assert(offsetof(can_frame, len8_dlc) == offsetof(canfd_frame, __res1));

constexpr std::uint8_t max_classic_length = 8;

canid_t id_of(const can::Frame& frame) {
    if (frame.kind == can::Kind::error) return (frame.id.value & CAN_ERR_MASK) | CAN_ERR_FLAG;
    const canid_t id =
        frame.id.extended ? (frame.id.value & CAN_EFF_MASK) | CAN_EFF_FLAG : frame.id.value & CAN_SFF_MASK;
    return frame.kind == can::Kind::remote ? id | CAN_RTR_FLAG : id;
}

can::Kind kind_of(canid_t id, bool fd) {
    if ((id & CAN_ERR_FLAG) != 0) return can::Kind::error;
    if (fd) return can::Kind::fd;
    return (id & CAN_RTR_FLAG) != 0 ? can::Kind::remote : can::Kind::data;
}

can::Id id_from(canid_t id) {
    if ((id & CAN_ERR_FLAG) != 0) return {id & CAN_ERR_MASK, true};
    if ((id & CAN_EFF_FLAG) != 0) return {id & CAN_EFF_MASK, true};
    return {id & CAN_SFF_MASK, false};
}

bool has_classic_code(const can::Frame& frame) {
    return frame.raw_dlc > max_classic_length && frame.length == max_classic_length;
}

} // namespace

std::optional<CanBytes> to_bytes(const can::Frame& frame) noexcept {
    const bool fd = frame.kind == can::Kind::fd;
    if (frame.kind == can::Kind::xl || frame.length > (fd ? CANFD_MAX_DLEN : CAN_MAX_DLEN))
        return std::nullopt;
    CanBytes out{};
    out.size = fd ? CANFD_MTU : CAN_MTU;
    out.bytes.can_id = id_of(frame);
    out.bytes.len = fd ? can::fd_length_for(frame.length) : frame.length;
    if (fd) out.bytes.flags = frame.fd_flags;
    if (!fd && has_classic_code(frame)) out.bytes.__res1 = frame.raw_dlc;
    if (frame.kind != can::Kind::remote) std::copy_n(frame.data.begin(), frame.length, out.bytes.data);
    return out;
}

std::optional<can::Frame> from_bytes(std::span<const std::byte> bytes) noexcept {
    const bool fd = bytes.size() == CANFD_MTU;
    if (!fd && bytes.size() != CAN_MTU) return std::nullopt;
    canfd_frame in{};
    std::memcpy(&in, bytes.data(), bytes.size());
    if (in.len > (fd ? CANFD_MAX_DLEN : CAN_MAX_DLEN)) return std::nullopt;
    can::Frame frame{};
    frame.id = id_from(in.can_id);
    frame.kind = kind_of(in.can_id, fd);
    frame.length = in.len;
    if (frame.kind == can::Kind::fd) frame.fd_flags = in.flags;
    if (!fd && in.len == max_classic_length && in.__res1 > max_classic_length && in.__res1 <= 15) {
        frame.raw_dlc = in.__res1;
    }
    if (frame.kind != can::Kind::remote) std::copy_n(in.data, in.len, frame.data.begin());
    return frame;
}

} // namespace gtx::port
