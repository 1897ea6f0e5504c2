// SPDX-License-Identifier: MIT
/// \file
/// Known frames of serial dialects: what each says, as text.
#pragma once

#include <map>
#include <sstream>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/wire/codec.hpp"
#include "tests/unit/serial/vectors.hpp"

namespace gtx::test {

inline std::string_view reply_text(std::string_view id) {
    for (const auto& v : reply_vectors)
        if (v.id == id) return v.text;
    BOOST_FAIL("no vector " << id);
    return {};
}

/// The frame of a text from `~` to CHKSUM.
inline serial::AsciiFrame ascii_frame(std::string_view text) {
    serial::AsciiFrame frame;
    const auto refusal = serial::parse_ascii(text.substr(1), frame);
    BOOST_REQUIRE_MESSAGE(!refusal, text);
    return frame;
}

inline const dialect::SerialCommand& command_of(std::string_view dialect, std::string_view command) {
    const auto* d = dialect::find_serial(dialect);
    BOOST_REQUIRE_MESSAGE(d != nullptr, dialect);
    const auto* c = d->command(command);
    BOOST_REQUIRE_MESSAGE(c != nullptr, command);
    return *c;
}

inline dialect::SerialReading read_text(std::string_view dialect, std::string_view command,
                                        std::string_view text, bool all = false) {
    return dialect::read_reply(*dialect::find_serial(dialect), command_of(dialect, command),
                               ascii_frame(text), all);
}

/// One field as text: "-" if it has no value.
inline std::string text_of(const wire::Field& field) {
    if (!field.present) return "-";
    if (field.row->kind == wire::Kind::text) return std::string(field.text);
    std::string text;
    wire::append_value(text, *field.row, field.raw);
    return text;
}

/// All fields by their keys, "2:" before those of pack 2. Lists also as a whole: "cells" and "temperatures",
/// their raw values or digits with commas between them.
inline std::map<std::string, std::string> fields_of(const dialect::SerialReading& reading) {
    std::map<std::string, std::string> all;
    for (const auto& field : reading.fields) {
        const auto pack = field.pack == 0 ? std::string() : std::to_string(field.pack) + ':';
        const auto [at, fresh] = all.emplace(pack + wire::key(field), text_of(field));
        BOOST_TEST(fresh, "told twice: " << at->first);
        if (field.row->index != 0 || field.index == 0) continue;
        auto& list = all[pack + std::string(field.row->name) + 's'];
        const auto value = field.row->name == "cell" ? std::to_string(field.raw) : text_of(field);
        list += (list.empty() ? "" : ",") + value;
    }
    all["packs_in_it"] = std::to_string(reading.packs);
    all["rest"] = std::to_string(reading.rest);
    all["adr"] = std::to_string(reading.address);
    return all;
}

/// What a vector says: "current_A=-2.6 2:voltage_V=49.52".
struct Known {
    std::string_view id;
    std::string_view command;
    std::string_view says;
    bool all = false;
};

inline void check_known(std::string_view dialect, const Known& known) {
    BOOST_TEST_CONTEXT(known.id) {
        const auto reading = read_text(dialect, known.command, reply_text(known.id), known.all);
        BOOST_TEST(name(reading.said) == "reply", reading.why);
        const auto fields = fields_of(reading);
        std::istringstream in{std::string(known.says)};
        for (std::string pair; in >> pair;) {
            const auto equals = pair.find('=');
            const auto found = fields.find(pair.substr(0, equals));
            BOOST_TEST((found != fields.end()), pair << ": no such field");
            if (found != fields.end())
                BOOST_TEST(found->second == pair.substr(equals + 1), pair << ": " << found->second);
        }
    }
}

} // namespace gtx::test
