// SPDX-License-Identifier: MIT
// Buses that are none of ours: known by a few identifiers, so that the user hears what it is
// instead of getting wrong numbers. None of these is decoded.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"

namespace gtx::dialect {

namespace strangers {

using namespace common;

bool goodwe_name(Bytes b) {
    return b.size() >= 7 && says(b.subspan(1), "GOODWE");
}
constexpr Clue high_voltage_handshake[] = {
    {standard(0x151), goodwe_name, 6, "0x151 is a GoodWe inverter looking for a high-voltage battery"},
    {standard(0x191), nullptr, 2, "0x191 is there"},
};

bool high_voltage_limits(Bytes b) {
    return high_voltage_351(b);
}
constexpr IdPattern extended_351{.value = 0x351, .extended = true, .pack_shift = 12, .pack_width = 4};
constexpr Clue high_voltage_pack[] = {
    {standard(0x351), high_voltage_limits, 8, "0x351 asks for more than 100 V"},
    {extended_351, high_voltage_limits, 8, "0x351 of 29 bits asks for more than 100 V"},
    {{.value = 0x4210, .extended = true, .pack_width = 4},
     nullptr,
     8,
     "0x421. of 29 bits is Pylontech high voltage"},
};

// The parameter group of a boat's bus lies in 0x1F000 … 0x1FFFF; a truck's in the page below.
constexpr IdPattern boat(std::uint32_t id) {
    return {.value = id, .extended = true, .pack_shift = 0, .pack_width = 20};
}
constexpr Clue nmea_2000[] = {
    {boat(0x09F00000), nullptr, 6, "29-bit identifiers 09F..... are NMEA 2000"},
    {boat(0x19F00000), nullptr, 6, "29-bit identifiers 19F..... are NMEA 2000"},
    {boat(0x0DF00000), nullptr, 4, "29-bit identifiers 0DF..... are NMEA 2000"},
    {boat(0x15F00000), nullptr, 4, "29-bit identifiers 15F..... are NMEA 2000"},
    {boat(0x1DF00000), nullptr, 4, "29-bit identifiers 1DF..... are NMEA 2000"},
};

constexpr IdPattern widened(std::uint32_t id) {
    return {.value = id, .extended = true};
}
constexpr Clue widened_ids[] = {
    {widened(0x351), limits_351, 2, "0x351 has 29 bits and holds limits of a 48 V battery"},
    {widened(0x355), soc_355, 2, "0x355 has 29 bits and holds SOC and SOH"},
    {widened(0x356), measurements_356, 2, "0x356 has 29 bits and holds measurements"},
};

} // namespace strangers

namespace {

constexpr Dialect stranger(std::string_view name, std::string_view title, std::string_view doc,
                           std::span<const Clue> clues) {
    return {.name = name, .title = title, .doc = doc, .verified = "not decoded", .clues = clues};
}

} // namespace

extern const Dialect goodwe_hv_stranger;
const Dialect goodwe_hv_stranger =
    stranger("goodwe-hv", "GoodWe with a high-voltage battery",
             "An inverter that looks for a high-voltage battery.", strangers::high_voltage_handshake);

extern const Dialect high_voltage_stranger;
const Dialect high_voltage_stranger =
    stranger("high-voltage", "a high-voltage battery", "A battery of more than 100 V: not what gtx is for.",
             strangers::high_voltage_pack);

extern const Dialect widened_stranger;
const Dialect widened_stranger =
    stranger("widened-ids", "11-bit identifiers sent with 29 bits",
             "An adapter or emulator sends 11-bit identifiers as 29-bit ones: no inverter listens to these.",
             strangers::widened_ids);

extern const Dialect nmea_stranger;
const Dialect nmea_stranger =
    stranger("nmea-2000", "NMEA 2000", "The network of a boat.", strangers::nmea_2000);

} // namespace gtx::dialect
