# SPDX-License-Identifier: MIT
"""The house as tables: who may include whom, and what the library must not use."""

# Room: (floor, rooms it may include). A room may also include itself. "*" is every room of a lower floor.
ROOMS = {
    "base": (1, ()),
    "wire": (2, ("base",)),
    "can": (2, ("base",)),
    "serial": (2, ("base",)),
    "pack": (2, ("base",)),
    "state": (2, ("base",)),
    "bms": (3, ("base", "pack", "state")),
    "dialect": (3, ("base", "wire", "can", "serial", "state")),
    "log": (3, ("base", "can", "serial")),
    "diag": (3, ("base", "pack", "state")),
    "link": (3, ("base", "serial", "wire")),
    "port": (3, ("base", "can", "serial")),
    "decode": (4, ("log", "dialect", "diag", "state", "wire", "can", "serial", "base")),
    "plan": (4, ("base", "pack", "bms", "state")),
    "probe": (4, ("dialect", "diag", "serial", "can", "state", "wire", "port", "base")),
    "sim": (4, ("pack", "bms", "dialect", "link", "state", "wire", "can", "serial", "base")),
}

# The one room that reads a clock, sleeps, opens and polls; to the others time and bytes come in.
DOOR = "port"
DOOR_WORDS = (r"_clock::now|\bclock_gettime|\bgettimeofday|\bstd::time\(|\bsleep_(?:for|until)|\bfopen\b|[io]?fstream\b|"
              r"(?<![\w>)])::(?:open|read|write|poll|select|socket|ioctl|time)\(")

# Names the library must not take from the system. abort: only through assertions of the C++ library.
FORBIDDEN_SYMBOLS = {
    "exit", "_exit", "_Exit", "quick_exit", "abort", "signal", "sigaction", "system",
    "stdout", "stderr", "stdin", "printf", "vprintf", "puts", "putchar", "fprintf", "vfprintf", "fputs", "perror",
    "__printf_chk", "__fprintf_chk", "__vfprintf_chk",
    "_ZSt4cout", "_ZSt4cerr", "_ZSt4clog", "_ZSt3cin",
}

# Rules of the product that no test names yet, and why. Whatever else the library's own table of rules
# (libgtx/pack/rules.cpp) holds must be named by a test.
UNPROVED_RULES = {}

# Ids that look like rules and are none, because a test shows that they are not found.
NO_RULES = {"R-LED-11"}
