// SPDX-License-Identifier: MIT
#include "gtx/serial/ascii.hpp"
#include "serial/hex_impl.hpp"
#include "serial/ledger_impl.hpp"

namespace gtx::serial {

namespace {

constexpr char mark = '~';
constexpr char end_mark = '\r';

/// CR, or the LF of files with one frame a line.
constexpr bool ends_frame(char c) {
    return c == end_mark || c == '\n';
}

/// What cheap adapters and text files put behind a CR.
constexpr bool is_padding(char c) {
    return c == '\0' || c == '\n';
}

} // namespace

class AsciiReader::Impl {
public:
    void take(char c, Timestamp time, AsciiBatch& out) {
        if (c == mark) {
            stop(Refusal::cut, out);
            begin(time);
        } else if (state_ == State::inside) {
            take_inside(c, time, out);
        } else if (state_ == State::refusing) {
            take_refusing(c, time, out);
        } else {
            take_between(c, time, out);
        }
        last_ = time;
        ++ledger_.counts.bytes;
    }

    /// What is held ends here without its CR; `why` if that is all that is wrong.
    void stop(Refusal why, AsciiBatch& out) {
        if (state_ == State::inside && !yield(true, last_, out)) {
            refuse(held_.empty() && why == Refusal::cut ? Refusal::empty : why, out);
        }
        ledger_.end(out.refused);
        state_ = State::between;
    }

    [[nodiscard]] const Counts& counts() const { return ledger_.counts; }
    [[nodiscard]] bool inside() const { return state_ == State::inside; }

private:
    enum class State : std::uint8_t {
        between,
        behind_end, ///< nothing but padding since a CR
        inside,
        refusing, ///< within a frame that is refused already: up to its end
    };

    void begin(Timestamp time) {
        state_ = State::inside;
        held_.clear();
        began_at_ = ledger_.counts.bytes;
        began_ = time;
    }

    /// Gives what is held if all its checks are right.
    bool yield(bool without_end, Timestamp time, AsciiBatch& out) {
        AsciiSeen seen;
        why_not_ = parse_ascii(held_, seen.frame);
        if (why_not_) return false;
        seen.place = {began_at_, held_.size() + (without_end ? 1 : 2), began_, time};
        seen.without_end = without_end;
        ledger_.count_frame(seen.place);
        ledger_.counts.without_end += without_end;
        out.frames.push_back(std::move(seen));
        return true;
    }

    /// Begins to refuse what is held.
    void refuse(Refusal why, AsciiBatch& out) {
        ledger_.begin(why, began_at_, began_, out.refused);
        ledger_.add(static_cast<std::uint8_t>(mark), began_);
        ledger_.add(held_, last_);
        state_ = State::refusing;
    }

    void take_inside(char c, Timestamp time, AsciiBatch& out) {
        if (c == end_mark && yield(false, time, out)) {
            state_ = State::behind_end;
        } else if (!is_hex(c) && c != end_mark && yield(true, last_, out)) {
            state_ = State::behind_end;
            take_between(c, time, out);
        } else if (!is_hex(c)) {
            refuse(ends_frame(c) ? *why_not_ : Refusal::not_hex, out);
            take_refusing(c, time, out);
        } else if (held_.size() == AsciiFrame::max_chars) {
            refuse(Refusal::too_long, out);
            take_refusing(c, time, out);
        } else {
            held_ += c;
        }
    }

    void take_refusing(char c, Timestamp time, AsciiBatch& out) {
        ledger_.add(static_cast<std::uint8_t>(c), time);
        if (!ends_frame(c) && !ledger_.full()) return;
        state_ = ends_frame(c) ? State::behind_end : State::between;
        ledger_.end(out.refused);
    }

    void take_between(char c, Timestamp time, AsciiBatch& out) {
        const bool padding = state_ == State::behind_end && is_padding(c);
        const bool first_noise = state_ == State::behind_end && !padding;
        if (first_noise) state_ = State::between;
        if (!ledger_.open() || first_noise || ledger_.full())
            ledger_.begin(padding ? Refusal::after_end : Refusal::noise, ledger_.counts.bytes, time,
                          out.refused);
        ledger_.add(static_cast<std::uint8_t>(c), time);
    }

    Ledger ledger_;
    State state_ = State::between;
    std::string held_; ///< hex digits behind `~`
    std::uint64_t began_at_ = 0;
    Timestamp began_;
    Timestamp last_; ///< of the byte before
    std::optional<Refusal> why_not_;
};

AsciiReader::AsciiReader() : impl_(std::make_unique<Impl>()) {}
AsciiReader::~AsciiReader() = default;
AsciiReader::AsciiReader(AsciiReader&&) noexcept = default;
AsciiReader& AsciiReader::operator=(AsciiReader&&) noexcept = default;

void AsciiReader::read(Bytes bytes, Timestamp time, AsciiBatch& batch) {
    for (auto byte : bytes) impl_->take(static_cast<char>(byte), time, batch);
}

void AsciiReader::finish(AsciiBatch& batch) {
    impl_->stop(Refusal::unfinished, batch);
}

const Counts& AsciiReader::counts() const {
    return impl_->counts();
}

bool AsciiReader::inside() const {
    return impl_->inside();
}

} // namespace gtx::serial
