#!/bin/bash
# SPDX-License-Identifier: MIT
# Configures a preset, builds it and runs its tests: build.sh SOURCE PRESET BUILD TESTS [LAUNCHER]
set -euo pipefail
source=$1 preset=$2 build=$3 tests=$4 launcher=${5-}
cd "$source"
cmake --preset "$preset" -B "$build" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"
cmake --build "$build"
ctest --test-dir "$build" --output-on-failure -j "$(nproc)" -R "$tests"
