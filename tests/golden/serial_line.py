#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gtx-sim on a pseudo-terminal, asked by a master that knows nothing but bytes: what comes back, and when."""
import os
import re
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
import tty

TOOL = sys.argv[1]
PYLONTECH = ("--protocol", "pylontech-rs485")
CODES = {  # serial-protocols.md 10.1: requests to address 02, with the command as the key
    "42": "~20024642E00202FD33", "44": "~20024644E00202FD31", "92": "~20024692E00202FD2E",
    "93": "~20024693E00202FD2D", "96": "~20024696E00202FD2A", "47": "~200246470000FDA7",
    "4F": "~2002464F0000FD98", "51": "~200246510000FDAC", "61": "~200246610000FDAB",
    "62": "~200246620000FDAA", "63": "~200246630000FDA9"}


PACE_CODES = {  # the same of PACE, to address 01
    "42": "~25014642E00201FD30", "44": "~25014644E00201FD2E", "90": "~250146900000FDA5",
    "C1": "~250146C10000FD9A", "C2": "~250146C20000FD99", "A6": "~250146A60000FD97"}


def request(command, address=2, info=None, version=0x20):
    """A request by the rules of serial-protocols.md 2.1, worked out here."""
    body = "%02X%02X46%s" % (version, address, command)
    info = "" if info is None else "%02X" % info
    body += length(len(info)) + info
    return "~%s%04X\r" % (body, -sum(map(ord, body)) & 0xFFFF)


def length(count):
    digits = "%03X" % count
    return "%X%s" % (-sum(int(d, 16) for d in digits) & 0xF, digits)


def check_frame(frame):
    """All that stands in one reply: (ADR, RTN, INFO as bytes), after checking what a host checks."""
    assert frame.startswith("~") and frame.endswith("\r"), frame
    text = frame[1:-1]
    assert text == text.upper() and re.fullmatch("[0-9A-F]*", text), text
    body, checksum = text[:-4], int(text[-4:], 16)
    assert (sum(map(ord, body)) + checksum) & 0xFFFF == 0, frame
    info = body[12:]
    assert body[8:12] == length(len(info)), frame
    assert body[4:6] == "46", frame
    return int(body[2:4], 16), int(body[6:8], 16), bytes.fromhex(info)


