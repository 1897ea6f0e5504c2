// SPDX-License-Identifier: MIT
// The line of a monitoring plugin. Of several sources, that of the worst.
#include <array>

#include "tools/gtx-probe/check.hpp"
#include "tools/gtx-probe/teller.hpp"

namespace gtx::probe_tool {

namespace {

class CheckTeller : public Teller {
public:
    using Teller::Teller;

private:
    [[nodiscard]] bool satisfied(Pace pace) const override { return pace != Pace::recorded && heard_any(); }

    cli::ExitStatus end(const std::vector<Seen>& seen) override {
        auto worst = check_failed(seen.empty() ? "nothing was heard" : reason(seen.front()));
        for (std::size_t i = 0; i < sources().size(); ++i) {
            auto result = check(options(), sources()[i].latest);
            if (i == 0 || worse(result.health, worst.health)) worst = std::move(result);
        }
        sink().put(worst.line);
        return static_cast<cli::ExitStatus>(worst.health);
    }
};

} // namespace

std::unique_ptr<Teller> make_check_teller(const Options& options, Sink& sink) {
    return std::make_unique<CheckTeller>(options, sink);
}

} // namespace gtx::probe_tool
