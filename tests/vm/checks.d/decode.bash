# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# gtx-decode and can-utils on one bus.
log=$(dirname "${BASH_SOURCE[0]}")/../../../examples/battery.log

# Sockets that listen to all of vcan0.
listeners() {
    grep -c '^ *vcan0 ' /proc/net/can/rcvlist_all || true
}

# listen FRAMES FILE: candump writes that many frames of vcan0 as a log; returns when it listens
listen() {
    local before
    before=$(listeners)
    candump -L -n "$1" -T 10000 vcan0 >"$2" &
    until (($(listeners) > before)); do sleep 0.05; done
}

without_time() {
    cut -d' ' -f3 "$1"
}

# The last state of a log, without its time and the name of the interface.
last_state() {
    gtx-decode --as state -f json "$1" | tail -n 1 | sed 's/"t":[0-9.]*,"source":"[a-z0-9]*",//'
}

check_a_log_played_to_a_bus_and_dumped_again_is_the_same_state() {
    local frames
    frames=$(wc -l <"$log")
    listen "$frames" dumped
    canplayer -t -I "$log" vcan0=can0 # -t: as fast as it goes
    wait
    diff <(without_time "$log") <(without_time dumped)
    last_state dumped >state_of_dump
    last_state "$log" | diff - state_of_dump
}

check_frames_of_gtx_decode_are_played_by_canplayer() {
    local frames
    frames=$(wc -l <"$log")
    listen "$frames" dumped
    gtx-decode -f frames "$log" | canplayer -t vcan0=can0
    wait
    diff <(without_time "$log") <(without_time dumped)
}

check_a_live_dump_is_decoded_while_it_comes() {
    local before
    before=$(listeners)
    candump -L vcan0 | gtx-decode --as state -f json >states & # goes on until this check ends
    until (($(listeners) > before)); do sleep 0.05; done
    canplayer -t -I "$log" vcan0=can0
    until grep -q '"dialect":"pylontech"' states; do sleep 0.1; done
}
