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
    /// Makes the text of the time of `entry`.
    void set(const log::Entry& entry) {
        if (!entry.time.known()) {
            size_ = 0;
            return;
        }
        const auto in_second = static_cast<std::uint64_t>(entry.time.ns()) - second_begin_;
        if (in_second >= second_ns || entry.time_decimals > 6 || !six_decimals_) return set_anew(entry);
        const auto micro = static_cast<std::uint32_t>(in_second) / 1000;
        char* const out = text_ + size_ - 6;
        std::memcpy(out, text::two_digits.data() + 2 * (micro / 10000), 2);
        std::memcpy(out + 2, text::two_digits.data() + 2 * (micro / 100 % 100), 2);
        std::memcpy(out + 4, text::two_digits.data() + 2 * (micro % 100), 2);
    }
    /// False if the entry had no time; then there is no text either.
    [[nodiscard]] bool known() const { return size_ != 0; }
    [[nodiscard]] std::size_t size() const { return size_; }

    /// Writes the text at `out`, where there must be time_room characters; returns the place behind it.
    char* put(char* out) const {
        std::memcpy(out, text_, sizeof text_);
        return out + size_;
    }
    /// Writes the text over another of the same size, and nothing else. A time has 8 characters at least.
    void put_over(char* out) const {
        if (size_ >= 16) {
            std::memcpy(out, text_, 16);
            std::memcpy(out + size_ - 16, text_ + size_ - 16, 16);
        } else {
            std::memcpy(out, text_, 8);
            std::memcpy(out + size_ - 8, text_ + size_ - 8, 8);
        }
    }
    char* put(char* out, const log::Entry& entry) {
        set(entry);
        return put(out);
    }

private:
    static constexpr std::uint64_t second_ns = 1000000000;

    void set_anew(const log::Entry& entry) {
        const auto ns = entry.time.ns();
        six_decimals_ = ns >= 0 && entry.time_decimals <= 6;
        if (six_decimals_)
            second_begin_ = static_cast<std::uint64_t>(ns) - static_cast<std::uint64_t>(ns) % second_ns;
        const char* end = text::put_seconds(text_, entry.time, entry.time_decimals > 6 ? 9 : 6);
        size_ = static_cast<std::size_t>(end - text_);
    }

    std::uint64_t second_begin_ = 0;
    std::size_t size_ = 0;
    bool six_decimals_ = false; ///< the text has six, of a second that begins at second_begin_
    char text_[time_room] = {};
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
