#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Captures of other people's devices, with what their sources say of them: captures.py TOOL FOLDER PART."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

TOOL, FOLDER, PART = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
SKIP = 77
os.environ["TZ"] = "UTC"  # dates without a zone are local
CHECKED = []


def expect(condition, file, what):
    if not condition:
        sys.exit(f"{file}: {what}")


def decode(*words, text=None):
    return subprocess.run([TOOL, *map(str, words)], input=text, stdin=None if text is not None else subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60, check=False)


def records(file, *words, text=None, status=0):
    """The JSON lines of a capture, or of `text` made from it."""
    done = decode("-f", "json", *words, *([] if text is not None else [FOLDER / file]), text=text)
    expect(done.returncode == status, file, f"status {done.returncode}: {done.stderr}")
    CHECKED.append(file)
    return [json.loads(line) for line in done.stdout.splitlines()]


def values_of(file, *words, text=None):
    """All signals of a capture, the last of each, and the last state."""
    signals = {}
    for record in records(file, "--as", "messages", *words, text=text):
        signals.update({f"{record['id']}.{key}": value for key, value in record.items()})
    return signals, records(file, "--as", "state", *words, text=text)[-1]


def compare(file, got, stated):
    for key, value in stated.items():
        expect(got.get(key) == value, file, f"{key} is {got.get(key)}, stated is {value}")


def check_file(file, state, signals=None, text=None, words=()):
    got, last = values_of(file, *words, text=text)
    compare(file, last, state)
    compare(file, got, signals or {})


def limits(charge_v, charge_a, discharge_a, discharge_v=None):
    stated = {"charge_voltage_limit_V": charge_v, "charge_current_limit_A": charge_a,
              "discharge_current_limit_A": discharge_a}
    if discharge_v is not None:
        stated["discharge_voltage_limit_V"] = discharge_v
    return stated


def measured(volts, amps, degrees):
    return {"voltage_V": volts, "current_A": amps, "temperature_degC": degrees}


def health(soc, soh):
    return {"soc_pct": soc, "soh_pct": soh}


def is_none_of_ours(file, word):
    done = decode("--as", "state", FOLDER / file)
    expect(done.returncode == 1 and not done.stdout, file, "is no battery that gtx reads")
    expect("no battery dialect recognised" in done.stderr and word in done.stderr, file, f"says {done.stderr}")
    CHECKED.append(file)


def battery():
    check_file("can-battery/pylontech-us5000-v1.2-old-firmware.txt",
               {"dialect": "pylontech", "name": "PYLON", "packs": 6, **limits(53.2, 480.0, 480.0, 45.0),
                **health(88, 94), **measured(49.86, -27.0, 36.3)})
    check_file("can-battery/pylontech-us5000-v1.3-new-firmware.txt",
               {"dialect": "pylontech", "name": "PYLON", **limits(52.8, 480.0, 480.0, 45.0), **health(84, 96),
                **measured(49.87, -27.9, 36.3)})
    check_file("can-battery/pylontech-us2000-us3000-10-modules.txt",
               {"dialect": "pylontech", "packs": 10, "discharge_voltage_limit_V": 46.0})
    check_file("can-battery/pylontech-4-modules-351-with-6-bytes.txt",
               {"dialect": "pylontech", "packs": 4, **limits(53.2, 59.2, 148.0), **health(95, 99),
                **measured(49.83, -34.3, 26.7)})
    check_file("can-battery/byd-revov-with-victron.txt",
               {"dialect": "victron", "name": "BYD", **limits(57.0, 10.0, 10.0, 42.0), **health(50, 100),
                **measured(53.0, 10.0, 24.0)}, {"35F.firmware_major": 1, "35F.firmware_minor": 2})
    check_file("can-battery/pytes-v5-victron-protocol.txt",
               {"dialect": "victron", "name": "PYTES", "packs": 2, **limits(56.8, 100.0, 100.0, 45.5),
                **health(51, 100), **measured(52.62, -0.7, 18.0), "remaining_Ah": 50, "capacity_Ah": 100,
                "cell_min_V": 3.288, "cell_max_V": 3.29, "cell_temp_min_degC": 16.0, "cell_temp_max_degC": 18.0,
                "alarms": [], "protections": []},
               {"372.modules_blocking_charge": 1, "372.modules_blocking_discharge": 1, "372.modules_offline": 2,
                "374.lowest_cell": "0800", "375.highest_cell": "0400", "378.energy_charged_Wh": 211200,
                "378.energy_discharged_Wh": 183500})
    check_file("can-battery/discover-aes-lynk-documented-examples.txt",
               {"dialect": "discover", "name": "DISCOVER", **health(77, 100), "charge_voltage_limit_V": 55.9,
                "discharge_voltage_limit_V": 43.2, "voltage_V": 52.9, "capacity_Ah": 300, "remaining_Ah": 231})
    check_file("can-battery/seplos-shenergy-victron-gx-candump.txt", {"dialect": "victron", "name": "SHEnergy"})
    is_none_of_ours("can-battery/goodwe-inverter-hv-handshake.txt", "GoodWe")
    natives()


