// SPDX-License-Identifier: MIT
/// \file
/// Which dialect a bus speaks, while it is being watched: it may become known, and it may change.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/recognise.hpp"

namespace gtx::probe {

/// A frame and when it came.
struct Heard {
    can::Frame frame{};
    Timestamp time;
};

/// Finds the dialect. Until it is known the last frames are kept, so that nothing is lost of a cycle in which
/// it became known.
class DialectFinder {
public:
    static constexpr std::size_t most_kept = 4096;            ///< frames
    static constexpr std::int64_t longest_ns = 5'000'000'000; ///< that they are kept

    explicit DialectFinder(const dialect::Dialect* given) : given_(given) {
        if (given != nullptr) verdict_.dialect = given;
    }

    [[nodiscard]] const dialect::Dialect* dialect() const { return verdict_.dialect; }
    /// Takes a data frame into account. True: the dialect has become known, or is another one from now on.
    bool hear(const can::Frame& frame, Timestamp time, bool new_id);
    /// Takes what there is for an answer, as nothing more comes. True: it is known now.
    bool settle();
    /// The frames that came before the dialect was known, in their order; they are kept no longer.
    std::deque<Heard> release();
    [[nodiscard]] dialect::Verdict verdict() const;

private:
    bool listen(const can::Frame& frame, Timestamp time, bool clue);
    bool reconsider(const can::Frame& frame, bool new_id);
    bool listen_again(const can::Frame& frame);
    bool take(dialect::Verdict verdict);
    void keep(const can::Frame& frame, Timestamp time);

    const dialect::Dialect* given_;
    dialect::Recogniser recogniser_;
    /// Listens anew, once something foreign is heard on a bus that was recognised.
    std::optional<dialect::Recogniser> second_;
    dialect::Verdict verdict_;
    std::deque<Heard> kept_;
    std::uint64_t clues_ = 0;
};

} // namespace gtx::probe
