# SPDX-License-Identifier: MIT
"""Layouts in which people paste frames, as log lines of candump. gtx does not read them itself yet."""
import re


def line(identifier, data, wide=False):
    return f"(0.0) can0 {identifier:0{8 if wide else 3}X}#{bytes(data).hex().upper()}\n"


def hex_words(text):
    return [int(word, 16) for word in text.split()]


def sketch(text):
    """`sID: 351 D: 0x14 0x2 …`, e for 29 bits."""
    for kind, identifier, data in re.findall(r"^([se])ID: ([0-9A-F]+) D: (.*)$", text, re.M):
        yield line(int(identifier, 16), hex_words(data), kind == "e")


def arduino(text):
    """`Standard ID: 0x351       DLC: 8  Data: 0x44 0x02 …`"""
    for identifier, data in re.findall(r"^Standard ID: (\S+)\s+DLC: \d+\s+Data: (.*)$", text, re.M):
        yield line(int(identifier, 16), hex_words(data))


def opendtu(text):
    """`… Received CAN message: 0x351 - 10 02 …`"""
    for identifier, data in re.findall(r"Received CAN message: (\S+) - (.*)$", text, re.M):
        yield line(int(identifier, 16), hex_words(data))


def adapter_records(text):
    """20-byte records of a USB-CAN adapter: AA 55, identifier at 5, length at 9, bytes from 10 on."""
    for record in re.findall(r"^AA-55-[0-9A-F-]+$", text, re.M):
        raw = bytes.fromhex(record.replace("-", ""))
        yield line(int.from_bytes(raw[5:7], "little"), raw[10:10 + raw[9]])


def logic_analyser(text):
    """One frame in the annotations of a logic analyser."""
    identifier = int(re.search(r"\(0x([0-9a-f]+)\)", text).group(1), 16)
    yield line(identifier, hex_words(" ".join(re.findall(r"Data byte \d: (\S+)", text))))
