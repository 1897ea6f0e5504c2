// SPDX-License-Identifier: MIT
// The coding of a live stack, or the list of its packs.
#include <random>

#include "gtx/link/coordinator.hpp"
#include "tools/common/message.hpp"
#include "tools/common/output.hpp"
#include "tools/common/signals.hpp"
#include "tools/gtx-assign/app.hpp"
#include "tools/gtx-assign/report.hpp"
#include "tools/gtx-assign/session.hpp"

namespace gtx::assign_tool {

namespace {

class CodingPlayer : public Player {
public:
    explicit CodingPlayer(link::Coordinator coordinator) : coordinator_(std::move(coordinator)) {}
    void take(serial::Bytes bytes, Timestamp now) override { coordinator_.take(bytes, now); }
    void set_in(bool raised, Timestamp now) override { coordinator_.set_in(raised, now); }
    link::Step step(Timestamp now) override { return coordinator_.step(now); }
    [[nodiscard]] bool over() const override { return coordinator_.over(); }
    link::Coordinator& coordinator() { return coordinator_; }

private:
    link::Coordinator coordinator_;
};

link::CoordinatorOptions coding_options(const Options& options, const Session& session) {
    link::CoordinatorOptions c;
    c.speed = session.speed();
    c.discover_only = options.discover;
    c.survey_always = options.survey;
    c.drives_line = session.levels() != Levels::none;
    c.seed = std::random_device()();
    return c;
}

Result<void> tell(const Options& options, const Report& report) {
    GTX_TRY(auto output, cli::Output::open(options.output));
    std::string out;
    append_report(out, report, options.format);
    output.write(out);
    return output.close();
}

/// "list only" is answered by any pack; a number that was expected must be there.
bool answered(const Options& options, const link::Observation& seen) {
    const auto packs = seen.members.size() + seen.unlisted;
    return options.expect ? packs == *options.expect : packs > 0;
}

} // namespace

Result<cli::ExitStatus> run_line(const Options& options) {
    GTX_TRY(auto session, Session::open(options));
    CodingPlayer player(link::Coordinator(coding_options(options, session), session.now()));
    auto& coordinator = player.coordinator();
    if (options.verbose)
        coordinator.on_frame(
            [](std::string_view words, bool sent) { cli::detail_note("{} {}", sent ? ">" : "<", words); });
    if (const auto done = session.run(player); !done) return done.error();
    if (!coordinator.over()) coordinator.cancel(session.now());
    if (session.timed_out()) cli::note("{}: stopped by --timeout", options.port);
    const auto& seen = coordinator.observation();
    const auto expected =
        options.expect ? std::optional(static_cast<unsigned>(*options.expect)) : std::nullopt;
    const auto verdict = link::explain(seen, expected);
    if (const auto told = tell(options, {options.port, session.now(), seen, verdict, options.discover});
        !told)
        return told.error();
    if (seen.members.empty()) cli::note("{}: nobody answered", options.port);
    const bool good = options.discover ? answered(options, seen) : verdict.right;
    return good ? cli::ExitStatus::yes : cli::ExitStatus::no;
}

} // namespace gtx::assign_tool
