# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# gtx-probe on live buses, with gtx-sim and can-utils on the other side.

# gtx-sim as the battery of an interface, until the check ends.
battery() { # INTERFACE ARGUMENT...
    local interface=$1
    shift
    gtx-sim -q -i "$interface" -d pylontech "$@" >/dev/null &
}

check_probe_that_hears_nothing_ends_in_time_and_says_so() {
    local status=0
    gtx-probe vcan0 --timeout 1s >out 2>err || status=$?
    expect status 1 "$status"
    expect output '' "$(cat out)"
    grep -q 'vcan0: not one frame was heard' err
}

check_probe_of_an_interface_that_is_none_touches_nothing() {
    local status=0
    gtx-probe vcan99 >out 2>err || status=$?
    expect status 3 "$status"
    grep -q 'vcan99: no CAN interface' err
}

check_probe_tells_the_battery_of_a_bus_and_ends() {
    battery vcan0 --packs 2 --soc 60%
    gtx-probe vcan0 -f json >out
    expect lines 1 "$(wc -l <out)"
    grep -q '"source":"vcan0","dialect":"pylontech","name":"PYLON"' out || grep -q '"dialect":"pylontech"' out
    grep -q '"soc_pct":60' out
}

check_probe_sends_nothing_by_itself() {
    battery vcan0
    sleep 1
    listen vcan0 100000 heard.log
    gtx-probe vcan0 --diagnose --timeout 2s >/dev/null || true
    stop_listening
    # 305 is the inverter's: only who plays one sends it.
    expect frames 0 "$(grep -c ' 305#' heard.log || true)"
    (($(wc -l <heard.log) > 0))
}

check_probe_sends_the_keep_alive_if_asked_to() {
    battery vcan0
    listen vcan0 100000 heard.log
    gtx-probe vcan0 -d pylontech --keepalive --watch 500ms -n 3 -f csv >/dev/null
    stop_listening
    (($(grep -c ' 305#' heard.log) > 0))
}

check_probe_survives_an_interface_that_goes_down_and_comes_back() {
    battery vcan0
    gtx-probe vcan0 --watch 500ms -f csv >out 2>err &
    local probe=$!
    comes pylontech out
    ip link set vcan0 down
    comes 'vcan0: down' err
    local before
    before=$(wc -l <out)
    ip link set vcan0 up
    comes 'vcan0: up' err
    until (($(wc -l <out) > before + 1)); do sleep 0.1; done
    kill "$probe"
    local status=0
    wait "$probe" || status=$?
    expect status 143 "$status"
}

check_probe_traces_what_candump_hears() {
    battery vcan0
    gtx-probe vcan0 --watch 1s -n 3 --trace trace.log -f json >out
    gtx-probe trace.log -f json >again
    expect dialect pylontech "$(sed 's/.*"dialect":"\([a-z]*\)".*/\1/' again)"
    expect refused 0 "$(gtx-decode --as summary -f json trace.log | grep -c unknown_form || true)"
}

check_probe_reads_a_live_pipe_and_ends_by_itself() {
    battery vcan0
    candump -L vcan0 | gtx-probe - --diagnose --timeout 3s >out || true
    [[ -s out ]]
}

check_probe_puts_an_interface_up_with_its_bit_rate_if_asked_to() {
    ip link set can0 down
    gtx-probe can0 --up --bitrate 500000 --timeout 1s >/dev/null 2>&1 || true
    ip -details link show can0 | grep -q 'bitrate 500000'
    ip link show can0 | grep -q '[<,]UP[,>]'
    ip link set can0 down
}

check_probe_of_a_wrong_bit_rate_names_it() {
    ip link set can0 up type can bitrate 250000
    local status=0
    gtx-probe can0 -d pylontech --timeout 1s >/dev/null 2>err || status=$?
    ip link set can0 down
    expect status 1 "$status"
    grep -q '250 kbit/s' err
}
