#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What every tool does alike: help, version, wrong usage, full disk, closed pipe."""
import signal
import subprocess
import sys

TOOL = sys.argv[1]
NAME = TOOL.rsplit("/", 1)[-1]


def run(*words, **more):
    more.setdefault("stdout", subprocess.PIPE)
    return subprocess.run([TOOL, *words], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60,
                          check=False, **more)


def expect(condition, what):
    if not condition:
        sys.exit(f"{NAME}: {what}")


def help_and_version():
    for word in ("-h", "--help"):
        done = run(word)
        expect(done.returncode == 0 and not done.stderr, f"{word} gives 0 and writes to stdout only")
        expect(max(map(len, done.stdout.splitlines())) <= 79, "help is at most 79 columns wide")
        expect(24 <= len(done.stdout.splitlines()) <= 54, "help fits one screen of a terminal over SSH")
    for word in ("-V", "--version"):
        done = run(word)
        expect(done.returncode == 0 and done.stdout.startswith(NAME + " "), f"{word} names tool and version")


def wrong_usage():
    done = run("--no-such-option")
    expect(done.returncode == 2 and not done.stdout, "a wrong option gives 2 and nothing on stdout")
    expect(f"try '{NAME} --help'" in done.stderr, "a wrong option tells where help is")
    for line in done.stderr.splitlines():
        expect(line.startswith(NAME + ": "), "each line on stderr begins with the name")


def full_disk():
    with open("/dev/full", "w", encoding="ascii") as full:
        done = run("--help", stdout=full)
    expect(done.returncode == 3, "a full disk gives 3")
    expect(done.stderr == f"{NAME}: standard output: No space left on device\n", "a full disk is said")


def closed_pipe():
    with subprocess.Popen(["true"], stdin=subprocess.PIPE) as reader:
        reader.wait()
        done = run("--help", stdout=reader.stdin,
                   preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
    expect(done.returncode == -signal.SIGPIPE and not done.stderr, "a closed pipe ends the tool without a word")


help_and_version()
wrong_usage()
full_disk()
closed_pipe()
