// SPDX-License-Identifier: MIT
/// \file
/// Two numbers at a time: what every processor of today does in one instruction, and compilers do not find by
/// themselves where NaN counts. The form is an extension that g++ and clang++ share.
#pragma once

#include <cstdint>
#include <cstring>

namespace gtx::bms {

using Two = double __attribute__((vector_size(16)));
using TwoMasks = std::int64_t __attribute__((vector_size(16)));

inline Two load_two(const double* from) {
    Two two;
    std::memcpy(&two, from, sizeof two);
    return two;
}

} // namespace gtx::bms