def natives():
    """What the makers' own protocols say beside those that imitate others."""
    file = "can-battery/pytes-native-protocol-400.txt"
    # The header says 49.05 V; the bytes say 48.95, which is 15 cells between 3.259 and 3.269 V.
    check_file(file, {"dialect": "pytes-native", "name": "PYTES", **limits(53.2, 25.0, 12.5, 44.5), **health(18, 100),
                      "voltage_V": 48.95, "cell_max_V": 3.269, "cell_min_V": 3.259, "cell_temp_max_degC": 23.0,
                      "cell_temp_min_degC": 22.0, "cycles": 28, "capacity_Ah": 49.95, "remaining_Ah": 8.766},
               {"401.cell_max_number": 7, "401.cell_min_number": 4, "41E.energy_charged_Wh": 67800,
                "41E.energy_discharged_Wh": 69000})
    file = "can-battery/deye-se-f12c-vendor-app-reference.txt"
    check_file(file, {"dialect": "deye-native", "charge_current_limit_A": 0.0, "discharge_current_limit_A": 230.0},
               {"110.parallel_done": True, "110.charge_switch": False, "110.discharge_switch": True,
                "110.precharge_switch": False, "110.heater_switch": False, "550.energy_charged_Wh": 6190})
    compare(file, last_state(file)["pack"][0], {"address": 1, "mode": "standby", **health(95.4, 100.0),
            "cell_temp_max_degC": 24.0, "cell_temp_min_degC": 23.0, "protections": [], "faults": []})
    file = "can-battery/deye-se-f12c-with-victron-gx.log"
    check_file(file, {"dialect": "deye-native", "name": "DY001", "packs": 1, "capacity_Ah": 230.0})
    compare(file, last_state(file)["pack"][0], {"address": 1, "serial": "SAMPLE00SAMPLE01"})


def dyness():
    file = "can-battery/dyness-b4850-2packs-start-stop-run1.txt"
    frames = decode("-f", "frames", FOLDER / file).stdout.splitlines()
    expect(len(frames) == 3770, file, "holds 3770 frames")
    standard = [frame for frame in frames if len(frame.split("#", maxsplit=1)[0].split()[2]) == 3]
    expect(len(standard) == 1064, file, "holds 1064 frames with 11 bits")
    counted = records(file, "--as", "summary")[0]
    expect(counted["interfaces"][0]["dialect"] == "dyness", file, "is Dyness")
    narrow = sum(i["frames"] for i in counted["interfaces"][0]["ids"] if len(i["id"]) == 3)
    expect(counted["frames"] == 3770 and narrow == 1064, file, "no frame is lost")
    steps = {}
    for record in records(file):
        if record["id"] in ("356", "359", "35F"):
            steps.setdefault(record["id"], []).append({k: v for k, v in record.items() if k not in ("t", "if")})
    for key in ("356", "359", "35F"):
        expect(any(a != b for a, b in zip(steps[key], steps[key][1:])), file, f"{key} steps")
    packs = [record["modules"] for record in steps["359"]]
    expect(packs == sorted(packs) and set(packs) == {1, 2}, file, f"a second pack joins: {sorted(set(packs))}")


def other_layouts():
    dyness()
    file = "can-battery/pytes-victron-protocol-opendtu-log.txt"
    check_file(file, {"dialect": "victron", "name": "PYTES", **limits(52.8, 100.0, 25.0, 45.5), **health(20, 100),
                      **measured(52.14, 0.0, 17.0), "remaining_Ah": 20},
               {"35F.firmware_major": 22, "35F.firmware_minor": 4})
    file = "can-battery/pytes-ess48-logic-analyser-decode.txt"
    check_file(file, measured(49.37, 0.0, 21.0), words=("-d", "victron"))
    file = "can-battery/deye-serial-can-adapter-records.txt"
    seen = records(file, "-d", "pylontech")
    expect([record["id"] for record in seen] == ["356", "356"], file, "both are 356")
    file = "can-battery/diybms-emulating-pylontech-arduino-print.txt"
    got, _ = values_of(file, "-d", "pylontech")
    compare(file, got, {"351.charge_voltage_limit_V": 58.0, "351.discharge_current_limit_A": -10.0})


