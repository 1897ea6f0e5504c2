// SPDX-License-Identifier: MIT
/// \file
/// What the writers share: what is selected, and how a time is written.
#pragma once

#include <cstdint>
#include <vector>

#include "gtx/base/text.hpp"
#include "gtx/decode/writers.hpp"

namespace gtx::decode {

inline constexpr std::size_t time_room = 32; ///< characters a time stamp needs at most

/// Writes times of a log: the seconds, which seldom change, are kept as text.
class TimeText {
public:
    char* put(char* out, const log::Entry& entry) {
        const auto ns = entry.time.ns();
        if (ns < 0 || entry.time_decimals > 6)
            return text::put_seconds(out, entry.time, entry.time_decimals > 6 ? 9 : 6);
        const auto seconds = static_cast<std::uint64_t>(ns) / 1000000000;
        if (seconds != seconds_) remember(seconds);
        std::memcpy(out, digits_, sizeof digits_);
        out += size_;
        const auto micro =
            static_cast<std::uint32_t>((static_cast<std::uint64_t>(ns) - seconds * 1000000000) / 1000);
        std::memcpy(out, text::two_digits.data() + 2 * (micro / 10000), 2);
        std::memcpy(out + 2, text::two_digits.data() + 2 * (micro / 100 % 100), 2);
        std::memcpy(out + 4, text::two_digits.data() + 2 * (micro % 100), 2);
        return out + 6;
    }

private:
    void remember(std::uint64_t seconds) {
        seconds_ = seconds;
        char* end = text::put_unsigned(digits_, seconds);
        *end++ = '.';
        size_ = static_cast<std::size_t>(end - digits_);
    }

    std::uint64_t seconds_ = ~std::uint64_t{0};
    char digits_[24] = {};
    std::size_t size_ = 0;
};

/// Remembers for each slot whether it is selected.
class Chosen {
public:
    Chosen(const Selection& selection, const log::InterfaceNames& interfaces)
        : selection_(selection), interfaces_(interfaces) {
        everything_ = selection.interfaces.empty() && selection.ids.empty() && selection.messages.empty() &&
                      selection.signals.empty();
    }

    bool operator()(const log::Entry& entry, const Slot& slot) {
        if (selection_.selects_time() && !selection_.wants_time(entry.time)) return false;
        if (everything_) return true;
        if (slot.number >= known_.size()) known_.resize(slot.number + std::size_t{1});
        auto& known = known_[slot.number];
        if (!known.set || known.message != slot.message)
            known = {true, wants(selection_, slot, interfaces_.name(slot.interface)), slot.message};
        return known.wanted;
    }

private:
    struct Known {
        bool set = false;
        bool wanted = false;
        const dialect::Message* message = nullptr;
    };
    const Selection& selection_;
    const log::InterfaceNames& interfaces_;
    bool everything_ = false;
    std::vector<Known> known_;
};

/// The identifier as candump writes it: 3 hex digits, or 8.
inline std::string id_text(const Slot& slot) {
    char digits[8];
    const bool wide = slot.id.extended || slot.kind == can::Kind::error;
    const auto value = slot.kind == can::Kind::error ? slot.id.value | 0x20000000 : slot.id.value;
    return {digits, text::put_hex(digits, value, wide ? 8 : 3)};
}

std::unique_ptr<Writer> make_message_writer(const WriterOptions&, const log::InterfaceNames&, Buffer&);
std::unique_ptr<Writer> make_state_writer(const WriterOptions&, const log::InterfaceNames&, Buffer&);
std::unique_ptr<Writer> make_picture_writer(const WriterOptions&, const log::InterfaceNames&, Buffer&);
std::unique_ptr<Writer> make_event_writer(const WriterOptions&, const log::InterfaceNames&, Buffer&);
std::unique_ptr<Writer> make_summary_writer(const WriterOptions&, const log::InterfaceNames&,
                                            const log::Counts*, Buffer&);

std::unique_ptr<Writer> make_findings_writer(const WriterOptions&, const log::InterfaceNames&,
                                             const log::Counts*, Buffer&);

} // namespace gtx::decode
