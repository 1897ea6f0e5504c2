#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Captures of other people's devices, with what their sources say of them: captures.py TOOL FOLDER PART."""
import json
import pathlib
import subprocess
import sys

import layouts

TOOL, FOLDER, PART = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
SKIP = 77
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
               {"dialect": "victron", "name": "DISCOVER", **health(77, 100), "charge_voltage_limit_V": 55.9,
                "discharge_voltage_limit_V": 43.2, "voltage_V": 52.9})
    check_file("can-battery/seplos-shenergy-victron-gx-candump.txt", {"dialect": "victron", "name": "SHEnergy"})
    is_none_of_ours("can-battery/deye-se-f12c-with-victron-gx.log", "Deye")
    is_none_of_ours("can-battery/deye-se-f12c-vendor-app-reference.txt", "Deye")
    is_none_of_ours("can-battery/goodwe-inverter-hv-handshake.txt", "GoodWe")
    is_none_of_ours("can-battery/pytes-native-protocol-400.txt", "Pytes")


def converted(file, layout):
    return "".join(layout((FOLDER / file).read_text(encoding="utf-8", errors="replace")))


def dyness():
    file = "can-battery/dyness-b4850-2packs-start-stop-run1.txt"
    text = converted(file, layouts.sketch)
    frames = text.splitlines(True)
    expect(len(frames) == 3770, file, "holds 3770 frames")
    standard = [frame for frame in frames if len(frame.split("#", maxsplit=1)[0].split()[2]) == 3]
    expect(len(standard) == 1064, file, "holds 1064 frames with 11 bits")
    counted = records(file, "--as", "summary", text=text)[0]
    expect(counted["interfaces"][0]["dialect"] == "dyness", file, "is Dyness")
    narrow = sum(i["frames"] for i in counted["interfaces"][0]["ids"] if len(i["id"]) == 3)
    expect(counted["frames"] == 3770 and narrow == 1064, file, "no frame is lost")
    steps = {}
    for record in records(file, text=text):
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
               {"35F.firmware_major": 22, "35F.firmware_minor": 4}, converted(file, layouts.opendtu))
    file = "can-battery/pytes-ess48-logic-analyser-decode.txt"
    check_file(file, measured(49.37, 0.0, 21.0), text=converted(file, layouts.logic_analyser),
               words=("-d", "victron"))
    file = "can-battery/deye-serial-can-adapter-records.txt"
    text = converted(file, layouts.adapter_records)
    seen = records(file, "-d", "pylontech", text=text)
    expect([record["id"] for record in seen] == ["356", "356"], file, "both are 356")
    file = "can-battery/diybms-emulating-pylontech-arduino-print.txt"
    text = converted(file, layouts.arduino)
    got, _ = values_of(file, "-d", "pylontech", text=text)
    compare(file, got, {"351.charge_voltage_limit_V": 58.0, "351.discharge_current_limit_A": -10.0})


FRAMES = {"savvycan-example-candump.log": 12974, "canboat-candumpSample2.txt": 402, "canboat-candumpSample3.txt": 2368,
          "canboat-candump-fast.txt": 23, "taycan-battery-emulator-rx0-first80lines.log": 68}


def formats():
    for name, frames in FRAMES.items():
        file = f"can-formats/{name}"
        counted = records(file, "--as", "summary", status=1)[0]
        expect(counted["frames"] == frames, file, f"holds {frames} frames, not {counted['frames']}")
        is_none_of_ours(file, "no battery dialect recognised")
        done = decode("-f", "frames", FOLDER / file)
        expect(done.returncode == 0 and done.stdout.count("\n") == frames, file, "passes on every frame")
        again = decode("-f", "frames", text=done.stdout)
        expect(again.stdout == done.stdout and not again.stderr, file, "what was written is read the same")
    file = "can-battery/deye-se-f12c-with-victron-gx.log"
    done = decode("-f", "frames", FOLDER / file)
    expect(done.stdout == (FOLDER / file).read_text(encoding="ascii"), file, "114 frames come out as they went in")
    expect(done.stdout.count("\n") == 114, file, "holds 114 frames")


PARTS = {"battery": battery, "layouts": other_layouts, "formats": formats}


if __name__ == "__main__":
    if not FOLDER.is_dir():
        print(f"skipped: there is no {FOLDER}")
        sys.exit(SKIP)
    PARTS[PART]()
    print(f"checked {len(set(CHECKED))} captures")
