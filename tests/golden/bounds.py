#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gtx-decode under load: bounds.py TOOL [--no-memory]. Live pipes, endless lines, long logs, many identifiers.

Memory is the most that a process ever had; --no-memory for builds whose sanitizer needs more.
"""
import bz2
import gzip
import lzma
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib

TOOL = sys.argv[1]
MEASURES_MEMORY = "--no-memory" not in sys.argv
MOST_KIB = 16 * 1024
MOST_KIB_OF_MANY = 32 * 1024  # of a capture of a thousand interfaces, which no bench has: bounded as well
CYCLE = ("359#0000000002504E", "351#1402F401F401C201", "355#{soc:02X}006300", "356#{volts:02X}1406FFE700", "35C#C000",
         "35E#50594C4F4E202020")


def expect(condition, what):
    if not condition:
        sys.exit(f"gtx-decode: {what}")


def cycle(second):
    return "".join(f"({1700000000 + second}.{i:06}) can0 {frame.format(soc=second % 101, volts=second % 256)}\n"
                   for i, frame in enumerate(CYCLE)).encode()


def feed(pipe, chunks):
    try:
        for chunk in chunks:
            pipe.write(chunk)
        pipe.close()
    except BrokenPipeError:
        pass


# A process begins with the memory mark of the one that forked it, so a small one stands between.
MEASURE = """import os, sys
child = os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ)
_, status, usage = os.wait4(child, 0)
os.write(int(sys.argv[1]), b"%d %d" % (os.waitstatus_to_exitcode(status), usage.ru_maxrss))
"""


def run(chunks, *words):
    """The tool fed with `chunks`: status, what it said, the most memory it had in KiB, seconds."""
    begin = time.monotonic()
    result, report = os.pipe()
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", MEASURE, str(report), TOOL, *words],
                          stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          pass_fds=[report]) as process:
        os.close(report)
        feeder = threading.Thread(target=feed, args=(process.stdin, chunks))
        feeder.start()
        said = process.stderr.read().decode("utf-8", "replace")
        feeder.join()
    with open(result, encoding="ascii") as answer:
        status, memory = map(int, answer.read().split())
    return status, said, memory, time.monotonic() - begin


def check_memory(chunks, what, *words, status=0, most_kib=MOST_KIB):
    done = run(chunks, *words)
    expect(done[0] == status, f"{what} {words}: status {done[0]}: {done[1]}")
    print(f"{what} {' '.join(words)}: {done[2]} KiB, {done[3]:.1f} s")
    if MEASURES_MEMORY:
        expect(done[2] < most_kib, f"{what} {words} took {done[2]} KiB")
    return done


def line_without_end():
    block = b"A" * (1 << 20)
    _, said, _, _ = check_memory((block for _ in range(2048)), "a line of 2 GiB", status=1)
    expect("longer than any frame" in said and "no frames" in said, f"a line of 2 GiB is called {said}")
    expect(len(said) < 1000, "and not printed")


def long_log():
    for words in (("-f", "json"), ("--as", "summary"), ("--as", "events"), ("--as", "state", "-f", "csv")):
        check_memory((cycle(s) for s in range(50000)), "300000 frames", *words)


def many_identifiers():
    def frames():
        for i in range(100000):
            yield b"(%d.0) can0 %08X#0011223344556677\n" % (i, 0x10000000 + i)
    for words in (("--all",), ("--as", "summary"), ("--as", "summary", "-f", "json"), ("--as", "summary", "-f", "csv")):
        _, said, _, _ = check_memory(frames(), "100000 identifiers", *words, status=1)
        expect("of more than" in said, "frames that were not looked at are told")


def many_interfaces():
    def frames():
        for i in range(5000):
            yield cycle(1).replace(b"can0", b"bus%d" % i)
    for words in (("-f", "json"), ("--as", "summary"), ("--as", "events"), ("--as", "state")):
        check_memory(frames(), "5000 interfaces", "-q", *words, most_kib=MOST_KIB_OF_MANY)


def large_frames():
    def frames():
        yield b"(1.0) can0 305#0000000000000000\n"
        for _ in range(6000):
            yield b"(1.0) can0 00123#81:00:12345678#" + b"AB" * 2048 + b"\n"
    check_memory(frames(), "frames of 2 KiB that wait", "--all", status=1)


def hostile_files():
    """What claims to be, or unpacks into, far more than it is."""
    zeros, mib = bytes(1 << 24), b"x" * (1 << 20)
    section = struct.pack("<IIIHHqI", 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, 0, -1, 28)
    interfaces = (struct.pack("<IIHHIHH", 1, 80024, 227, 0, 0, 2, 60000) + bytes(60000).replace(b"\0", b"n") +
                  bytes(20000) + struct.pack("<I", 80024))
    pcap = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 31, 227)
    blf = b"LOGG" + struct.pack("<I", 144) + bytes(136)
    container = b"LOBJ" + struct.pack("<HHIIHHIII", 16, 1, 0xFFFFFFFF, 10, 2, 0, 0, 0xFFFFFFFF, 0)
    return {
        "128 MiB of zeros in gzip": [gzip.compress(zeros)] * 8,
        "128 MiB of zeros in bzip2": [bz2.compress(zeros)] * 8,
        "128 MiB of zeros in xz": [lzma.compress(zeros, preset=1)] * 8,
        "a block of pcapng of 4 GiB": [section, struct.pack("<II", 6, 0xFFFFFFFC)] + [mib] * 32,
        "1000 long names in pcapng": [section] + [interfaces] * 1000,
        "a packet of pcap of 4 GiB": [pcap, struct.pack("<IIII", 1, 1, 0xFFFFFFFF, 0xFFFFFFFF)] + [mib] * 32,
        "a container of BLF of 4 GiB": [blf, container, zlib.compress(bytes(1 << 26))] + [mib] * 32,
        "a comment of 100 MiB": [b"#"] + [mib] * 100,
        "comments of 100 MiB": [b"// a comment\n" * 80000] * 100,
    }


def claims_and_bombs():
    for what, chunks in hostile_files().items():
        check_memory(iter(chunks), what, status=1)


def started(*words):
    process = subprocess.Popen([TOOL, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               bufsize=0)
    return process


def line_within(process, seconds, what):
    got = b""
    end = time.monotonic() + seconds
    while not got.endswith(b"\n"):
        ready, _, _ = select.select([process.stdout], [], [], max(0, end - time.monotonic()))
        expect(ready, f"{what}: nothing came within {seconds} s")
        got += os.read(process.stdout.fileno(), 1)
    return got.decode()


def live_pipe():
    process = started("-d", "pylontech")
    for soc in range(5):
        process.stdin.write(b"(1.0) can0 355#%02X006300\n" % soc)
        expect(f"soc {soc} %" in line_within(process, 5, "with -d"), "the frame just sent is shown")
    process.stdin.close()
    expect(process.wait(20) == 0, "the end of the pipe is a good end")


def live_pipe_before_recognition():
    process = started()
    process.stdin.write(cycle(1) + cycle(2))
    expect("359 alarms" in line_within(process, 5, "recognised"), "frames come once the battery is recognised")
    for _ in range(11):
        line_within(process, 5, "the frames that waited")
    process.stdin.write(cycle(3)[:40].split(b"\n")[0][:46])
    process.stdin.close()
    process.wait(20)


def signal_flushes(number):
    process = started("--as", "summary")
    process.stdin.write(cycle(1) + cycle(2))
    time.sleep(0.5)
    process.send_signal(number)
    out, said = process.communicate(timeout=20)
    expect(process.returncode == 128 + number, f"signal {number} gives {process.returncode}")
    expect(b"12 frames" in out, f"signal {number}: the summary so far is written: {out!r} {said!r}")


def full_disk():
    with open("/dev/full", "wb") as full:
        for words in (("-f", "json"), ("--as", "summary")):
            done = subprocess.run([TOOL, *words], input=cycle(1) + cycle(2), stdout=full, stderr=subprocess.PIPE,
                                  timeout=60, check=False)
            expect(done.returncode == 3 and b"No space left" in done.stderr, f"a full disk: {done}")
    done = subprocess.run([TOOL, "-o", "/dev/full"], input=cycle(1), stderr=subprocess.PIPE, timeout=60, check=False)
    expect(done.returncode == 3 and b"/dev/full: No space left" in done.stderr, f"a full disk: {done}")


def closed_pipe():
    process = subprocess.Popen([TOOL, "-f", "json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE,
                               preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
    process.stdout.close()
    feed(process.stdin, (cycle(s) for s in range(20000)))
    said = process.stderr.read()
    expect(process.wait(20) == -signal.SIGPIPE and not said, f"a closed pipe: {process.returncode} {said!r}")


for check in (live_pipe, live_pipe_before_recognition, full_disk, closed_pipe, line_without_end, long_log,
              many_identifiers, many_interfaces, large_frames, claims_and_bombs):
    check()
for end in (signal.SIGINT, signal.SIGTERM):
    signal_flushes(end)
