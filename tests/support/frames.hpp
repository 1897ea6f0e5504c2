// SPDX-License-Identifier: MIT
/// \file
/// Frames as they stand in papers and posts, decoded by name.
#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "gtx/base/text.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/dialect/assemble.hpp"
#include "gtx/dialect/dialect.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::test {

/// A frame of hex bytes with one blank between them: frame(0x351, "14 02 74 0E").
inline can::Frame frame(std::uint32_t id, std::string_view hex, bool extended = false) {
    can::Frame f{};
    f.id = {id, extended};
    for (std::size_t at = 0; at + 1 < hex.size(); at += 3)
        std::from_chars(hex.data() + at, hex.data() + at + 2, f.data[f.length++], 16);
    return f;
}
inline can::Frame extended(std::uint32_t id, std::string_view hex) {
    return frame(id, hex, true);
}

/// The message of a dialect that carries this frame: among several the first that suits, else the last.
inline const dialect::Message* find_message(const dialect::Dialect& d, const can::Frame& f) {
    const dialect::Message* last = nullptr;
    for (const auto& m : d.messages) {
        if (!m.id.matches(f.id) || f.length < wire::least_length(*m.table)) continue;
        last = &m;
        if (m.suits == nullptr || m.suits(f.bytes())) return &m;
    }
    return last;
}

/// A frame decoded by a dialect.
class Decoded {
public:
    Decoded(std::string_view dialect_name, const can::Frame& f) : frame_(f) {
        const auto* d = dialect::find(dialect_name);
        message_ = d == nullptr ? nullptr : find_message(*d, frame_);
        if (message_ == nullptr) throw std::invalid_argument("no message for this frame");
        present_ = message_->decode(frame_.data.data(), frame_.length, raw_.data());
    }
    Decoded(const Decoded&) = delete;
    Decoded& operator=(const Decoded&) = delete;

    [[nodiscard]] const dialect::Message& message() const { return *message_; }
    [[nodiscard]] dialect::Reading reading() const {
        return {message_, frame_.id, frame_.bytes(), present_, raw_.data()};
    }
    /// The value as it is printed, by the name of its row (and its number, "cell 3"); "-" where there is
    /// none.
    [[nodiscard]] std::string operator[](std::string_view name) const {
        const auto i = find(name);
        const auto& row = message_->table->rows[i];
        if ((present_ >> i & 1) == 0) return "-";
        if (row.kind == wire::Kind::text) return std::string(wire::text(row, frame_.bytes()));
        std::string out;
        wire::append_value(out, row, raw_[i]);
        return out;
    }

private:
    [[nodiscard]] std::size_t find(std::string_view name) const {
        const auto rows = message_->table->rows;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            std::string full(rows[i].name);
            if (rows[i].index != 0) full += ' ' + std::to_string(rows[i].index);
            if (full == name) return i;
        }
        throw std::invalid_argument("no row of this name: " + std::string(name));
    }

    can::Frame frame_;
    const dialect::Message* message_ = nullptr;
    wire::RowMask present_ = 0;
    std::array<std::int64_t, wire::max_rows> raw_{};
};

/// Puts what a frame says into a state.
inline void take(state::Snapshot& s, std::string_view dialect_name, const can::Frame& f) {
    const Decoded decoded(dialect_name, f);
    dialect::apply(decoded.reading(), s);
}

} // namespace gtx::test
