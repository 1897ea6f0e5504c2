// SPDX-License-Identifier: MIT
#include "tools/common/option.hpp"

namespace gtx::cli::detail {

std::string list_of(std::span<const Choice> choices) {
    std::string text;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
        text += choices[i].name;
    }
    return text;
}

} // namespace gtx::cli::detail
