#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How a filter behaves in a live pipe: streams.py TOOL. Needs nothing of what the tool writes."""
import os
import signal
import subprocess
import sys
import tempfile
import time

TOOL = sys.argv[1]


def expect(condition, what):
    if not condition:
        sys.exit(f"{TOOL}: {what}")


def started(*words):
    """A tool that waits for its stdin, with its handlers in place."""
    process = subprocess.Popen([TOOL, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            caught = next(int(line.split()[1], 16) for line in status if line.startswith("SigCgt"))
        if caught >> (signal.SIGTERM - 1) & 1:
            return process
        time.sleep(0.01)
    raise SystemExit("the tool never noted signals")


def ends_with(number):
    process = started()
    process.send_signal(number)
    process.communicate(timeout=20)
    expect(process.returncode == 128 + number, f"signal {number} gives {process.returncode}")


def ignored_signal_stays_ignored():
    process = subprocess.Popen([TOOL], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    expect(process.returncode in (0, 1), "an ignored SIGINT stays ignored, as under nohup")


def terminal_is_said():
    try:
        master, slave = os.openpty()
    except OSError as error:
        print(f"not checked, for there are no pseudo-terminals here: {error}")
        return
    os.write(master, b"\x04")
    done = subprocess.run([TOOL], stdin=slave, capture_output=True, timeout=20, check=False)
    expect(done.stderr.count(b"reading from the terminal") == 1, "reading from a terminal is said once")


def rows_by(words, frames):
    """The rows of CSV by time, identifier and signal."""
    done = subprocess.run([TOOL, "-q", "-f", "csv", *words], input=frames, capture_output=True, text=True, timeout=60,
                          check=False)
    rows = [line.split(",") for line in done.stdout.splitlines()[1:]]
    flags = {"no": "0", "yes": "1"}  # a DBC has no flags: gtx writes these names for them
    return {(t, number, signal): flags.get(value, value) for t, _, number, _, _, signal, value, _ in rows}


def dbc_of_gtx_decodes_the_same(dialect, identifiers):
    """What gtx writes of a dialect says the same of frames as the dialect does. The numbers count up, so each bit is
    met both ways."""
    with tempfile.NamedTemporaryFile(suffix=".dbc") as dbc:
        subprocess.run([TOOL, "-d", dialect, "--dbc-out", dbc.name], check=True, timeout=20)
        frames = "".join(f"({k}.000000) can0 {i}#{''.join(f'{(37 * k + 11 * b * k + b) % 251:02X}' for b in range(8))}\n"
                         for k in range(40) for i in identifiers)
        want, got = rows_by(["-d", dialect], frames), rows_by(["--dbc", dbc.name], frames)
    both = want.keys() & got.keys()
    expect(len(both) > 500, f"the DBC of {dialect} has its signals: {len(both)}")
    different = [(key, want[key], got[key]) for key in sorted(both) if want[key] != got[key]]
    expect(not different, f"by its DBC, {dialect} says something else: {different[:3]}")


ends_with(signal.SIGINT)
ends_with(signal.SIGTERM)
dbc_of_gtx_decodes_the_same("pylontech", ["351", "355", "356", "359", "35C"])
dbc_of_gtx_decodes_the_same("deye-native", ["110", "150", "200", "250", "400"])
ignored_signal_stays_ignored()
terminal_is_said()
