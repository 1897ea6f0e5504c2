#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How a filter behaves in a live pipe: streams.py TOOL. Needs nothing of what the tool writes."""
import os
import signal
import subprocess
import sys
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


ends_with(signal.SIGINT)
ends_with(signal.SIGTERM)
ignored_signal_stays_ignored()
terminal_is_said()
