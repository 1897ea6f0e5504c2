// SPDX-License-Identifier: MIT
/// \file
/// How long a random test runs: rounds(1000) are a thousand, and a tenth of them under sanitizers, which make
/// each ten times as slow. What is then left out is done by the same test in the other build.
#pragma once

namespace gtx::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) // so says g++
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

/// `count`, or a tenth of it under sanitizers, but never less than `least`.
template <class Number>
constexpr Number rounds(Number count, Number least = Number{1}) {
    if (!sanitized) return count;
    return count / 10 > least ? count / 10 : least;
}

} // namespace gtx::test
