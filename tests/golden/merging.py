#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Summaries of pieces of a capture, merged, against that of the whole: merging.py TOOL EXAMPLES."""
import pathlib
import subprocess
import sys
import tempfile

TOOL, EXAMPLES = sys.argv[1], pathlib.Path(sys.argv[2])
LINES = (EXAMPLES / "battery.log").read_bytes().splitlines(keepends=True)


def run(words, given=b""):
    done = subprocess.run([TOOL, *words], input=given, capture_output=True, timeout=60, check=False)
    if done.returncode != 0:
        sys.exit(f"{TOOL} {' '.join(words)}: status {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def summary(form, *files):
    return run(["-d", "pylontech", "--as", "summary", "-f", form, *files])


def expect_same(got, wanted, what):
    if got != wanted:
        sys.exit(f"{what}:\n{got.decode()}\nis not\n{wanted.decode()}")


def check(folder, cuts):
    """Cut at these lines, summed up apart, merged from files and from stdin, in all forms."""
    pieces, sums = [], []
    for i, (begin, end) in enumerate(zip([0, *cuts], [*cuts, len(LINES)])):
        pieces.append(f"{folder}/{i}.log")
        pathlib.Path(pieces[-1]).write_bytes(b"".join(LINES[begin:end]))
        sums.append(f"{folder}/{i}.json")
        pathlib.Path(sums[-1]).write_bytes(summary("json", pieces[-1]))
    together = b"".join(pathlib.Path(s).read_bytes() for s in sums)
    for form in ("text", "json", "csv"):
        whole = summary(form, *pieces)
        expect_same(run(["--merge", "-f", form, *sums]), whole, f"merged at {cuts} as {form}")
        expect_same(run(["--merge", "-f", form], together), whole, f"merged from stdin at {cuts} as {form}")


with tempfile.TemporaryDirectory() as temporary:
    for places in ([], [1], [len(LINES) // 2], [3, len(LINES) // 3, len(LINES) - 2]):
        check(temporary, places)