FRAMES = {"savvycan-example-candump.log": 12974, "canboat-candumpSample2.txt": 402, "canboat-candumpSample3.txt": 2368,
          "canboat-candump-fast.txt": 23, "taycan-battery-emulator-rx0-first80lines.log": 68,
          "savvycan-example-gvret.csv": 12974, "savvycan-example-busmaster.log": 12974,
          "savvycan-2buses-outlander-phev.csv": 17279, "canboat-pcan-view-1.1.trc": 12274,
          "canutils-log2asc-of-savvycan-candump-first4000lines.asc": 3997, "css-multiple_CAN.asc": 164,
          "python-can-issue_1256.asc": 1457,
          # Counted in the files: 12 lines each, of which one is a change of the bus's state.
          "peak-test_CanMessage_V1_0_BUS1.trc": 11, "peak-test_CanMessage_V1_3.trc": 11,
          "peak-test_CanMessage_V2_0_BUS1.trc": 11, "python-can-test_CanMessage.asc": 2,
          "python-can-test_CanFdMessage.asc": 3, "python-can-test_CanRemoteMessage.asc": 3,
          # 12 classic, 3 remote, 3 + 1 error frames, 3 of CAN FD, of which one is a classic remote frame.
          "python-can-logfile.asc": 20}
REFUSED = {"taycan-battery-emulator-rx0-first80lines.log": 11}
WRITTEN = ("asc", "frames-csv", "pcapng")


def frames_of(name):
    return decode("-f", "frames", FOLDER / f"can-formats/{name}").stdout.splitlines()


def contents(lines):
    """The frames alone, without time, interface and direction."""
    return [line.split()[2] for line in lines]


def same_in_other_formats():
    """One capture in several formats: the same frames, and as far as they say them the same times."""
    logged = frames_of("savvycan-example-candump.log")
    for name in ("savvycan-example-gvret.csv", "savvycan-example-busmaster.log"):
        expect(contents(frames_of(name)) == contents(logged), name, "holds the frames of the log")
    name = "canutils-log2asc-of-savvycan-candump-first4000lines.asc"
    converted = frames_of(name)
    expect(contents(converted) == contents(logged[:3997]), name, "holds the first frames of the log")
    times = [[line.split()[0] for line in lines] for lines in (converted, logged[:3997])]
    expect(times[0] == times[1], name, "has the times of the log")
    versions = [frames_of(f"peak-test_CanMessage_{v}.trc") for v in ("V1_0_BUS1", "V1_3", "V2_0_BUS1")]
    for lines in versions[1:]:
        expect(contents(lines) == contents(versions[0]), "peak-test", "each version holds the same frames")
    buses = [line.split()[1] for line in frames_of("savvycan-2buses-outlander-phev.csv")]
    expect((buses.count("can0"), buses.count("can1")) == (10234, 7045), "outlander", "holds two buses")


def counts_of_formats(folder):
    for name, frames in FRAMES.items():
        file = f"can-formats/{name}"
        counted = records(file, "--as", "summary", status=1)[0]
        expect(counted["frames"] == frames, file, f"holds {frames} frames, not {counted['frames']}")
        refused = sum(counted.get("refused", {}).values())
        expect(refused == REFUSED.get(name, 0), file, f"{refused} lines are refused")
        is_none_of_ours(file, "no battery dialect recognised")
        done = decode("-f", "frames", FOLDER / file)
        expect(done.returncode == 0 and done.stdout.count("\n") == frames, file, "passes on every frame")
        # One capture has times that are not sorted, which log lines alone would not tell from differences.
        again = decode("-f", "frames", "--timestamps", "as-written", text=done.stdout)
        expect(again.stdout == done.stdout and not again.stderr, file, "what was written is read the same")
        for form in WRITTEN:
            path = pathlib.Path(folder) / form
            decode("-f", form, "-o", path, FOLDER / file)
            again = decode("-f", "frames", path)
            expect(again.stdout == done.stdout and not again.stderr, file, f"comes back from {form}: {again.stderr}")


