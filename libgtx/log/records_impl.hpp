// SPDX-License-Identifier: MIT
/// \file
/// What the readers of binary captures share: bytes gathered until a record is whole, the batch of a call,
/// counts, names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gtx/log/reader.hpp"

namespace gtx::log {

inline constexpr std::size_t max_xl_length = 2048; ///< bytes of a CAN XL frame (ISO 11898-1:2024)

/// Numbers out of bytes, in either order. The caller knows that they are there.
inline std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size, bool big) {
    std::uint64_t v = 0;
    for (std::size_t i = 0; i < size; ++i)
        v |= std::uint64_t{static_cast<std::uint8_t>(bytes[at + i])} << 8 * (big ? size - 1 - i : i);
    return v;
}
inline std::uint8_t u8_at(std::string_view bytes, std::size_t at) {
    return static_cast<std::uint8_t>(bytes[at]);
}
inline std::uint16_t u16_at(std::string_view bytes, std::size_t at, bool big = false) {
    return static_cast<std::uint16_t>(number_at(bytes, at, 2, big));
}
inline std::uint32_t u32_at(std::string_view bytes, std::size_t at, bool big = false) {
    return static_cast<std::uint32_t>(number_at(bytes, at, 4, big));
}

/// The name of the interface that a format only numbers: channel 1 is can0, as asc2log has it.
std::string channel_name(unsigned channel);

/// Where records go: one of frames, refused, passed over.
class RecordSink {
public:
    explicit RecordSink(const ReaderOptions& options) : shared_(options.interfaces) {}

    void begin(Batch& batch);
    /// True if fewer than `least` more entries may come in this call.
    [[nodiscard]] bool full(std::size_t least = 1) const;

    /// Begins the next record, with an entry to fill: cleared, its place set.
    Entry& next();
    /// What the record was. Exactly one of these follows next().
    void frame();
    void refuse(Refusal reason, std::string_view shown = {});
    void comment() { ++counts.comments; }
    void detail() { ++counts.details; }

    /// The bytes of a CAN XL frame of the entry given by next(); at most max_xl_length.
    void set_xl(Entry& entry, std::string_view bytes);
    [[nodiscard]] InterfaceNames& names() { return shared_ != nullptr ? *shared_ : own_; }

    Counts counts;

private:
    InterfaceNames* shared_;
    InterfaceNames own_;
    Batch* batch_ = nullptr; ///< only within a call
};

/// A reader of records that have to be whole to be read.
class RecordReader : public Reader {
public:
    std::size_t read(std::string_view bytes, Batch& batch) final;
    bool finish(Batch& batch) final;
    [[nodiscard]] const Counts& counts() const final { return sink_.counts; }
    [[nodiscard]] InterfaceNames& interfaces() final { return sink_.names(); }

protected:
    /// `most`: how many entries one call of take() may yield.
    explicit RecordReader(const ReaderOptions& options, std::size_t most = 1) : sink_(options), most_(most) {}

    /// Takes one record, or a part of one, from the front of `rest`; returns its length. 0: the rest of it
    /// has to come first; then the same bytes come again with more behind them.
    virtual std::size_t take(std::string_view rest) = 0;
    /// The capture is over, with `rest` untaken. True: once more, there is more to give.
    virtual bool end(std::string_view rest) = 0;

    RecordSink sink_;

private:
    std::size_t take_all(std::string_view bytes);

    std::size_t most_;
    std::string kept_; ///< the beginning of a record
};

} // namespace gtx::log
