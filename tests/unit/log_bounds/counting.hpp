// SPDX-License-Identifier: MIT
/// \file
/// What is allocated in this program, by whomever: operator new, malloc() of zlib and the other libraries.
#pragma once

#include <cstddef>

namespace counting {

/// Forgets the peak: it counts from what is held now.
void begin();
/// Bytes held now beyond those at begin().
std::ptrdiff_t held();
/// The most bytes held at once since begin(), beyond those held then.
std::ptrdiff_t peak();

/// What is allocated and given back within its life is not counted.
class Pause {
public:
    Pause();
    ~Pause();
    Pause(const Pause&) = delete;
    Pause& operator=(const Pause&) = delete;
};

} // namespace counting
