// SPDX-License-Identifier: MIT
// Classic pcap: a head of 24 bytes, then packets, each with 16 bytes in front. Source: pcap-savefile(5),
// draft-ietf-opsawg-pcap.
#include <optional>

#include "log/formats_impl.hpp"
#include "log/pcap_frame_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::size_t file_head = 24;
constexpr std::size_t packet_head = 16;
constexpr std::size_t max_packet = 262144;                      // MAXIMUM_SNAPLEN of libpcap
constexpr std::size_t max_can_packet = 20 + 12 + max_xl_length; // an XL frame behind a cooked header
constexpr std::int64_t billion = 1000000000;

struct Magic {
    std::string_view bytes;
    bool big;
    bool nanoseconds;
};
constexpr Magic magics[] = {
    {"\xD4\xC3\xB2\xA1", false, false},
    {"\xA1\xB2\xC3\xD4", true, false},
    {"\x4D\x3C\xB2\xA1", false, true},
    {"\xA1\xB2\x3C\x4D", true, true},
};

const Magic* magic_of(std::string_view beginning) {
    for (const auto& magic : magics)
        if (beginning.starts_with(magic.bytes)) return &magic;
    return nullptr;
}

class PcapReader final : public RecordReader {
public:
    explicit PcapReader(const ReaderOptions& options) : RecordReader(options) {}

private:
    struct Head {
        std::uint32_t seconds = 0;
        std::uint32_t fraction = 0;
        std::uint32_t captured = 0;
        std::uint32_t original = 0;
    };

    std::size_t take(std::string_view rest) override;
    bool end(std::string_view rest) override;
    std::size_t take_file_head(std::string_view rest);
    std::size_t take_one(const Head& head, std::string_view packet);
    [[nodiscard]] Head head_of(std::string_view rest) const;
    [[nodiscard]] bool possible(const Head& head) const;
    [[nodiscard]] bool near(const Head& head) const;
    [[nodiscard]] bool plausible(const Head& head) const;
    std::size_t lose_place(std::string_view rest);
    [[nodiscard]] std::uint32_t ticks() const { return magic_->nanoseconds ? 1000000000 : 1000000; }

    const Magic* magic_ = nullptr; ///< null: the head of the file has not been read
    std::uint16_t link_type_ = 0;
    bool dead_ = false;    ///< no pcap: nothing can be read
    bool told_ = false;    ///< the packet before was refused
    bool doubt_ = false;   ///< its length may be wrong
    bool seeking_ = false; ///< the next packet is looked for byte by byte
    std::optional<std::uint32_t> last_second_;
};

std::size_t PcapReader::take_file_head(std::string_view rest) {
    if (rest.size() < file_head) return 0;
    magic_ = magic_of(rest);
    if (magic_ == nullptr) {
        (void)sink_.next();
        sink_.refuse(Refusal::unknown_form, rest);
        dead_ = true;
        return rest.size();
    }
    // The upper half of the word tells whether packets end with a checksum; on CAN nobody sets it.
    link_type_ = static_cast<std::uint16_t>(u32_at(rest, 20, magic_->big));
    return file_head;
}

PcapReader::Head PcapReader::head_of(std::string_view rest) const {
    return {u32_at(rest, 0, magic_->big), u32_at(rest, 4, magic_->big), u32_at(rest, 8, magic_->big),
            u32_at(rest, 12, magic_->big)};
}

/// What can be the head of a packet at all.
bool PcapReader::possible(const Head& head) const {
    const auto most = link_type_ == link_socketcan ? max_can_packet : max_packet;
    return head.fraction < ticks() && head.captured <= head.original && head.captured <= most;
}

/// Within a day of the packet before.
bool PcapReader::near(const Head& head) const {
    constexpr std::int64_t day_s = 86400;
    const auto step = std::int64_t{head.seconds} - std::int64_t{last_second_.value_or(head.seconds)};
    return step > -day_s && step < day_s;
}

/// What is the head of a packet of CAN, most likely; asked where it is looked for.
bool PcapReader::plausible(const Head& head) const {
    return possible(head) && near(head) && head.captured >= socketcan::head &&
           head.original <= max_can_packet;
}

/// Where the next packet begins is not known: it is looked for byte by byte.
std::size_t PcapReader::lose_place(std::string_view rest) {
    if (!last_second_) last_second_ = head_of(rest).seconds; // more likely right than any found later
    if (!seeking_ && !told_) {
        (void)sink_.next();
        auto head = head_of(rest);
        head.fraction = 0;
        const auto reason = possible(head) ? Refusal::bad_time : Refusal::bad_length;
        sink_.refuse(reason, rest.substr(0, packet_head));
    }
    seeking_ = true;
    return 1;
}

std::size_t PcapReader::take(std::string_view rest) {
    if (dead_) return rest.size();
    if (magic_ == nullptr) return take_file_head(rest);
    if (rest.size() < packet_head) return 0;
    const auto head = head_of(rest);
    const bool good = seeking_ ? plausible(head) : possible(head) && (!doubt_ || near(head));
    if (!good) return lose_place(rest);
    if (rest.size() - packet_head < head.captured) return 0;
    seeking_ = false;
    return packet_head + take_one(head, rest.substr(packet_head, head.captured));
}

std::size_t PcapReader::take_one(const Head& head, std::string_view packet) {
    auto& entry = sink_.next();
    const auto refused = sink_.counts.refused_total();
    last_second_ = head.seconds;
    const auto tick_ns = billion / ticks();
    entry.time = Timestamp(head.seconds * billion + head.fraction * tick_ns);
    entry.time_decimals = magic_->nanoseconds ? 9 : 6;
    take_packet({link_type_, magic_->big, packet, head.original, {}, 0}, entry, sink_);
    told_ = sink_.counts.refused_total() != refused;
    doubt_ = told_ || head.captured < head.original;
    return packet.size();
}

bool PcapReader::end(std::string_view rest) {
    if (rest.empty() || seeking_) return false;
    (void)sink_.next();
    sink_.refuse(Refusal::cut, rest);
    return false;
}

} // namespace

Likeness look_pcap(std::string_view beginning, bool whole) {
    if (magic_of(beginning) != nullptr) return Likeness::yes;
    if (whole) return Likeness::no;
    for (const auto& magic : magics)
        if (magic.bytes.starts_with(beginning)) return Likeness::more;
    return Likeness::no;
}

std::unique_ptr<Reader> read_pcap(const ReaderOptions& options) {
    return std::make_unique<PcapReader>(options);
}

} // namespace gtx::log
