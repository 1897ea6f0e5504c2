// SPDX-License-Identifier: MIT
#include "bms/brief_impl.hpp"

namespace gtx::bms {

namespace {

/// The windows of all quantities, told for the brief readings one after the other.
class Telling {
public:
    explicit Telling(const Windows<quantity_count>& all) : all_(all) { brief_.open(); }

    void same(BriefReading b, Watched q) { brief_.narrow(b, all_, index(q)); }
    /// `q` stays 0.
    void zero(Watched q) {
        if (!(low(q) < 0 && high(q) > 0)) possible_ = false;
    }
    /// `q` is the current as long as it flows in, else 0.
    void inwards(Watched q) {
        if (!(high(q) > 0)) possible_ = false;
        brief_.at_most(brief_current, high(q));
        if (low(q) >= 0) brief_.at_least(brief_current, low(q));
    }
    /// `q` is the current turned round as long as it flows out, else 0.
    void outwards(Watched q) {
        if (!(high(q) > 0)) possible_ = false;
        brief_.at_least(brief_current, -high(q));
        if (low(q) >= 0) brief_.at_most(brief_current, -low(q));
    }
    /// `q` is the magnitude of `b`. What must be away from 0 on either side is no window.
    void magnitude(BriefReading b, Watched q) {
        if (!(low(q) < 0)) possible_ = false;
        brief_.at_most(b, high(q));
        brief_.at_least(b, -high(q));
    }
    [[nodiscard]] BriefWindows windows() const { return possible_ ? brief_ : BriefWindows(); }

private:
    [[nodiscard]] double low(Watched q) const { return all_.low(index(q)); }
    [[nodiscard]] double high(Watched q) const { return all_.high(index(q)); }

    const Windows<quantity_count>& all_;
    BriefWindows brief_;
    bool possible_ = true;
};

void tell_currents(Telling& t, pack::Switches switches) {
    t.inwards(Watched::charge_current);
    t.outwards(Watched::discharge_current);
    if (switches.charge)
        t.zero(Watched::charge_through_open);
    else
        t.inwards(Watched::charge_through_open);
    if (switches.discharge)
        t.zero(Watched::discharge_through_open);
    else
        t.outwards(Watched::discharge_through_open);
}

} // namespace

BriefWindows in_brief(const Windows<quantity_count>& all, pack::Switches switches) {
    Telling t(all);
    t.same(brief_cell_max, Watched::cell_max);
    t.same(brief_cell_min, Watched::cell_min);
    t.same(brief_cell_delta, Watched::cell_delta);
    t.same(brief_battery, Watched::battery);
    t.same(brief_terminal, Watched::terminal);
    t.same(brief_temperature_max, Watched::temperature_max);
    t.same(brief_temperature_min, Watched::temperature_min);
    t.same(brief_temperature_delta, Watched::temperature_delta);
    t.same(brief_mosfet, Watched::mosfet);
    t.same(brief_soc, Watched::soc);
    t.zero(Watched::overcharge);
    t.zero(Watched::lost_sensors);
    t.zero(Watched::open_wires);
    if (switches.charge && switches.discharge)
        t.magnitude(brief_gap, Watched::gap);
    else
        t.zero(Watched::gap);
    tell_currents(t, switches);
    return t.windows();
}

} // namespace gtx::bms
