// SPDX-License-Identifier: MIT
// Nothing: CMake makes the precompiled header that tests share for a source that uses it.
