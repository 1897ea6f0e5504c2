#!/bin/bash
# SPDX-License-Identifier: MIT
# Installs a build into a stage, moves the stage, and builds a foreign project against it in both usual ways.
# run.sh BUILD VERSION CXX [FLAGS]
set -euo pipefail
build=$1 version=$2 compiler=$3 flags=${4-}
here=$(dirname "$(readlink -f "$0")")
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

cmake --install "$build" --prefix "$stage/before" >"$stage/log"
mv "$stage/before" "$stage/prefix"
prefix=$stage/prefix

expect() { # NAME WANTED GOT
    [[ $2 == "$3" ]] && return
    echo "$1: wanted '$2', got '$3'"
    exit 1
}

cmake -G Ninja -S "$here/foreign" -B "$stage/cmake" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler" \
    -DCMAKE_CXX_FLAGS="$flags" >>"$stage/log"
cmake --build "$stage/cmake" >>"$stage/log" || { cat "$stage/log"; exit 1; }
expect find_package "-1280 W $version" "$("$stage/cmake/foreign")"

pc=$(dirname "$(find "$prefix" -name gtx.pc)")
read -ra words <<<"$(PKG_CONFIG_PATH=$pc pkg-config --cflags --libs gtx) $flags"
"$compiler" -std=c++20 -o "$stage/foreign" "$here/foreign/main.cpp" "${words[@]}"
expect pkg-config "-1280 W $version" "$(LD_LIBRARY_PATH=${pc%/pkgconfig} "$stage/foreign")"
expect "version of gtx.pc" "$version" "$(PKG_CONFIG_PATH=$pc pkg-config --modversion gtx)"

for tool in "$prefix"/bin/*; do
    expect "${tool##*/}" "${tool##*/} $version" "$("$tool" --version)"
    for file in "man/man1/${tool##*/}.1" "bash-completion/completions/${tool##*/}" \
        "zsh/site-functions/_${tool##*/}" "fish/vendor_completions.d/${tool##*/}.fish"; do
        [[ -s $prefix/share/$file ]] || { echo "$file is not installed"; exit 1; }
    done
done
public=$(grep -rh INTERFACE_ "$(dirname "$(find "$prefix" -name gtxConfig.cmake)")"; cat "$pc/gtx.pc")
if grep -E 'fmt|CLI11|boost|socketcan|serialport' <<<"$public"; then
    echo "users would need a third party"
    exit 1
fi
