#!/bin/bash
# SPDX-License-Identifier: MIT
# Configures a preset, builds a target and runs some of its tests: build.sh SOURCE PRESET BUILD TARGET TESTS [LAUNCHER]
# Says last which tests failed and how each ended, as who shows this output may show its end only.
set -euo pipefail
source=$1 preset=$2 build=$3 target=$4 tests=$5 launcher=${6-}
cd "$source"
cmake --preset "$preset" -B "$build" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher"
cmake --build "$build" --target "$target"

logs=$build/Testing/Temporary
rm -f "$logs/LastTestsFailed.log" "$logs/LastTest.log"
status=0
ctest --test-dir "$build" --output-on-failure --no-tests=error -j "$(nproc)" -R "$tests" || status=$?
if [[ $status != 0 && -s $logs/LastTestsFailed.log ]]; then
    printf '\n%s\n' "Failed in $preset:"
    cut -d: -f2- "$logs/LastTestsFailed.log"
    # In LastTest.log each test begins with "3/70 Testing: NAME" and its output ends with "<end of output>".
    while IFS=: read -r _ name; do
        printf '\n%s\n' "== $name ends with:"
        awk -v name="$name" '/^[0-9]+\/[0-9]+ Testing: / { on = ($3 == name) } on' "$logs/LastTest.log" |
            sed -n '/^Output:$/,/^<end of output>$/p' | sed '1,2d;$d' | tail -n 40 | cut -c 1-400
    done <"$logs/LastTestsFailed.log"
fi
exit "$status"
