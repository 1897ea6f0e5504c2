// SPDX-License-Identifier: MIT
/// \file
/// The members of a summary, each with its key, said once: what packs them and what unpacks them walk the
/// same list.
#pragma once

#include <concepts>
#include <type_traits>

#include "gtx/decode/summary.hpp"

namespace gtx::decode {

template <class S, class T>
concept Like = std::same_as<std::remove_const_t<S>, T>;

void each_field(auto& a, Like<ExactSum> auto& s) {
    a("digits", s.digits);
    a("decimals", s.decimals);
}

void each_field(auto& a, Like<Spacing> auto& s) {
    a("count", s.count);
    a("steps_back", s.steps_back);
    a("sum_ns", s.sum_ns);
    a("squares_ns2", s.squares_ns2);
    a("shortest_ns", s.shortest_ns);
    a("longest_ns", s.longest_ns);
}

void each_field(auto& a, Like<SignalSummary> auto& s) {
    a("row", s.row);
    a("kind", s.kind);
    a("decimals", s.decimals);
    a("name", s.name);
    a("bare", s.bare);
    a("suffix", s.suffix);
    a("symbol", s.symbol);
    a("count", s.count);
    a("out_of_range", s.out_of_range);
    a("first", s.first);
    a("least", s.least);
    a("most", s.most);
    a("last", s.last);
    a("sum", s.sum);
    a("label", s.label);
    a("held", s.held);
    a("known_ns", s.known_ns);
    a("yes_ns", s.yes_ns);
    a("rises", s.rises);
    a("ever_yes", s.ever_yes);
}

void each_field(auto& a, Like<Throughput> auto& s) {
    a("measured", s.measured);
    a("charge_in_As", s.charge_in_As);
    a("charge_out_As", s.charge_out_As);
    a("energy_in_Ws", s.energy_in_Ws);
    a("energy_out_Ws", s.energy_out_Ws);
}

void each_field(auto& a, Like<HeldPower> auto& s) {
    a("held", s.held);
    a("volts", s.volts);
    a("amps", s.amps);
    a("volts_decimals", s.volts_decimals);
    a("amps_decimals", s.amps_decimals);
}

void each_field(auto& a, Like<IdSummary> auto& s) {
    a("id", s.id.value);
    a("extended", s.id.extended);
    a("kind", s.kind);
    a("message", s.message);
    a("dialect", s.dialect);
    a("reading", s.reading);
    a("anew", s.anew);
    a("frames", s.frames);
    a("refused", s.refused);
    a("shortest", s.shortest);
    a("longest", s.longest);
    a("bits", s.bits);
    a("first_ns", s.first);
    a("last_ns", s.last);
    a("spacing", s.spacing);
    a("head_ns", s.head_ns);
    a("power", s.power);
    a("signals", s.signals);
}

void each_field(auto& a, Like<SecondRun> auto& s) {
    a("second", s.second);
    a("bits", s.bits);
}

void each_field(auto& a, Like<BusLoad> auto& s) {
    a("runs", s.runs);
    a("first", s.first);
    a("last", s.last);
    a("most", s.most);
}

void each_field(auto& a, Like<InterfaceSummary> auto& s) {
    a("if", s.name);
    a("dialect", s.dialect);
    a("version", s.version);
    a("bit_rate_bps", s.bit_rate);
    a("through", s.through);
    a("load", s.load);
    a("ids", s.ids);
}

void each_field(auto& a, Like<log::Counts> auto& s) {
    a("lines", s.lines);
    a("frames", s.frames);
    a("comments", s.comments);
    a("details", s.details);
    a("drop_reports", s.drop_reports);
    a("dropped", s.dropped);
    for (std::size_t i = 0; i < log::refusal_count; ++i)
        a(log::name(static_cast<log::Refusal>(i)), s.refused[i]);
}

void each_field(auto& a, Like<Summary> auto& s) {
    a("counted", s.counted);
    a("counts", s.counts);
    a("interfaces", s.interfaces);
}

} // namespace gtx::decode
