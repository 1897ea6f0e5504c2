// SPDX-License-Identifier: MIT
// The one place where docgen asks the library for the dialects.
#include <iterator>
#include <vector>

#include "gtx/dialect/dialect.hpp"
#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

std::vector<cli::Choice> choices_of_dialects() {
    std::vector<cli::Choice> choices = {{"auto", "recognise it"}};
    for (const auto* d : dialect::all()) {
        if (d->decodable()) choices.push_back({d->name, d->title});
    }
    return choices;
}

} // namespace

std::span<const cli::Choice> dialects() {
    static const auto choices = choices_of_dialects();
    return choices;
}

/// Provisional: a list. The tables of the messages are not shown yet.
std::string mdoc_dialects() {
    std::string out = ".Bl -tag -width Ds";
    for (const auto* d : dialect::all()) {
        fmt::format_to(std::back_inserter(out), "\n.It Cm {}\n{}", d->name, d->title);
        if (!d->decodable()) out += "; recognised and not decoded";
    }
    return out + "\n.El";
}

} // namespace gtx::docgen