def formats():
    with tempfile.TemporaryDirectory() as folder:
        counts_of_formats(folder)
    same_in_other_formats()
    file = "can-battery/deye-se-f12c-with-victron-gx.log"
    done = decode("-f", "frames", FOLDER / file)
    expect(done.stdout == (FOLDER / file).read_text(encoding="ascii"), file, "114 frames come out as they went in")
    expect(done.stdout.count("\n") == 114, file, "holds 114 frames")


def said(file, *words, status=0):
    """The records of a serial line, and the summary with what was refused."""
    shown = records(file, "--as", "messages", *words, status=status)
    return shown, records(file, "--as", "summary", *words, status=status)[0]


def last_state(file):
    return records(file, "--as", "state")[-1]


def pack(state, address):
    return next(p for p in state["pack"] if p["address"] == address)


def talk(file, dialect, frames, requests, replies, refusals=0, refused_frames=None, refused=None):
    """Counts of a recording."""
    _, summary = said(file)
    port = summary["ports"][0]
    expect(port.get("dialect") == dialect, file, f"is {dialect}, not {port.get('dialect')}")
    compare(file, {**port, **summary}, {"frames": frames, "requests": requests, "replies": replies,
                                        "refusals": refusals, "unanswered": 0,
                                        "refused_frames": refused_frames or {}, "refused": refused or {}})
    return port


def pylontech_serial():
    folder = "serial-battery/pylontech-rs485-"
    # 11 requests and their answers; 12 lines are the shell's and the times of the program.
    talk(folder + "request-response-session.txt", "pylontech-rs485", 22, 11, 11, refused={"unknown_form": 12})
    state = last_state(folder + "request-response-session.txt")
    compare(folder, state, {"name": "US2KBPL", "charge_voltage_limit_V": 53.25, "discharge_voltage_limit_V": 47.0,
                            "charge_current_limit_A": 25.0, "discharge_current_limit_A": 25.0})
    # Packet 1 begins in the middle of a frame: 399 of the 400 are frames, and each request has its answer.
    talk(folder + "packets-1-400.pcapng", "pylontech-rs485", 399, 200, 199, refused_frames={"noise": 1})

    file = folder + "us2000-3modules-analog.txt"
    state = last_state(file)
    compare(file, pack(state, 2), {"voltage_V": 49.545, "current_A": -2.6, "remaining_Ah": 33.5, "cells_V": [
        3.303, 3.304, 3.302, 3.303, 3.304, 3.304, 3.304, 3.302, 3.301, 3.302, 3.304, 3.303, 3.306, 3.301, 3.302],
        "temps_degC": [22.0] * 4})
    compare(file, pack(state, 3), {"voltage_V": 49.52, "current_A": -2.5, "remaining_Ah": 33.5, "capacity_Ah": 50,
                                   "cycles": 31})
    compare(file, pack(state, 4), {"voltage_V": 49.504, "current_A": -2.7, "remaining_Ah": 33.5, "capacity_Ah": 50,
                                   "cycles": 31})
    expect(state["packs"] == 3 and state["soc_pct"] == 67, file, "three modules, SOC 67 %")

    file = folder + "us3000-us2000-mixed-analog.txt"
    state = last_state(file)
    compare(file, pack(state, 2), {"voltage_V": 49.149, "current_A": -6.1, "remaining_Ah": 32.56, "capacity_Ah": 74,
                                   "cycles": 564, "temps_degC": [29.0, 29.0, 30.0, 29.0], "cells_V": [
        3.277, 3.278, 3.276, 3.278, 3.275, 3.276, 3.277, 3.276, 3.277, 3.275, 3.276, 3.277, 3.277, 3.278, 3.276]})
    compare(file, pack(state, 3), {"current_A": -4.7})

    file = folder + "us5000-analog-hexdump.txt"
    shown, _ = said(file)
    compare(file, shown[0], {"adr": 2, "cell_1_V": 3.434, "cell_2_V": 3.458, "unread_alarm": True,
                             "unread_switch": True})
    expect(len(last_state(file)["pack"][0]["cells_V"]) == 15, file, "15 cells")

    file = folder + "us2000-noise-before-frame.bin"
    talk(file, "pylontech-rs485", 1, 0, 1, refused_frames={"noise": 1, "after_end": 1})