class Stack:
    """A simulated stack, its port opened raw. `said` and `shown` are stderr and stdout after its end."""

    def __init__(self, *args, scenario="", protocol=PYLONTECH):
        self.folder = tempfile.TemporaryDirectory()
        self.link = os.path.join(self.folder.name, "port")
        self.args = [TOOL, "--serial", "pty", "--serial-link", self.link, *protocol, *args]
        if scenario:
            path = os.path.join(self.folder.name, "scenario")
            with open(path, "w", encoding="ascii") as file:
                file.write(scenario)
            self.args += ["--scenario", path]

    def __enter__(self):
        self.process = subprocess.Popen(self.args, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        end = time.monotonic() + 60
        while not os.path.exists(self.link) and time.monotonic() < end and self.process.poll() is None:
            time.sleep(0.01)
        self.port = os.open(self.link, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(self.port)
        return self

    def __exit__(self, *_):
        os.close(self.port)
        self.process.terminate()
        self.shown, self.said = self.process.communicate(timeout=60)
        self.link_stayed = os.path.lexists(self.link)
        self.folder.cleanup()

    def send(self, text):
        os.write(self.port, text.encode("latin-1"))

    def hear(self, first=5.0, gap=0.15):
        """What comes, until `gap` seconds of silence behind the end of a frame or a prompt, or 3 s behind anything
        else; `first` for the first byte."""
        heard = b""
        wait = first
        while select.select([self.port], [], [], wait)[0]:
            heard += os.read(self.port, 4096)
            wait = gap if heard.rstrip(b"\0")[-1:] in (b"\r", b">") else 3.0
        return heard.decode("latin-1")

    def ask(self, text, first=5.0, gap=0.15):
        self.send(text)
        return self.hear(first, gap)


def every_request_gets_a_frame_that_is_right():
    with Stack("--packs", "2") as stack:
        for command, text in CODES.items():
            frame = stack.ask(text + "\r")
            address, code, _ = check_frame(frame)
            # A simulated pack has no versions and no thresholds to tell: CID2 invalid.
            assert (address, code) == (2, 4 if command in ("96", "47") else 0), (command, frame)
        for address in (2, 3):
            assert check_frame(stack.ask(request("42", address, address)))[:2] == (address, 0)


def without_a_name_the_protocol_is_pace():
    with Stack("--packs", "2", "--tail", "1", protocol=()) as stack:
        for command, text in PACE_CODES.items():
            address, code, info = check_frame(stack.ask(text + "\r"))
            assert (address, code) == (1, 0), (command, code)
            if command == "90":
                assert info == b"\x02", info
        one = check_frame(stack.ask(request("42", 2, 2, version=0x25)))[2]
        assert stack.ask(request("42", 3, 3, version=0x25), first=0.4) == ""
    with Stack("--packs", "2", "--tail", "14", protocol=()) as stack:
        other = check_frame(stack.ask(request("42", 2, 2, version=0x25)))[2]
        assert len(other) == len(one) + 13, (len(one), len(other))


def a_console_echoes_and_prints_its_tables():
    with Stack("--packs", "2", "--prompt", "PYTES", protocol=("--protocol", "pylontech-console")) as stack:
        assert stack.ask("\r") == "\r\n\rPYTES>"
        heard = stack.ask("pwr\r")
        assert heard.startswith("pwr\r\n\r@\r\r\nPower Volt   Curr "), heard
        assert heard.endswith("\r\n\rCommand completed successfully\r\n\r$$\r\n\rPYTES>"), heard
        assert heard.count("Absent") == 14, heard
        assert len(re.findall(r"^\d+ +3\d{3} ", stack.ask("bat 2\r").replace("\r", ""), re.M)) == 16
        assert "Unknown command 'shut'" in stack.ask("shut\r")


def the_values_are_those_of_the_stack():
    with Stack("--packs", "2", "--soc", "30%,60%") as stack:
        _, _, info = check_frame(stack.ask(request("42", 2, 0xFF)))
        assert info[1] == 2, info  # packs
        cells = [int.from_bytes(info[3 + 2 * i:5 + 2 * i], "big") for i in range(info[2])]
        assert len(cells) == 16 and all(3200 < c < 3400 for c in cells), cells
        serial = check_frame(stack.ask(request("93", 3, 3)))[2]
        assert serial[:1] == b"\x03" and serial[1:].strip(b" \0") == b"SIMULATED002", serial


def who_is_not_asked_rightly_hears_nothing():
    with Stack("--packs", "2") as stack:
        for text in ("~20024642E00202FD34\r", request("42", 4, 4), request("42", 2, 2)[:-3], "\r", "hello\r"):
            assert stack.ask(text, first=0.4) == "", text
        check_frame(stack.ask(request("42", 2, 2)))


def what_would_change_the_stack_is_refused_and_changes_nothing():
    with Stack("--as", "events", "-f", "csv") as stack:
        for command, info in (("95", 2), ("64", None), ("99", 0x0C)):
            frame = stack.ask(request(command, 2, info))
            assert check_frame(frame)[1] != 0, (command, frame)
        check_frame(stack.ask(request("42", 2, 2)))
    assert "shutdown" not in stack.shown, stack.shown


def a_reply_takes_its_time():
    for delay in (0.07, 0.4):
        with Stack("--reply-delay", "%dms" % (delay * 1000), "--serial-speed", "9600") as stack:
            begin = time.monotonic()
            stack.send(request("42", 2, 2))
            assert select.select([stack.port], [], [], 5)[0]
            first = time.monotonic() - begin
            frame = stack.hear()
            whole = time.monotonic() - begin - 0.15  # the silence at its end
            check_frame(frame)
            assert first >= delay, (first, delay)
            assert whole >= delay + len(frame) * 10 / 9600 - 0.005, (whole, len(frame))


def the_line_keeps_the_time_of_the_clock_whatever_the_speed():
    with Stack("--speed", "3600", "--as", "state", "-f", "csv", "--every", "10m") as stack:
        begin = time.monotonic()
        check_frame(stack.ask(request("42", 2, 2)))
        assert time.monotonic() - begin >= 0.07
        time.sleep(0.5)
    assert stack.shown.count("\n") >= 3, stack.shown


def a_stack_that_is_off_is_silent_until_it_is_switched_on():
    with Stack("--off", "--speed", "20", scenario="40s press 4s\n") as stack:
        assert stack.ask(request("42", 2, 2), first=0.5) == ""
        end = time.monotonic() + 30
        frame = ""
        while not frame and time.monotonic() < end:
            frame = stack.ask(request("42", 2, 2), first=0.5)
        check_frame(frame)


def faults_of_the_line_come_and_go_with_the_scenario():
    with Stack(scenario="0 fault line echo\n0 fault line noise 100%\n2 mend line echo\n2 mend line noise\n") as stack:
        text = request("42", 2, 2)
        heard = stack.ask(text)
        assert heard.startswith(text), heard
        frame = heard[heard.rindex("~"):].rstrip("\0")
        check_frame(frame)
        assert heard != text + frame, heard  # noise between them
        time.sleep(2.2)
        check_frame(stack.ask(text))
    with Stack(scenario="0 fault line silent\n") as stack:
        assert stack.ask(request("42", 2, 2), first=0.5) == ""
    with Stack(scenario="0 fault line babble\n") as stack:
        assert select.select([stack.port], [], [], 5)[0]
    with Stack(scenario="0 fault line second-master\n") as stack:
        stack.hear(first=0.3, gap=0.3)  # what was said while the port was opened
        heard = stack.hear(first=5, gap=0.3)
        asked, answer = heard.split("\r")[:2]
        assert asked + "\r" == request("42", 2, 2), heard
        check_frame(answer + "\r")


def another_speed_on_the_other_end_is_not_understood_and_told():
    with Stack("--serial-speed", "9600") as stack:
        settings = termios.tcgetattr(stack.port)
        settings[4] = settings[5] = termios.B19200
        termios.tcsetattr(stack.port, termios.TCSANOW, settings)
        assert stack.ask(request("42", 2, 2), first=0.5) == ""
        settings[4] = settings[5] = termios.B9600
        termios.tcsetattr(stack.port, termios.TCSANOW, settings)
        check_frame(stack.ask(request("42", 2, 2)))
    assert "the other end has set 19200 Bd, the packs have 9600 Bd" in stack.said, stack.said


def the_trace_has_what_was_said_and_nothing_else():
    text = request("42", 2, 2)
    with Stack("--as", "frames") as stack:
        frame = stack.ask(text)
        time.sleep(0.1)
    lines = [line.split(" ", 3) for line in stack.shown.splitlines()]
    assert len(lines) == 2, stack.shown
    assert [line[2] for line in lines] == [">", "<"], lines
    assert [line[3].replace("\\r", "\r") for line in lines] == [text, frame], lines
    times = [float(line[0].strip("()")) for line in lines]
    assert 0.07 <= times[1] - times[0] < 0.2, times


def the_link_is_there_as_long_as_the_port():
    with Stack() as stack:
        assert os.readlink(stack.link).startswith("/dev/pts/")
        path = os.readlink(stack.link)
    assert not stack.link_stayed
    assert "serial port " + path + "\n" in stack.said, stack.said
    assert stack.process.returncode == 128 + signal.SIGTERM
    with tempfile.TemporaryDirectory() as folder:
        link = os.path.join(folder, "left")
        os.symlink("/nonexistent", link)
        subprocess.run([TOOL, "--serial", "pty", "--serial-link", link, *PYLONTECH, "--duration", "100ms", "-q"],
                       check=True, stdin=subprocess.DEVNULL)
        assert not os.path.lexists(link)


def a_port_that_others_made_is_answered_on_and_its_loss_is_told():
    master, slave = os.openpty()
    tty.setraw(slave)
    with subprocess.Popen([TOOL, "--serial", os.ttyname(slave), *PYLONTECH], stdin=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True) as process:
        heard, end = b"", time.monotonic() + 60
        while not heard.endswith(b"\r") and time.monotonic() < end:
            if not heard:  # until it is open
                os.write(master, request("42", 2, 2).encode())
            while select.select([master], [], [], 0.5)[0]:
                heard += os.read(master, 4096)
        for frame in heard.decode().split("\r")[:-1]:
            assert check_frame(frame + "\r")[:2] == (2, 0), frame
        assert heard, "no answer"
        os.close(slave)
        os.close(master)
        time.sleep(2.5)
        assert process.poll() is None
        process.terminate()
        said = process.stderr.read()
    assert ": lost\n" in said, said
    assert process.returncode == 128 + signal.SIGTERM


def the_same_seed_breaks_the_same_replies():
    def heard(seed):
        with Stack("--seed", seed, scenario="0 fault line lost 50%\n") as stack:
            return [stack.ask(request("4F", 2), first=0.3, gap=0.02) != "" for _ in range(12)]
    one = heard("5")
    assert one == heard("5")
    assert True in one and False in one, one


def main():
    tests = [t for t in globals().values()
             if callable(t) and getattr(t, "__module__", "") == "__main__" and t.__name__.split("_")[0] in
             ("every", "the", "without", "who", "what", "a", "faults", "another")]
    for test in tests:
        test()
        print("ok", test.__name__, flush=True)
    return 0 if len(tests) == 15 else 1


if __name__ == "__main__":
    sys.exit(main())
