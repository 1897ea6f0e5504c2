#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gtx-decode on several processors: chunks.py TOOL [--sanitized]. Whatever N is, -j N gives what -j 1 gives.

A long log with all that makes chunks hard is decoded by both; then it is broken off in every way there is.
--sanitized: the log is shorter, and memory is not measured.
"""
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

TOOL = sys.argv[1]
SANITIZED = "--sanitized" in sys.argv
SIZE = 5_000_000 if SANITIZED else 20_000_000
os.environ["ASAN_OPTIONS"] = "detect_stack_use_after_return=1"  # threads use what others have
MOST_KIB = 16 * 1024  # for each processor
PYLONTECH = ("359#0000000002504E", "351#1402F401F401C201", "355#{:02X}006300", "356#{:02X}1406FFE700", "35C#C000",
             "35E#50594C4F4E202020")
GROWATT = ("311#02380000000001AE", "312#0000000002015A1E", "313#{:02X}82FF9C00E6485E", "314#1388271000050011",
           "315#0CE40CE50CE60CE7", "319#800CE70CE4040100")
ODD = ("(17000", "nonsense", "# a comment", "", "\tbus-off", "(1700000000.5) can0 35#00", "(12.5) can0 305#00",
       "(1700000000.500000) can0 20000004#0008000000000000", "(1700000000.500000) can0 356#000000000000",
       "DROPCOUNT: dropped 2 CAN frames on 'can0' socket", "x" * 9000)


def expect(condition, what):
    if not condition:
        sys.exit(f"gtx-decode: {what}")


def cycle(second, frames, name):
    return "".join(f"({1700000000 + second}.{i:06}) {name} {frame.format(second % 97)}\n"
                   for i, frame in enumerate(frames))


def write_log(path):
    """Quiet stretches; odd lines now and then; a second bus from a third on, another protocol from two thirds on."""
    dice = random.Random(5)
    with open(path, "w", encoding="ascii", newline="") as out:
        second = 0
        while out.tell() < SIZE:
            third = 3 * out.tell() // SIZE
            text = "".join(cycle(second + i, GROWATT if third == 2 else PYLONTECH, "can0") +
                           (cycle(second + i, PYLONTECH, "can1") if third else "") for i in range(1500))
            second += 1500
            out.write(text)
            for _ in range(dice.randrange(5)):
                out.write(dice.choice(ODD) + "\n")
        out.write("(1700000000.5) can0 35")


def run(*words, **more):
    done = subprocess.run([TOOL, *words], stdin=subprocess.DEVNULL, capture_output=True, timeout=300, check=False, **more)
    return done.returncode, done.stderr, done.stdout


def same_whatever_jobs(log, *words):
    one = run(*words, "-j", "1", log)
    for jobs in ("2", "5"):
        more = run(*words, "-j", jobs, log)
        for what, a, b in zip(("status", "what is said", "what is written"), one, more):
            expect(a == b, f"{words} -j {jobs}: another {what} than one processor: {str(a)[:400]}\nand\n{str(b)[:400]}")
    return one


def all_outputs(log, folder):
    database = os.path.join(folder, "pylontech.dbc")
    run("-d", "pylontech", "--dbc-out", database)
    expect(b'"dbc:pylontech"' in same_whatever_jobs(log, "--dbc", database + "@can0", "-f", "json")[2], "a DBC is used")
    same_whatever_jobs(log, "--dbc", database, "--as", "summary")
    expect(len(same_whatever_jobs(log)[2]) > SIZE / 2, "text is written")
    same_whatever_jobs(log, "-f", "json", "--all", "--explain")
    same_whatever_jobs(log, "-f", "csv", "-m", "soc", "--to", "1700009000")
    same_whatever_jobs(log, "-f", "frames", "-i", "can1")
    same_whatever_jobs(log, "--as", "summary", "-f", "json")
    same_whatever_jobs(log, "--as", "events", "-f", "csv")
    said = same_whatever_jobs(log, "-v")[1]
    expect(said.count(b"no frame in any known form") >= SIZE // 3_000_000, "-v tells all refused lines")
    same_whatever_jobs(log, "--strict")
    same_whatever_jobs(log, "-n", "7")


def packed_and_from_stdin(log, folder):
    whole = run("-j", "1", log)[2]
    packed = os.path.join(folder, "log.gz")
    with open(log, "rb") as plain, gzip.open(packed, "wb", compresslevel=1) as out:
        out.write(plain.read())
    expect(run("-j", "2", packed)[2] == whole, "a packed log gives the same")
    with open(log, "rb") as plain:
        done = subprocess.run([TOOL, "-j", "2"], stdin=plain, capture_output=True, timeout=300, check=False)
    expect(done.stdout == whole, "a log as stdin gives the same")
    two = run("-j", "1", log, packed)
    expect(two == run("-j", "2", log, packed), "two logs give the same")


def started(log, *words):
    """A tool in the midst of its work: it waits for somebody to read what it writes."""
    process = subprocess.Popen([TOOL, *words, "-f", "json", log], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, bufsize=0,
                               preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
    return process, process.stdout.read(1)


def broken_off(log):
    whole = run("-j", "1", "-f", "json", log)[2]
    for jobs in ("1", "2"):
        process, first = started(log, "-j", jobs)
        process.send_signal(signal.SIGINT)
        out = first + process.communicate(timeout=60)[0]
        expect(process.returncode == 130, f"-j {jobs}: SIGINT gives {process.returncode}")
        expect(whole.startswith(out) and len(out) < len(whole) / 2 and out.endswith(b"}\n"),
               f"-j {jobs}: after SIGINT what was read is written: {len(out)} of {len(whole)} bytes")
        process, _ = started(log, "-j", jobs)
        process.stdout.close()
        said = process.stderr.read()
        expect(process.wait(60) == -signal.SIGPIPE and not said, f"-j {jobs}: a closed pipe: {process.returncode} {said!r}")
        with open("/dev/full", "wb") as full:
            done = subprocess.run([TOOL, "-j", jobs, log], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE,
                                  timeout=60, check=False)
        expect(done.returncode == 3 and b"No space left" in done.stderr, f"-j {jobs}: a full disk: {done.returncode}")


def summed_up_to_a_signal(log):
    """Whenever it comes, what threads are about is finished, and what was read is told."""
    dice = random.Random(6)
    begin = time.monotonic()
    whole = run("-j", "3", "--as", "summary", "-f", "json", *[log] * 4)
    longest = time.monotonic() - begin
    broken = 0
    for _ in range(12):
        with subprocess.Popen([TOOL, "-q", "-j", "3", "--as", "summary", "-f", "json", *[log] * 4],
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            time.sleep(dice.uniform(0, longest))
            process.send_signal(signal.SIGINT)
            out, said = process.communicate(timeout=60)
        if process.returncode == -signal.SIGINT:  # before it was ready for one
            continue
        expect(process.returncode in (0, 128 + signal.SIGINT) and not said, f"status {process.returncode}: {said!r}")
        frames = json.loads(out)["frames"] if out else 0
        expect(frames <= json.loads(whole[2])["frames"], "no more is told than there was")
        broken += process.returncode != 0
    expect(broken > 0, "no signal ever came in the midst")


def changed_meanwhile(log, folder):
    whole = run("-j", "1", "-f", "json", log)[2]
    copy = os.path.join(folder, "copy.log")
    for change, most in ((os.remove, 1.0), (lambda name: os.truncate(name, SIZE // 2), 0.6)):
        with open(log, "rb") as source, open(copy, "wb") as out:
            out.write(source.read())
        process, first = started(copy, "-j", "2")
        change(copy)
        out = first + process.communicate(timeout=60)[0]
        expect(process.returncode == 0, f"a log that changes meanwhile: status {process.returncode}")
        lines = out[:out.rindex(b"\n", 0, -1)]
        expect(whole.startswith(lines), "a log that changes meanwhile: what was there is written")
        expect(len(whole) * most / 2 < len(out) <= len(whole) * most, f"{len(out)} of {len(whole)} bytes")


# A process begins with the memory mark of the one that forked it, so a small one stands between.
MEASURE = """import os, sys
null = os.open("/dev/null", os.O_RDWR)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ,
                       file_actions=[(os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
print(os.wait4(child, 0)[2].ru_maxrss)
"""


def memory(log, folder):
    busy = os.path.join(folder, "busy.log")  # many interfaces and identifiers, and much text of each line
    with open(busy, "w", encoding="ascii") as out:
        for i in range(SIZE // 40):
            out.write(f"(1700000000.{i % 1000000:06}) bus{i % 900} {PYLONTECH[i % 6].format(i % 97)}\n" if i % 2 else
                      f"a{i % 900} 1{i % 1500:07X}#\n")
    for name in (log, busy):
        for words in (("-f", "csv"), ("-f", "json", "--all"), ("--as", "summary")):
            for jobs in (1, 2, 4):
                said = subprocess.run([sys.executable, "-I", "-S", "-c", MEASURE, TOOL, "-j", str(jobs), *words, name],
                                      capture_output=True, timeout=300, check=True).stdout
                print(f"{os.path.basename(name)} {' '.join(words)} -j {jobs}: {int(said)} KiB")
                expect(int(said) < MOST_KIB * jobs, f"{words} -j {jobs} took {int(said)} KiB")


with tempfile.TemporaryDirectory() as where:
    path = os.path.join(where, "long.log")
    write_log(path)
    all_outputs(path, where)
    packed_and_from_stdin(path, where)
    broken_off(path)
    summed_up_to_a_signal(path)
    changed_meanwhile(path, where)
    if not SANITIZED:
        memory(path, where)