def other_serial():
    file = "serial-battery/pace-v25-pbmstools-sessions.txt"
    port = talk(file, "pace", 101, 50, 50, refusals=1)
    expect(port["double_replies"] == 0, file, "a history is no second answer")
    refused = [r for r in said(file)[0] if r["said"] == "refusal"]
    expect([r["rtn"] for r in refused] == [9], file, "one RTN 09")
    versions = [r.get("version") for r in said(file)[0] if r.get("msg") == "version"]
    expect("P16S100A-1812-1.00" in versions, file, f"is a P16S100A: {versions}")
    talk("serial-battery/pace-v20-eg4-4a-frames.txt", "eg4", 7, 4, 3)

    file = "serial-battery/seplos-v2-rs485-readme-frames.txt"
    shown, summary = said(file)
    expect(summary["frames"] == 8 and summary["ports"][0]["dialect"] == "seplos-v2", file, "8 frames of Seplos V2")
    maker = next(r for r in shown if r["msg"] == "maker")
    compare(file, maker, {"model": "1101-SP15", "version_major": 2, "version_minor": 7,
                          "can_protocol": "CANProtocol:Sofar"})
    talk("serial-battery/seplos-v2-uart-debug-split-frame.txt", "seplos-v2", 1, 0, 1)

    file = "serial-battery/rs485-error-returns.txt"
    shown, summary = said(file)
    expect([r["rtn"] for r in shown] == [4, 4, 2], file, "refused with 04, 04 and 02")
    expect(all("CID2 invalid" in r["why"] for r in shown[:2]), file, "04 is CID2 invalid")
    expect(summary["refused_frames"] == {"wrong_checksum": 1}, file, "one request has a wrong checksum")

    file = "serial-battery/eg4-lifepower4-v2-modbus.txt"
    talk(file, "eg4-modbus", 2, 1, 1)
    compare(file, last_state(file), {"voltage_V": 53.76, "current_A": -4.36})
    expect(len(last_state(file)["pack"][0]["cells_V"]) == 16, file, "16 cells")

    file = "serial-battery/deye-lvess-rs485-aa55-lines-1-40.log"
    talk(file, "deye-aa55", 40, 20, 20)
    compare(file, last_state(file), {"voltage_V": 54.0, "current_A": 6.9, **health(93.9, 100), "cycles": 5,
                                     "temperature_degC": 16.0})
    expect(len(last_state(file)["pack"][0]["cells_V"]) == 16, file, "16 cells")


def serial():
    pylontech_serial()
    other_serial()
    for path in sorted((FOLDER / "serial-battery").iterdir()):
        file = f"serial-battery/{path.name}"
        done = decode("-f", "frames", path)
        expect(done.returncode == 0 and done.stdout, file, f"its bytes are written as a trace: {done.stderr}")
        again = decode("-f", "frames", text=done.stdout)
        expect(again.stdout == done.stdout and not again.stderr, file, "the trace is read the same")
        kinds = [[(r.get("msg"), r["said"]) for r in map(json.loads, text.splitlines())] for text in
                 (decode("-f", "json", path).stdout, decode("-f", "json", text=done.stdout).stdout)]
        expect(kinds[0] and kinds[0] == kinds[1], file, "the trace says the same")


def console():
    state = last_state("console/iobroker-US/pwr.txt")
    compare("console/iobroker-US/pwr.txt", pack(state, 1), {"voltage_V": 49.905, "current_A": 11.867, "soc_pct": 39,
                                                            "cell_min_V": 3.327, "mode": "charging", "alarms": []})
    compare("console/iobroker-US/pwr.txt", pack(state, 4), {"voltage_V": 49.916, "current_A": 5.25, "soc_pct": 40,
                                                            "cell_temp_max_degC": 31.0})
    expect(state["packs"] == 4, "console/iobroker-US/pwr.txt", "four modules, twelve places are empty")
    for n in range(1, 5):
        file = f"console/iobroker-US/bat-{n}.txt"
        mine = pack(last_state(file), n)
        expect(len(mine["cells_V"]) == 15 and all(3.3 < v < 3.4 for v in mine["cells_V"]), file, "15 cells")
    models = [said(f"console/iobroker-US/info-{n}.txt")[0][0]["model"] for n in range(1, 5)]
    expect(models == ["US5000", "US2000C", "US2KBPL", "US2KBPL"], "console/iobroker-US", f"is {models}")
    cycles = [said(f"console/iobroker-US/stat-{n}.txt")[0][0]["cycles"] for n in range(1, 5)]
    expect(cycles == [108, 157, 685, 656], "console/iobroker-US", f"cycles {cycles}")

    file = "console/iobroker-eb/pwr.txt"
    state = last_state(file)
    compare(file, state, {"packs": 2, "dialect": "pylontech-console"})
    compare(file, pack(state, 2), {"voltage_V": 48.322, "current_A": 0.0, "soc_pct": 74, "mode": "standby"})
    shown, _ = said("console/iobroker-eb/bat-1.txt")
    compare("console/iobroker-eb/bat-1.txt", shown[0], {"cell_1_V": 3.217, "cell_soc_1_pct": 77,
                                                        "cell_remaining_1_Ah": 38.286})

    file = "console/us5000-firmware-2.0-pwr.txt"
    state = last_state(file)
    compare(file, pack(state, 1), {"voltage_V": 49.093, "current_A": -2.358, "temperature_degC": 16.8,
                                   "cell_temp_min_degC": 15.1, "soc_pct": 52, "mode": "discharging", "alarms": []})
    expect(state["packs"] == 3, file, "three packs")
    for path in sorted((FOLDER / "console").glob("iobroker-[Ue]*/*.txt")):
        file = f"console/{path.parent.name}/{path.name}"
        shown, summary = said(file)
        expect(len(shown) >= 1 and summary["ports"][0]["misfits"] == 0, file, "is read")
        expect(summary["refused_frames"] == {}, file, f"nothing is refused: {summary['refused_frames']}")
    for name in ("bat", "info", "pwr", "stat", "sysinfo", "unit"):
        file = f"console/iobroker-SC/{name}.txt"
        done = decode("--as", "state", FOLDER / file)
        expect(done.returncode == 1 and not done.stdout and "high voltage" in done.stderr, file,
               f"is high voltage: {done.stderr}")
        CHECKED.append(file)


