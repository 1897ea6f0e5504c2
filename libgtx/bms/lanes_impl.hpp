// SPDX-License-Identifier: MIT
/// \file
/// Two numbers at a time: what every processor of today does in one instruction, and compilers do not find by
/// themselves where NaN counts. The form is an extension that g++ and clang++ share.
#pragma once

#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace gtx::bms {

using Two = double __attribute__((vector_size(16)));
using TwoMasks = std::int64_t __attribute__((vector_size(16)));

inline Two load_two(const double* from) {
    Two two;
    std::memcpy(&two, from, sizeof two);
    return two;
}

// The lower and the higher of each two; the second where one of them is NaN. The comparison written out takes
// a compiler four instructions, the machine has one.
inline Two lower(Two a, Two b) {
#if defined(__SSE2__)
    return _mm_min_pd(a, b);
#else
    return a < b ? a : b;
#endif
}
inline Two higher(Two a, Two b) {
#if defined(__SSE2__)
    return _mm_max_pd(a, b);
#else
    return a > b ? a : b;
#endif
}

} // namespace gtx::bms
