// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "gtx/pack/ratings.hpp"
#include "gtx/sim/simulation.hpp"
#include "sim/devices_impl.hpp"

namespace gtx::sim {

namespace {

/// Looks at the steps in their order and remembers how many packs there are.
class Check {
public:
    explicit Check(unsigned packs) : packs_(packs) {}

    void operator()(const Step& step) {
        line_ = step.line;
        at_ns_ = step.at_ns;
        std::visit([&](const auto& c) { look(c); }, step.command);
    }
    std::vector<Refusal> refusals() && { return std::move(refusals_); }

private:
    template <class Other>
    void look(const Other&) {}
    void look(const command::Add&) {
        if (++packs_ > most_packs) refuse(fmt::format("at most {} packs can be simulated", most_packs));
    }
    void look(const command::Begin& c) {
        using What = command::Begin::What;
        if (at_ns_ != 0) return refuse("expected at the beginning, at time 0");
        if (c.what == What::soh && c.amount < 20)
            refuse(fmt::format("expected a capacity from 20% to 100%, not {:g}%", c.amount));
        if (c.what != What::packs && c.what != What::seed) look_at_pack(c.pack);
    }
    void look(const command::Press& c) { look_at_pack(c.pack); }
    void look(const command::Plug& c) { look_at_pack(c.pack); }
    void look(const command::Fault& c) {
        using What = command::Fault::What;
        if (c.what >= What::bus_silent) return;
        look_at_pack(c.pack);
        if (c.what == What::link_cut || c.what == What::link_coding_cut) look_at_pack(c.pack + 1);
        if (c.what == What::link_serial) look_at_pack(c.index);
        const bool cell = c.what <= What::cell_open_wire;
        if (cell && c.index >= pack::cells_in_series)
            refuse(fmt::format("expected a cell from 1 to {}, not {}", pack::cells_in_series, c.index + 1));
        if (c.what == What::sensor_lost && c.index >= sensors_per_pack)
            refuse(fmt::format("expected a sensor from 1 to {}, not {}", sensors_per_pack, c.index + 1));
    }

    void look_at_pack(std::size_t pack) {
        if (pack == all_packs || pack < packs_) return;
        refuse(fmt::format("there is no pack {}: the stack has {} then", pack + 1, packs_));
    }
    void refuse(std::string why) { refusals_.push_back({{}, line_, std::move(why)}); }

    std::size_t packs_;
    std::uint64_t line_ = 0;
    std::int64_t at_ns_ = 0;
    std::vector<Refusal> refusals_;
};

} // namespace

std::vector<Refusal> check(const Scenario& scenario, unsigned packs) {
    Check check(packs);
    for (const auto& step : scenario) check(step);
    return std::move(check).refusals();
}

} // namespace gtx::sim