def probed():
    """What gtx-probe makes of a recording is what gtx-decode makes of it."""
    gtx_probe = pathlib.Path(TOOL).with_name("gtx-probe")
    paths = [p for folder in ("serial-battery", "can-battery", "console") for p in sorted((FOLDER / folder).rglob("*.*"))]
    told = 0
    for path in paths:
        decoded = decode("--as", "state", "-f", "json", path).stdout.splitlines()[-1:]
        done = subprocess.run([gtx_probe, "-f", "json", path], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=60, check=False)
        seen = done.stdout.splitlines()[-1:]
        file = str(path.relative_to(FOLDER))
        expect(done.returncode == (0 if decoded else 1), file, f"status {done.returncode}: {done.stderr}")
        expect(list(map(comparable, seen)) == list(map(comparable, decoded)), file, f"{seen} is not {decoded}")
        told += len(seen)
        CHECKED.append(file)
    expect(told > 40, "all", f"only {told} states")


# What is wrong in the captures of batteries, looked at one by one; in all others nothing is.
FOUND = {
    # An emulator that sends its discharge limit with the wrong sign.
    "diybms-emulating-pylontech-arduino-print.txt": [("out_of_range", "351", -10.0)],
    # Identifiers that the source names no meaning of.
    "pytes-native-protocol-400.txt": [("unknown_id", "407", None), ("unknown_id", "40C", None)],
}


def findings():
    """What real devices say is right but for what is known of it."""
    for path in sorted((FOLDER / "can-battery").iterdir()):
        file = f"can-battery/{path.name}"
        done = decode("--as", "findings", "-f", "json", path)
        found = [(f["finding"], f.get("id"), f.get("worst")) for f in map(json.loads, done.stdout.splitlines())]
        expect(found == FOUND.get(path.name, []), file, f"{found}")
        CHECKED.append(file)
    # Networks of boats and cars: no battery, so nothing is wrong with one.
    of_a_battery = {"message_missing", "message_stopped", "battery_silent", "keep_alive_lost", "period_off",
                    "doubled_senders", "out_of_range", "alarm_raised", "recording_gap"}
    for path in sorted((FOLDER / "can-formats").iterdir()):
        done = decode("--as", "findings", "-f", "json", path)
        found = {json.loads(line)["finding"] for line in done.stdout.splitlines()}
        expect(not found & of_a_battery, path.name, f"{found}")
        CHECKED.append(path.name)


def comparable(line):
    state = json.loads(line)
    state.pop("t", None)  # a state that repeats the last one is told by gtx-decode alone
    if "pack" in state:
        state["pack"].sort(key=lambda p: p.get("address", 0))
    return state


PARTS = {"battery": battery, "layouts": other_layouts, "formats": formats, "serial": serial, "console": console,
         "probed": probed, "findings": findings}


if __name__ == "__main__":
    if not FOLDER.is_dir():
        print(f"skipped: there is no {FOLDER}")
        sys.exit(SKIP)
    PARTS[PART]()
    print(f"checked {len(set(CHECKED))} captures")
