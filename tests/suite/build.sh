#!/bin/bash
# SPDX-License-Identifier: MIT
# Configures a preset, builds a target and runs some of its tests: build.sh SOURCE PRESET BUILD TARGET TESTS [LAUNCHER]
set -euo pipefail
source=$1 preset=$2 build=$3 target=$4 tests=$5 launcher=${6-}
cd "$source"
cmake --preset "$preset" -B "$build" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"
cmake --build "$build" --target "$target"
ctest --test-dir "$build" --output-on-failure -j "$(nproc)" -R "$tests"
