// SPDX-License-Identifier: MIT
/// \file
/// What the parts that look for findings share: times, episodes, and where they are put.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "gtx/decode/findings.hpp"
#include "gtx/decode/stream.hpp"

namespace gtx::decode {

using Ns = std::int64_t;
inline constexpr Ns second = 1'000'000'000;
inline constexpr Ns no_time = std::numeric_limits<Ns>::min(); ///< as Timestamp::none()
inline constexpr Ns quiet = static_cast<Ns>(quiet_s) * second;

/// Time from one instant to a later one, at most all there is; 0 if one is not known or they are turned
/// round.
constexpr Ns between(Ns from, Ns to) {
    if (from == no_time || to <= from) return 0;
    const auto far = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
    constexpr auto most = std::numeric_limits<Ns>::max();
    return far > static_cast<std::uint64_t>(most) ? most : static_cast<Ns>(far);
}
constexpr double seconds(Ns ns) {
    return static_cast<double>(ns) * 1e-9;
}
constexpr Ns period_of(const dialect::Message& message) {
    return Ns{message.period_ms} * 1'000'000;
}

const LogFindingRow& row_of(LogFinding kind);
/// How long a message may stay away by a paper; empty: none says.
std::optional<Ns> allowed_silence(const dialect::Dialect& dialect, const dialect::Message& message);
/// The shortest mean period that is still right.
Ns shortest_period(const dialect::Dialect& dialect, const dialect::Message& message);

/// What an episode is about: of the same subject there is one at a time.
struct Subject {
    LogFinding kind{};
    const dialect::Message* message = nullptr;
    std::optional<can::Id> id{};
    const wire::Row* row = nullptr;
    std::optional<state::Condition> condition{};
    std::optional<std::int64_t> pack{};

    friend bool operator==(const Subject&, const Subject&) = default;
};

/// One finding, from its beginning to its end.
struct Episode {
    Subject subject;
    Ns from = no_time;
    Ns to = no_time;
    bool up = false;      ///< it goes on until it is ended
    bool lasting = false; ///< the recording ended before it
    std::uint64_t count = 0;
    std::string_view key{};        ///< names `worst` and its unit; empty: that of the subject's row, or none
    std::optional<double> worst{}; ///< in the unit of the key
    std::optional<double> limit{};
    unsigned decimals = 3; ///< of both
    std::string note{};    ///< more to say
    /// The message that showed it, where the subject has none.
    const dialect::Message* shown_by = nullptr;
    std::optional<can::Id> shown_by_id{};

    [[nodiscard]] const dialect::Message* message() const {
        return subject.message != nullptr ? subject.message : shown_by;
    }
    [[nodiscard]] std::optional<can::Id> id() const { return subject.id ? subject.id : shown_by_id; }
};

/// A message of an identifier, as what showed something.
struct Shown {
    const dialect::Message* message = nullptr;
    std::optional<can::Id> id{};
};

/// The episodes that are open, of one interface or of the recording.
class Episodes {
public:
    static constexpr std::size_t most = 256; ///< the oldest that could end is ended to make room

    explicit Episodes(std::function<void(const Episode&)> done) : done_(std::move(done)) {}

    /// The episode of a subject, begun at `from` if there is none that ended less than a minute ago.
    Episode& open(const Subject& subject, Ns from);
    /// The open episode of a subject; null: none.
    Episode* find(const Subject& subject);
    /// It happened once more, from `from` to `to`.
    Episode& once(const Subject& subject, Ns from, Ns to);
    /// It begins, and goes on until fall().
    Episode& rise(const Subject& subject, Ns from, const Shown& by = {});
    void fall(const Subject& subject, Ns at);
    /// Hands out those that are over for a minute.
    void settle(Ns now);
    /// Ends all, those that go on as well, and hands them out.
    void end_all(Ns at);
    /// Takes back what is of the kinds before this one.
    void forget_before(LogFinding kind);
    /// The recording is over: as end_all(), and those that go on are marked; in the order of their beginning.
    void finish(Ns end);

private:
    void make_room();
    void hand_out_all();

    std::function<void(const Episode&)> done_;
    std::vector<Episode> open_;
};

/// Keeps the farthest of two values.
inline void worsen(Episode& episode, double value) {
    if (!episode.worst || value > *episode.worst) episode.worst = value;
}

/// What an episode says, in a sentence.
std::string words(const Episode& episode);
/// The key that names `worst` and `limit`; empty if there is none.
std::string key_of(const Episode& episode);

} // namespace gtx::decode
