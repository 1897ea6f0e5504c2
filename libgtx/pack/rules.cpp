// SPDX-License-Identifier: MIT
#include "gtx/pack/rules.hpp"

#include <algorithm>
#include <array>

namespace gtx::pack {
namespace {

constexpr auto table = std::to_array<Rule>({
    // What the pack is.
    {"R-DATA-1", "A pack is 16 LFP cells in series: 50 Ah at 51.2 V, rated 2500 Wh, 2250 Wh of it usable."},
    {"R-DATA-2", "It is charged with 55.68 to 56.16 V and discharged between 56.16 and 45.6 V."},
    {"R-DATA-3", "It is charged with 25 A, with 30 A at the most."},
    {"R-DATA-4", "It is discharged with 25 A, with 30 A or 1.5 kW at the most."},
    {"R-DATA-5", "It works from -20 to 60 degC."},
    {"R-DATA-6", "It may be stored for a year when cool, for half a year or a quarter when warmer."},
    {"R-DATA-7", "Up to four packs stand in parallel; they are never put in series nor reversed."},
    {"R-DATA-8", "After 6000 cycles of 80 % at 25 degC and 0.5 C it still holds 60 % of its capacity."},
    {"R-DATA-9", "The current it may carry falls with the voltage of its cells and its temperature."},
    {"R-DATA-10", "It speaks through RS232, RS485, CAN, two dry contacts and the port of the display."},
    {"R-DATA-11", "It bears 95 % humidity and 2000 m of height, is IP20, and weighs 27 kg."},
    // Words.
    {"R-TERM-1", "Standby: it can be charged or discharged at once."},
    {"R-TERM-2", "Fully charged: the state of charge is 100 %."},
    {"R-TERM-3", "State of charge counts the part of the capacity that can be used."},
    {"R-TERM-4", "The battery voltage is that of the cells, the pack voltage that of the terminals."},
    {"R-TERM-5", "Alarm: something is unusual and the pack goes on working."},
    {"R-TERM-6", "Protection: charging or discharging has stopped and can come back."},
    {"R-TERM-7", "Fault: battery or BMS is broken for good and has to be exchanged."},
    {"R-TERM-8", "Over-discharged: so empty that it has to be charged before long."},
    // Start button.
    {"R-BTN-1", "A press of more than 3 s starts the pack, light by light from the top, then it is coded."},
    {"R-BTN-2", "Of packs in parallel only the master is started; it numbers the others."},
    {"R-BTN-3", "A press of more than 3 s on the running master stops the slaves first and itself last."},
    {"R-BTN-4", "A shorter press changes nothing."},
    // Lights.
    {"R-LED-1", "Shut down: no light."},
    {"R-LED-2", "Standby: RUN winks every 4 s beside the level."},
    {"R-LED-3", "Charging: RUN is lit and the topmost light of the level flashes."},
    {"R-LED-4", "Charging and full: RUN and the whole level are lit until the charger is off."},
    {"R-LED-5", "Protection while charging: only ALM is lit, charging has stopped."},
    {"R-LED-6", "Discharging: RUN flashes every 2 s beside the level."},
    {"R-LED-7", "Under-voltage protection: all dark, discharging has stopped and charging is allowed."},
    {"R-LED-8", "Another protection while discharging: only ALM is lit, discharging has stopped."},
    {"R-LED-9", "Fault: only ALM is lit, nothing flows."},
    {"R-LED-10", "One to six lights show the level; another one lights at 18, 34, 51, 67 and 84 %."},
    // Link.
    {"R-LINK-1", "Packs are joined by RS485 from Out to In; the same cable carries the signal for coding."},
    {"R-LINK-2", "The pack whose In is empty is the master."},
    {"R-LINK-3", "Each Out leads to the next In, and the last Out stays empty."},
    {"R-LINK-4", "Swapped ends, a break or a ring make coding fail, and the cable is named."},
    {"R-LINK-5", "Four packs are numbered; a fifth is reported and gets no number."},
    {"R-LINK-6", "Every start of the master codes anew, in the order of the chain, the master first."},
    // Power wiring.
    {"R-WIRE-1", "A single pack may use any of its P+ and P- terminals."},
    {"R-WIRE-2", "Several packs share P+ and P-; plus is taken at the master, minus at the last slave."},
    {"R-WIRE-3", "The packs' earths are joined, then led to ground once, from one pack."},
    {"R-WIRE-4", "The CAN cable of the PCS goes to the master."},
    {"R-WIRE-5", "Each socket has its own pins, and the dry contacts bear 30 V and 1 A."},
    // PCS and dry contacts.
    {"R-PCS-1",
     "The BMS tells the PCS over CAN how much it may charge and discharge, and between which voltages."},
    {"R-PCS-2", "Below 8 % the BMS makes the PCS charge."},
    {"R-PCS-3", "After 30 days without reaching 97 % the BMS asks for a full charge."},
    {"R-PCS-4", "The PCS does that full charge between 03:00 and 06:00 unless told otherwise."},
    {"R-PCS-5", "Contact 1/2 closes when charging is prohibited, contact 3/4 when discharging is."},
    // Storage and deep discharge.
    {"R-STORE-1", "Store it at -10 to 45 degC, in dry air and between 30 and 60 % charged."},
    {"R-STORE-2", "Storage ends after 12 months up to 25 degC, 6 up to 35 degC, 3 up to 45 degC."},
    {"R-STORE-3", "After a long storage it is charged with 25 A to 40 %."},
    {"R-OVERDIS-1", "Empty and away from the PCS it is charged within 15 days, or 7 days above 25 degC."},
    {"R-OVERDIS-2", "Empty and still at the PCS it is charged within 12 hours."},
    // Diagnosis.
    {"R-DIAG-1",
     "Dark and dead: it is deeply discharged; if 51 V from a charger do not wake it, ask the maker."},
    {"R-DIAG-2", "It is not charged above 55 degC or below -10 degC."},
    {"R-DIAG-3", "It is not discharged above 60 degC or below -20 degC."},
    {"R-DIAG-4", "More than 50 A trips a protection; draw or supply less."},
    {"R-DIAG-5", "From 56 V on charging is protected against: discharge a little, or lower the charger."},
    {"R-DIAG-6", "At 45.6 V or less discharging stops; charge until the red light is off."},
    {"R-DIAG-7", "If none of this explains it, switch it off and ask the maker."},
    {"R-DIAG-8",
     "New neighbours may differ in charge; one light of difference is fine if gone in 10 minutes."},
    {"R-DIAG-9", "A pack joins others that are 45 to 50 % charged, and all are then charged fully."},
    {"R-DIAG-10", "Packs to be joined differ by 80 % at the most; a large gap closes in about two cycles."},
    {"R-DIAG-11", "Everything is off, the PCS too, before packs are added or software is updated."},
    // Safety.
    {"R-SAFE-1",
     "Water, fire, smoke, leaks and damage have emergency steps, shown where they may be needed."},
    {"R-SAFE-2", "Not for life support; it holds lithium and dangerous currents."},
    // Inverters.
    {"R-INV-1", "Inverters of Sofar Solar fit, and others that the maker lists."},
});

} // namespace

std::span<const Rule> rules() noexcept {
    return table;
}

const Rule* find_rule(std::string_view id) noexcept {
    const auto* row = std::find_if(table.begin(), table.end(), [&](const Rule& r) { return r.id == id; });
    return row == table.end() ? nullptr : row;
}

} // namespace gtx::pack
