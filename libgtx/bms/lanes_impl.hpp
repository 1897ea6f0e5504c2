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

inline Two load_two(const double* from) {
    Two two;
    std::memcpy(&two, from, sizeof two);
    return two;
}

// Each of these is an instruction or two. Written out in the vectors of the compiler, g++ takes minima for
// comparisons with masks, and takes masks apart into numbers that it asks one after the other.
#if defined(__SSE2__)
/// The lower of each two; the second where one of them is NaN.
inline Two lower(Two a, Two b) {
    return _mm_min_pd(a, b);
}
inline Two higher(Two a, Two b) {
    return _mm_max_pd(a, b);
}
/// Both are strictly between; NaN never is.
inline Two between(Two low, Two v, Two high) {
    return _mm_and_pd(_mm_cmplt_pd(low, v), _mm_cmplt_pd(v, high));
}
inline Two both(Two mask, Two other) {
    return _mm_and_pd(mask, other);
}
inline bool all(Two mask) {
    return _mm_movemask_pd(mask) == 3;
}
using TwoMask = Two;
#else
using TwoMask = std::int64_t __attribute__((vector_size(16)));
inline Two lower(Two a, Two b) {
    return a < b ? a : b;
}
inline Two higher(Two a, Two b) {
    return a > b ? a : b;
}
inline TwoMask between(Two low, Two v, Two high) {
    return (low < v) & (v < high);
}
inline TwoMask both(TwoMask mask, TwoMask other) {
    return mask & other;
}
inline bool all(TwoMask mask) {
    return (mask[0] & mask[1]) != 0;
}
#endif

} // namespace gtx::bms
