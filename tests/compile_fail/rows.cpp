// SPDX-License-Identifier: MIT
// Option rows with one mistake each; without a mistake this compiles.
#include "tools/common/option.hpp"

namespace {

struct Options {
    bool first = false;
    std::string second;
};

#if defined(TWO_OPTIONS_HAVE_ONE_NAME)
#define SECOND .name = "first", .letter = 'b', .value = "B", .group = "G", .help = "Do."
#elif defined(TWO_OPTIONS_HAVE_ONE_LETTER)
#define SECOND .name = "second", .letter = 'a', .value = "B", .group = "G", .help = "Do."
#elif defined(A_VALUE_HAS_NO_NAME)
#define SECOND .name = "second", .letter = 'b', .group = "G", .help = "Do."
#elif defined(A_NAME_HAS_A_CAPITAL)
#define SECOND .name = "Second", .letter = 'b', .value = "B", .group = "G", .help = "Do."
#elif defined(HELP_IS_NO_SENTENCE)
#define SECOND .name = "second", .letter = 'b', .value = "B", .group = "G", .help = "Do"
#elif defined(HELP_IS_TOO_LONG)
#define SECOND                                                                                               \
    .name = "second", .letter = 'b', .value = "B", .group = "G",                                             \
    .help = "Do this and that and whatever else would never fit into one line of a help text."
#elif defined(A_COMMON_LETTER_MEANS_SOMETHING_ELSE)
#define SECOND .name = "second", .letter = 'f', .value = "B", .group = "G", .help = "Do."
#elif defined(A_COMMON_NAME_HAS_ANOTHER_LETTER)
#define SECOND .name = "output", .letter = 'b', .value = "B", .group = "G", .help = "Do."
#else
#define SECOND .name = "second", .letter = 'b', .value = "B", .group = "G", .help = "Do."
#endif

constexpr auto option_rows = gtx::cli::rows(
    gtx::cli::option<&Options::first>({.name = "first", .letter = 'a', .group = "G", .help = "Do."}),
    gtx::cli::option<&Options::second>({SECOND}));

} // namespace

int main() {
    return static_cast<int>(option_rows.size()) - 4;
}
