// SPDX-License-Identifier: MIT
// Survey: first no Out, then each alone is raised, and all are asked for their levels one by one.
#include <algorithm>

#include "link/coordinator_impl.hpp"

namespace gtx::link {

namespace {

constexpr unsigned raised_times = 3;
constexpr unsigned drops_most = 4; ///< for one source: Outs that did not drop and are told so alone

} // namespace

void Coordinator::Impl::start_survey() {
    part_ = Part::survey;
    spent_ = 0;
    survey_source_ = survey_target_ = 0;
    survey_whole_ = seen_.discovered;
    raised_ = drops_ = 0;
    survey_edges_.clear();
    std::swap(survey_edges_, seen_.edges); // what the coding found, in case that this ends early
    drive_source();
}

/// Raises the Out of survey_source_; all others drop theirs.
void Coordinator::Impl::next_source() {
    ++survey_source_;
    if (survey_source_ == 1 && !seen_.drives_line) ++survey_source_;
    if (survey_source_ >= known_.size() + 2) return end_survey(survey_whole_);
    survey_target_ = 0;
    raised_ = drops_ = 0;
    drive_source();
}

/// An Out that is raised and should not be: its pack is told so alone, and all that was seen of this source
/// may have come from there.
void Coordinator::Impl::drop_out(std::size_t target) {
    survey_target_ = 0;
    raised_ = 0;
    const auto source = survey_source_ < 2 ? coordinator : known_[survey_source_ - 2].member;
    if (survey_source_ > 0) std::erase_if(seen_.edges, [&](const Edge& e) { return e.from == source; });
    ask_one(request(Command::out, 0, known_[target].nonce), &Impl::on_dropped);
}

void Coordinator::Impl::on_dropped(const Outcome&) {
    drive_source();
}

void Coordinator::Impl::drive_source() {
    out_ = survey_source_ == 1;
    if (survey_source_ <= 1) return tell(request(Command::out), &Impl::on_source);
    auto raise = request(Command::out, 0, known_[survey_source_ - 2].nonce);
    raise.levels = level::out;
    ask_one(raise, &Impl::on_source);
}

void Coordinator::Impl::on_source(const Outcome& o) {
    if (survey_source_ >= 2 && !(o.clean() && (o.answer.levels & level::out) != 0)) {
        survey_whole_ = false;
        return next_source();
    }
    pause(timing_.settle(), &Impl::next_target);
}

void Coordinator::Impl::next_target(const Outcome&) {
    if (survey_target_ < known_.size())
        return ask_one(request(Command::levels, 0, known_[survey_target_].nonce), &Impl::on_levels);
    look_at_own_in();
}

/// The own In counts as those of the others do.
void Coordinator::Impl::look_at_own_in() {
    if (in_ && ++raised_ < raised_times) return drive_source();
    const auto source = survey_source_ == 1 ? coordinator : survey_source_ - 2;
    if (survey_source_ == 0)
        seen_.in_raised_at_rest = in_;
    else if (in_ && !seen_.in_raised_at_rest)
        add_edge(source, coordinator);
    next_source();
}

/// A raised In counts when it was seen three times, and all told each time which Out alone is to be raised:
/// one may not have heard it. Who answers says, too, whether its own Out is raised.
void Coordinator::Impl::on_levels(const Outcome& o) {
    const bool other_out =
        o.clean() && (o.answer.levels & level::out) != 0 && survey_target_ + 2 != survey_source_;
    if (other_out && ++drops_ <= drops_most) return drop_out(survey_target_);
    survey_whole_ = survey_whole_ && !other_out;
    const bool raised = o.clean() && (o.answer.levels & level::in) != 0;
    if (raised && ++raised_ < raised_times) return drive_source();
    raised_ = 0;
    const auto target = survey_target_++;
    auto& member = seen_.members[known_[target].member];
    survey_whole_ = survey_whole_ && o.clean();
    if (survey_source_ == 0 && o.clean())
        member.in_raised_at_rest = raised;
    else if (raised && !member.in_raised_at_rest)
        add_edge(survey_source_ == 1 ? coordinator : survey_source_ - 2, target);
    next_target({});
}

void Coordinator::Impl::end_survey(bool whole) {
    seen_.surveyed = whole;
    if (!whole)
        for (const auto& edge : survey_edges_)
            if (std::ranges::find(seen_.edges, edge) == seen_.edges.end()) seen_.edges.push_back(edge);
    out_ = false;
    judge_survey();
}

} // namespace gtx::link
