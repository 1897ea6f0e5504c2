# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What checks of tools share; there before each of them.

# Sockets that listen to all of an interface.
listeners() { # INTERFACE
    grep -c "^ *$1 " /proc/net/can/rcvlist_all || true
}

# candump writes a log of the interface, until FRAMES or 10 s of silence; returns when it listens
listen() { # INTERFACE FRAMES FILE
    local before
    before=$(listeners "$1")
    candump -L -n "$2" -T 10000 "$1" >"$3" &
    dumper=$!
    until (($(listeners "$1") > before)); do sleep 0.05; done
}

listened() { # to all it was to
    wait "$dumper"
}

stop_listening() {
    kill "$dumper"
}

# The last state of a log, without its time and the name of the interface.
last_state() { # FILE
    gtx-decode --as state -f json "$1" | tail -n 1 | sed 's/"t":[0-9.]*,"source":"[a-z0-9]*",//'
}

# Waits until a line of a file matches. What never comes ends with the time of the check.
comes() { # PATTERN FILE
    until grep -qE -- "$1" "$2"; do sleep 0.1; done
}

expect() { # NAME WANTED GOT
    [[ $2 == "$3" ]] && return
    echo "$1: wanted '$2', got '$3'"
    return 1
}
