# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# gtx-decode and can-utils on one bus.
log=$(dirname "${BASH_SOURCE[0]}")/../../../examples/battery.log

without_time() {
    cut -d' ' -f3 "$1"
}

check_a_log_played_to_a_bus_and_dumped_again_is_the_same_state() {
    local frames
    frames=$(wc -l <"$log")
    listen vcan0 "$frames" dumped
    canplayer -t -I "$log" vcan0=can0 # -t: as fast as it goes
    listened
    diff <(without_time "$log") <(without_time dumped)
    last_state dumped >state_of_dump
    last_state "$log" | diff - state_of_dump
}

check_frames_of_gtx_decode_are_played_by_canplayer() {
    local frames
    frames=$(wc -l <"$log")
    listen vcan0 "$frames" dumped
    gtx-decode -f frames "$log" | canplayer -t vcan0=can0
    listened
    diff <(without_time "$log") <(without_time dumped)
}

check_a_live_dump_is_decoded_while_it_comes() {
    local before
    before=$(listeners vcan0)
    candump -L vcan0 | gtx-decode --as state -f json >states & # goes on until this check ends
    until (($(listeners vcan0) > before)); do sleep 0.05; done
    canplayer -t -I "$log" vcan0=can0
    comes '"dialect":"pylontech"' states
}
