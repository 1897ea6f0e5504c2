// SPDX-License-Identifier: MIT
/// \file
/// The last bytes of a line with binary frames, judged at the front: a frame, or one byte that is refused, or
/// too few to tell.
#pragma once

#include <vector>

#include "serial/ledger_impl.hpp"

namespace gtx::serial {

/// What the bytes at the front of a window are.
struct Verdict {
    enum class What : std::uint8_t { more, frame, refused };

    What what = What::more;
    std::size_t length = 0;  ///< of the frame
    Refusal reason{};        ///< of the byte at the front
    bool begins_run = false; ///< the refusal is one of its own, whatever was refused before

    static constexpr Verdict more() { return {}; }
    static constexpr Verdict frame(std::size_t length) { return {.what = What::frame, .length = length}; }
    static constexpr Verdict refused(Refusal reason, bool begins_run = false) {
        return {.what = What::refused, .reason = reason, .begins_run = begins_run};
    }
};

class Window {
public:
    /// `over`: nothing more comes, so Verdict::more must not be the answer. `bytes` are never empty.
    using Judge = Verdict (*)(Bytes bytes, bool over);

    explicit Window(Judge judge) : judge_(judge) {}

    /// One more byte. Calls `on_frame(place, bytes)` for each frame.
    template <class OnFrame>
    void take(std::uint8_t byte, Timestamp time, std::vector<Refused>& refused, OnFrame&& on_frame) {
        bytes_.push_back(byte);
        times_.push_back(time);
        ++ledger_.counts.bytes;
        settle(false, refused, on_frame);
    }
    template <class OnFrame>
    void finish(std::vector<Refused>& refused, OnFrame&& on_frame) {
        settle(true, refused, on_frame);
        ledger_.end(refused);
    }
    [[nodiscard]] const Counts& counts() const { return ledger_.counts; }

private:
    template <class OnFrame>
    void settle(bool over, std::vector<Refused>& refused, OnFrame&& on_frame) {
        while (!bytes_.empty()) {
            const auto verdict = judge_(bytes_, over);
            if (verdict.what == Verdict::What::more) return;
            if (verdict.what == Verdict::What::frame) {
                ledger_.end(refused);
                const auto place = place_of(verdict.length);
                ledger_.count_frame(place);
                on_frame(place, Bytes(bytes_).first(verdict.length));
                drop(verdict.length);
            } else {
                refuse(verdict, refused);
            }
        }
    }

    [[nodiscard]] std::uint64_t offset() const { return ledger_.counts.bytes - bytes_.size(); }
    [[nodiscard]] Place place_of(std::size_t length) const {
        return {offset(), length, times_.front(), times_[length - 1]};
    }

    void refuse(const Verdict& verdict, std::vector<Refused>& refused) {
        if (!ledger_.open() || verdict.begins_run || ledger_.full())
            ledger_.begin(verdict.reason, offset(), times_.front(), refused);
        ledger_.add(bytes_.front(), times_.front());
        drop(1);
    }

    void drop(std::size_t count) {
        bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(count));
        times_.erase(times_.begin(), times_.begin() + static_cast<std::ptrdiff_t>(count));
    }

    Judge judge_;
    Ledger ledger_;
    std::vector<std::uint8_t> bytes_;
    std::vector<Timestamp> times_;
};

} // namespace gtx::serial
