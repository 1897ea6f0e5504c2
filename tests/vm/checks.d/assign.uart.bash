# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# gtx-assign on one serial port, a pack that another one plays on the other end of its wire. Their modem lines do
# not cross, so the coding line travels in bench frames.

start_pack() { # PORT [OPTION…]
    gtx-assign "$1" --as-pack --bench-levels --last "${@:2}" >pack.told 2>pack.said &
    pack=$!
    until readlink "/proc/$pack/fd/"* | grep -qx "$1"; do
        kill -0 "$pack" || { cat pack.said; return 1; }
        sleep 0.1
    done
}

stop_pack() {
    kill -TERM "$pack"
    wait "$pack" || expect "status after SIGTERM" 143 $?
}

check_a_pack_on_one_uart_gets_its_number_from_the_other() {
    start_pack /dev/ttyS2 --serial-number 00A1B2C3D4 --firmware 1.2
    gtx-assign /dev/ttyS1 --bench-levels --expect 1 -f json --trace coding.log >told 2>said
    grep -q '"position":1,"id":1,"serial":"00A1B2C3D4","firmware":"V1.2"' told
    grep -q '"kind":"result","right":true' told
    grep -q ' > ~' coding.log
    grep -q ' < ~' coding.log
    comes '00A1B2C3D4: number 1' pack.told
    stop_pack
}

check_without_bench_levels_rts_is_raised_and_dropped_and_the_pack_is_only_found() {
    local status=0
    start_pack /dev/ttyS2 --serial-number 7
    gtx-assign /dev/ttyS1 --trace coding.log >told 2>said || status=$?
    expect status 1 "$status"
    grep -q 0000000007 told
    expect "first level" "ttyS1 RTS dropped" "$(sed -n 's/^# ([0-9.]*) \/dev\///p' coding.log | head -n 1)"
    grep -q 'RTS raised' coding.log
    expect "last level of RTS" "ttyS1 RTS dropped" "$(sed -n 's/^# ([0-9.]*) \/dev\///p' coding.log | grep RTS | tail -n 1)"
    gtx-decode --strict coding.log >decoded 2>&1 || true
    if grep -q refused decoded; then return 1; fi
    stop_pack
}

check_nobody_on_the_wire_is_a_no_and_a_port_in_use_a_trouble() {
    local status=0
    gtx-assign /dev/ttyS1 >told 2>said || status=$?
    expect status 1 "$status"
    grep -q "nobody answered" said
    start_pack /dev/ttyS2
    status=0
    gtx-assign /dev/ttyS2 >told 2>said || status=$?
    expect status 3 "$status"
    grep -q "in use by another program" said
    stop_pack
}
