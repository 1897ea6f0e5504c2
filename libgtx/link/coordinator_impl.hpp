// SPDX-License-Identifier: MIT
/// \file
/// The coordinator inside. One request is on its way at a time; what is done with its outcome is a member
/// function, named when it is asked. coding.cpp, discovery.cpp, survey.cpp and numbering.cpp hold the parts
/// in the order in which they run.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/random.hpp"
#include "gtx/link/coordinator.hpp"
#include "link/asker_impl.hpp"
#include "link/search_impl.hpp"

namespace gtx::link {

/// The sight at which no Out is raised; the next ones are those of the coordinator and of the chain.
inline constexpr std::size_t first_sight = 1;

class Coordinator::Impl {
public:
    Impl(CoordinatorOptions options, Timestamp now);

    void take(serial::Bytes bytes, Timestamp now);
    void set_in(bool raised) { in_ = raised; }
    Step step(Timestamp now);
    void cancel(Timestamp now);
    [[nodiscard]] Part part() const { return part_; }
    [[nodiscard]] std::uint16_t session() const { return session_; }
    [[nodiscard]] const Observation& observation() const { return seen_; }
    void on_frame(std::function<void(std::string_view, bool)> call) { asker_.on_frame = std::move(call); }

private:
    using Then = void (Impl::*)(const Outcome&);

    /// A pack that answered under this session.
    struct Known {
        Identity identity;
        std::uint32_t nonce = 0;
        std::size_t member = 0;
        unsigned number = 0; ///< that it holds; 0: none
    };

    // asking
    [[nodiscard]] Message request(Command command, std::uint8_t adr = 0, std::uint32_t nonce = 0) const;
    void ask_all(const Message& message, Then then);
    void ask_one(const Message& message, Then then);
    void tell(const Message& message, Then then);
    void pause(std::int64_t ns, Then then);
    void spend();
    [[nodiscard]] unsigned budget() const;
    void over_budget();

    // the run
    void begin_attempt();
    void attempt_failed();
    void back_off();
    void stop_early(Ending ending);
    void after_hurry(const Outcome& o);
    std::int64_t some(std::int64_t most_ns); ///< by chance: 0 … most_ns
    void end_late();
    void end_without_numbers();
    void after_void(const Outcome& o);
    void finish(const Outcome& o);

    // coding
    void after_listening(const Outcome& o);
    void after_reset(const Outcome& o);
    void ask_at_rest(const Outcome& o);
    void on_rest(const Outcome& o);
    [[nodiscard]] std::uint64_t odd() const;
    [[nodiscard]] unsigned silences_wanted(unsigned where_all_is_heard) const;
    void start_coding();
    [[nodiscard]] Message offer_of(std::size_t number, std::size_t sight) const;
    void offer(const Outcome& o);
    void on_claim(const Outcome& o);
    void take_claim(const Message& claim);
    void take_claim_of_numbered(const Known& known);
    void raise_again(Then then);
    void grant();
    void on_granted(const Outcome& o);
    [[nodiscard]] bool came_back();
    void end_coding(Ending ending);

    // discovery
    void start_discovery(const Outcome& o);
    void search(const Outcome& o);
    void on_found(const Outcome& o);
    void on_muted(const Outcome& o);
    void list_found();
    void on_old_nonce(const Outcome& o);
    void end_discovery(bool whole);

    // survey
    void start_survey();
    void next_source();
    void drive_source();
    void next_target(const Outcome& o);
    void on_source(const Outcome& o);
    void look_at_own_in();
    void drop_out(std::size_t target);
    void on_dropped(const Outcome& o);
    void on_levels(const Outcome& o);
    void end_survey(bool whole);

    // numbering
    void judge();
    void prove();
    void ask_witness(const Outcome& o);
    void on_witness(const Outcome& o);
    [[nodiscard]] bool saw_the_chain(const Message& answer) const;
    void put_in_force();
    void begin_alone();
    void ask_if_alone(const Outcome& o);
    void on_alone_still(const Outcome& o);
    void judge_survey();
    void judge_order();
    [[nodiscard]] bool right() const;
    [[nodiscard]] std::vector<Source> reached_from(Source from) const;
    void number_by_edges();
    void grant_next(const Outcome& o);
    void on_order_granted(const Outcome& o);
    void commit_next(const Outcome& o);
    void on_committed(const Outcome& o);
    void check_next(const Outcome& o);
    void on_checked(const Outcome& o);

    Known& known_of(const Message& answer);
    [[nodiscard]] std::size_t index_of(const Known& known) const {
        return static_cast<std::size_t>(&known - known_.data());
    }
    [[nodiscard]] Known* find_known(std::uint32_t nonce);
    std::size_t member_of(const Identity& identity);
    void add_edge(Source from, Source to);

    CoordinatorOptions options_;
    Timing timing_;
    Observation seen_;
    Asker asker_;
    SplitMix64 random_;
    Timestamp now_;
    Timestamp began_;
    Then then_ = nullptr;
    Part part_ = Part::listening;
    std::uint16_t session_ = 0;
    bool sent_ = false;  ///< anything but listening was done
    bool out_ = false;   ///< the own line
    bool in_ = false;    ///< the own line that comes
    bool fault_ = false; ///< something odd was seen in this attempt
    bool backing_off_ = false;
    unsigned attempt_ = 0;
    unsigned spent_ = 0; ///< requests in this part

    std::vector<Known> known_;
    std::vector<std::size_t> chain_; ///< indices of known_, in their order
    Source source_ = coordinator;    ///< index of known_: whose Out is raised
    unsigned resets_ = 0;
    unsigned rest_tries_ = 0;
    unsigned silent_ = 0;  ///< offers in a row
    unsigned garbled_ = 0; ///< offers in a row
    unsigned back_ = 0;    ///< times in a row that one with a number answered an offer
    Message claim_;
    std::uint64_t unexplained_ = 0; ///< garbled answers to offers, and to searches that then found nobody
    std::uint64_t odd_before_ = 0;  ///< odd things counted before this attempt

    Search search_;
    bool collided_ = false;               ///< answers were garbled since somebody was found
    std::vector<std::uint32_t> unlisted_; ///< nonces
    Message found_;

    std::size_t survey_source_ = 0; ///< 0: rest; 1: the coordinator; 2 …: known_
    std::size_t survey_target_ = 0;
    bool survey_whole_ = true;
    unsigned raised_ = 0; ///< times that the target saw its In raised
    unsigned drops_ = 0;  ///< times that an Out was raised that should not be, with this source
    std::vector<Edge> survey_edges_;
    unsigned alone_ = 0; ///< times that nobody objected
    std::size_t at_ = 0; ///< in chain_, while granting, committing or checking
};

} // namespace gtx::link
