// SPDX-License-Identifier: MIT
#include "sim/wire_impl.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gtx::sim {

std::int64_t Wire::send(std::int64_t begin_ns, std::string_view bytes) {
    const auto whole = bytes.size();
    const auto piece = std::max<std::size_t>(1, static_cast<std::size_t>(piece_ns / length_ns(1)));
    for (std::size_t sent = 0; sent < whole;) {
        const auto count = std::min(piece, whole - sent);
        put(begin_ns + length_ns(sent + count), bytes.substr(sent, count));
        sent += count;
    }
    busy_until_ns_ = std::max(busy_until_ns_, begin_ns + length_ns(whole));
    return begin_ns + length_ns(whole);
}

void Wire::put(std::int64_t at_ns, std::string_view bytes) {
    if (!bytes.empty() && pieces_.size() < most_pieces) pieces_.emplace(at_ns, bytes);
}

Timestamp Wire::next() const {
    return pieces_.empty() ? Timestamp::none() : Timestamp(pieces_.begin()->first);
}

void Wire::take_due(std::int64_t now_ns, std::vector<OutgoingBytes>& out) {
    while (!pieces_.empty() && pieces_.begin()->first <= now_ns) {
        auto piece = pieces_.extract(pieces_.begin());
        out.push_back({Timestamp(piece.key()), std::move(piece.mapped())});
    }
}

std::string noise(SplitMix64& random, std::size_t count) {
    // serial-protocols.md 11: what two cheap adapters put before a frame.
    constexpr std::array<unsigned char, 8> seen = {0xF0, 0xFF, 0xBF, 0xF7, 0xEF, 0xBB, 0xDF, 0x1F};
    std::string bytes;
    while (count-- > 0) bytes += static_cast<char>(seen[random.next() % seen.size()]);
    return bytes;
}

std::string collide(std::string_view one, std::string_view other, std::size_t late) {
    std::string both(std::max(one.size(), late + other.size()), '\xFF');
    for (std::size_t i = 0; i < one.size(); ++i) both[i] = one[i];
    for (std::size_t i = 0; i < other.size(); ++i)
        both[late + i] = static_cast<char>(both[late + i] & other[i]);
    return both;
}

namespace {

/// Another character at a random place, so that the checksum no longer fits.
void break_one(std::string& reply, SplitMix64& random) {
    if (reply.size() < 3) return;
    const auto at = 1 + random.next() % (reply.size() - 2);
    reply[at] = reply[at] == '7' ? '5' : '7';
}

} // namespace

std::string spoil(std::string reply, const LineFaults& faults, SplitMix64 random, std::string& held) {
    const bool lost = random.uniform() < faults.lost;
    const bool broken = random.uniform() < faults.broken;
    const bool cut = random.uniform() < faults.cut;
    const bool noisy = random.uniform() < faults.noise;
    const bool glued = random.uniform() < faults.glued;
    if (lost || faults.silent) return {};
    if (broken) break_one(reply, random);
    if (cut && reply.size() > 2) reply.resize(1 + random.next() % (reply.size() - 2)); // more than its CR
    if (noisy) reply = noise(random, 1 + random.next() % 17) + reply + '\0';
    reply.insert(0, std::exchange(held, {}));
    constexpr std::size_t most_held = 16384;
    if (glued && reply.size() < most_held) std::swap(reply, held);
    return reply;
}

} // namespace gtx::sim
