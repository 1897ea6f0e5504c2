// SPDX-License-Identifier: MIT
// Survey: first no Out, then each alone is raised, and all are asked for their levels one by one.
#include <algorithm>

#include "link/coordinator_impl.hpp"

namespace gtx::link {

void Coordinator::Impl::start_survey() {
    part_ = Part::survey;
    spent_ = 0;
    survey_source_ = survey_target_ = 0;
    survey_whole_ = seen_.discovered;
    survey_edges_.clear();
    std::swap(survey_edges_, seen_.edges); // what the coding found, in case that this ends early
    out_ = false;
    tell(request(Command::out), &Impl::on_source);
}

/// Raises the Out of survey_source_; all others drop theirs.
void Coordinator::Impl::next_source() {
    out_ = false;
    ++survey_source_;
    if (survey_source_ == 1 && !seen_.drives_line) ++survey_source_;
    if (survey_source_ >= known_.size() + 2) return end_survey(survey_whole_);
    survey_target_ = 0;
    if (survey_source_ == 1) {
        out_ = true;
        return tell(request(Command::out), &Impl::on_source);
    }
    auto raise = request(Command::out, 0, known_[survey_source_ - 2].nonce);
    raise.levels = level::out;
    ask_one(raise, &Impl::on_source);
}

void Coordinator::Impl::on_source(const Outcome& o) {
    if (survey_source_ >= 2 && !o.clean()) {
        survey_whole_ = false;
        return next_source();
    }
    pause(timing_.settle(), &Impl::next_target);
}

void Coordinator::Impl::next_target(const Outcome&) {
    if (survey_target_ < known_.size())
        return ask_one(request(Command::levels, 0, known_[survey_target_].nonce), &Impl::on_levels);
    const auto source = survey_source_ == 1 ? coordinator : survey_source_ - 2;
    if (survey_source_ == 0)
        seen_.in_raised_at_rest = in_;
    else if (in_ && !seen_.in_raised_at_rest)
        add_edge(source, coordinator);
    next_source();
}

void Coordinator::Impl::on_levels(const Outcome& o) {
    const auto target = survey_target_++;
    auto& member = seen_.members[known_[target].member];
    if (!o.clean()) {
        survey_whole_ = false;
    } else if (survey_source_ == 0) {
        member.in_raised_at_rest = (o.answer.levels & level::in) != 0;
    } else if ((o.answer.levels & level::in) != 0 && !member.in_raised_at_rest) {
        add_edge(survey_source_ == 1 ? coordinator : survey_source_ - 2, target);
    }
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
