#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Binary and packed captures of other programs: binary.py GTX-DECODE FOLDER. Counts are those of the folder's README."""
import bz2
import gzip
import lzma
import pathlib
import subprocess
import sys

SKIP = 77
DECODE = sys.argv[1]
FORMATS = pathlib.Path(sys.argv[2]) / "can-formats"
FRAMES = {"canboat-n2k-first20000.pcap": 20000, "canboat-n2k-first5000.pcapng": 5000, "vector-test_CanMessage.blf": 2,
          "vector-test_CanFdMessage.blf": 2}
# What libpcap's and Vector's own bytes say, read by eye.
FIRST = {"canboat-n2k-first20000.pcap": "(1669809629.672944) can0 19F0142B#0F37373138312020",
         "canboat-n2k-first5000.pcapng": "(1669809749.869188) can0 0DF80514#C40000000010FC0C",
         "vector-test_CanMessage.blf": "(2459565876.494606882) can4368 04444444#5566778899AABBCC R",
         "vector-test_CanFdMessage.blf":
             "(2459565876.494606882) can4368 04444444##7" + bytes(range(64)).hex().upper() + " R"}
PACKERS = {"gz": gzip.compress, "xz": lzma.compress, "bz2": bz2.compress}


def expect(condition, file, what):
    if not condition:
        sys.exit(f"{file}: {what}")


def frames(*words, data=None, form="frames", status=0):
    done = subprocess.run([DECODE, "-f", form, *map(str, words)], input=data, capture_output=True, check=False)
    expect(done.returncode == status, words, f"ends with {done.returncode}: {done.stderr[-300:]}")
    return done.stdout


def counts():
    for name, count in FRAMES.items():
        log = frames(FORMATS / name)
        got = log.count(b"\n")
        expect(got == count, name, f"holds {count} frames, not {got}")
        expect(log.splitlines()[0].decode() == FIRST[name], name, f"begins with {log.splitlines()[0]}")
        piped = frames("-", data=(FORMATS / name).read_bytes())
        expect(piped == log, name, "is the same through a pipe")
        expect(frames(data=frames(FORMATS / name, form="pcapng")) == log, name, "comes back from pcapng")


def packed():
    for name in ("savvycan-example-candump.log", "canboat-n2k-first5000.pcapng", "vector-test_CanFdMessage.blf"):
        plain = (FORMATS / name).read_bytes()
        log = frames(data=plain)
        for suffix, pack in PACKERS.items():
            data = pack(plain)
            expect(frames(data=data) == log, name, f"is the same as {suffix}")
            kept = frames(data=data[:len(data) * 2 // 3], status=3)
            expect(log.startswith(kept), name, f"cut as {suffix} gives its beginning")
    plain, zipped = ("python-can-test_CanMessage.asc" + end for end in ("", ".gz"))
    expect(frames(FORMATS / zipped) == frames(FORMATS / plain) != b"", zipped, "holds what the plain file holds")


if __name__ == "__main__":
    if not FORMATS.is_dir():
        print(f"skipped: there is no {FORMATS}")
        sys.exit(SKIP)
    counts()
    packed()
