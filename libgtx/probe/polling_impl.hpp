// SPDX-License-Identifier: MIT
/// \file
/// The packs that were found: what each is asked, cycle by cycle, and the state that comes of it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/probe/serial_probe.hpp"
#include "gtx/state/snapshot.hpp"
#include "probe/question_impl.hpp"

namespace gtx::probe {

/// Polls the packs of one protocol at one speed.
///
/// A cycle asks each pack for what a state needs; then the state is there. Behind it come questions that can
/// wait: who the packs are, once; now and then how many there are, and whether lost ones are back.
class Polling {
public:
    Polling(const dialect::SerialDialect& dialect, std::uint32_t speed, std::string source,
            std::vector<Found>& found);

    /// A pack answered. It is polled from the next cycle on.
    void add(std::uint8_t address);
    /// It may be there: asked, and forgotten if it does not answer.
    void suspect(std::uint8_t address);
    /// Nobody but the packs known may be asked.
    void stay_with_these() { closed_ = true; }

    void begin_cycle();
    /// Empty: the cycle is over.
    [[nodiscard]] std::optional<Question> next() const;
    /// What came of next(). A state, if it was the last that this needed.
    std::optional<state::Snapshot> take(Answer& answer);

    /// The answer by which the pack was found, if this cycle asks for it: then it need not be asked again.
    std::optional<state::Snapshot> take_early(Answer& answer);

private:
    enum class Purpose : std::uint8_t { state, identity, count, knock };
    struct Item {
        std::uint8_t address = 0;
        const dialect::SerialCommand* command = nullptr;
        Purpose purpose = Purpose::state;
        bool all = false;
        bool retried = false;
    };
    struct Pack {
        std::uint8_t address = 0;
        bool proved = false;   ///< it answered once
        bool answered = false; ///< in this cycle
        std::uint32_t misses = 0;
        std::size_t identities = 0; ///< commands of identity that are done
    };

    void plan_stack();
    void plan_packs();
    void plan_rest();
    void plan_identities();
    void plan_identity(Pack& pack);
    void plan_count();
    void plan_knocks();
    void plan_knock(const Pack& pack);
    void retell(const Item& item, Answer& answer);
    void prove(Pack& pack);
    void take_packs_of_console(const dialect::SerialReading& reading);
    void take_count(const Item& item, const Answer& answer);
    void skip_silent(std::uint8_t address);
    void close_cycle();
    [[nodiscard]] std::optional<state::Snapshot> state_if_whole();
    [[nodiscard]] bool is_console() const { return dialect_.framing == dialect::Framing::console; }
    [[nodiscard]] bool is_for_stack(const dialect::SerialCommand& command) const;
    [[nodiscard]] bool is_unsure(const Item& item) const;
    [[nodiscard]] bool is_lost(const Pack& pack) const;
    Pack* find(std::uint8_t address);
    void tell_identity(std::uint8_t address, const dialect::SerialReading& reading);

    const dialect::SerialDialect& dialect_;
    std::uint32_t speed_;
    std::string source_;
    std::vector<Found>& found_;
    std::vector<const dialect::SerialCommand*> polled_;
    std::vector<const dialect::SerialCommand*> identity_;
    const dialect::SerialCommand* count_ = nullptr; ///< tells how many packs there are
    bool count_all_ = false;                        ///< it does so by asking all of them
    bool closed_ = false;
    std::vector<Pack> packs_;
    std::vector<Item> items_;
    std::size_t at_ = 0;
    enum class Stage : std::uint8_t { stack, packs, rest } stage_ = Stage::stack;
    std::uint64_t cycle_ = 0;
    state::Snapshot known_; ///< what readings said; complete() sees copies only
    Timestamp last_;        ///< when something for the state came in this cycle
};

} // namespace gtx::probe
