# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# gtx-sim as a battery on a live bus.

start_sim() { # INTERFACE [OPTION…]; its id: $sim
    gtx-sim -i "$@" 2>said &
    sim=$!
}

stop_sim() {
    kill -TERM "$sim"
    local status=0
    wait "$sim" || status=$?
    expect "status after SIGTERM" 143 "$status"
}

own_bus() {
    ip link delete vcan5 2>/dev/null || true # of a check that failed
    ip link add vcan5 type vcan
    ip link set vcan5 mtu 72 up
}

check_an_interface_that_is_not_there_is_refused() {
    local status=0
    gtx-sim -i nosuch0 2>said || status=$?
    expect status 3 "$status"
    expect words "gtx-sim: nosuch0: no such interface: No such device" "$(<said)"
}

check_a_bit_rate_for_a_virtual_bus_is_refused() {
    local status=0
    gtx-sim -i vcan0 --bitrate 500000 --duration 1s 2>said || status=$?
    expect status 3 "$status"
    grep -q "vcan0: a virtual interface has no bit rate" said
}

check_what_it_sends_is_a_state_for_gtx_decode() {
    listen vcan0 100000 dumped
    gtx-sim -i vcan0 --soc 73% --duration 4s 2>said
    stop_listening
    for id in 351 355 356 359 35A 35E 35F 30F; do
        expect "frames of $id" 4 "$(grep -c " $id#" dumped)"
    done
    expect "keep-alives of an inverter" 0 "$(grep -c ' 305#' dumped || true)"
    last_state dumped >state
    grep -q '"dialect":"sofar"' state
    grep -q '"soc_pct":73,' state
}

check_it_sends_by_the_clock() {
    listen vcan0 100000 dumped
    gtx-sim -i vcan0 --duration 6s
    stop_listening
    # From the first to the sixth 351, by the stamps of the kernel: 5 s, and more if the host is busy.
    awk -F'[()]' '/ 351#/ { if (!n++) first = $2; last = $2 }
        END { span = last - first; print n, span; exit !(n == 6 && span > 4.5 && span < 15) }' dumped
}

check_speed_10_is_ten_times_as_fast() {
    listen vcan0 100000 dumped
    gtx-sim -i vcan0 --speed 10 --duration 31s
    stop_listening
    awk -F'[()]' '/ 351#/ { if (!n++) first = $2; last = $2 }
        END { span = last - first; print n, span; exit !(n == 31 && span > 2.5 && span < 15) }' dumped
}

check_down_and_up_is_told_and_it_goes_on() {
    own_bus
    start_sim vcan5
    listen vcan5 3 dumped
    listened
    ip link set vcan5 down
    comes "vcan5: down" said
    ip link set vcan5 up
    comes "vcan5: up" said
    listen vcan5 12 dumped
    listened
    grep -q " 351#" dumped
    stop_sim
    ip link delete vcan5
}

check_a_bus_that_is_removed_and_back_is_used_again() {
    own_bus
    start_sim vcan5
    listen vcan5 3 dumped
    listened
    ip link delete vcan5
    comes "vcan5: removed" said
    own_bus
    comes "vcan5: back" said
    listen vcan5 12 dumped
    listened
    grep -q " 351#" dumped
    stop_sim
    grep -q "lost while the interface was down" said
    ip link delete vcan5
}

check_it_waits_for_an_interface_that_is_down() {
    own_bus
    ip link set vcan5 down
    start_sim vcan5
    comes "vcan5: is down" said
    ip link set vcan5 up
    listen vcan5 12 dumped
    listened
    stop_sim
    ip link delete vcan5
}

check_two_controllers_at_500000_bits() {
    ip link set can1 up type can bitrate 500000
    start_sim can0 --bitrate 500000
    listen can1 12 dumped
    listened
    grep -q " 351#" dumped
    ip -details link show can0 | grep -q "bitrate 500000 "
    stop_sim
    ip link set can0 down
    ip link set can1 down
}

check_a_keep_alive_of_the_inverter_is_heard() {
    start_sim vcan0 -d growatt-lv # allows no current without 0x301
    listen vcan0 100000 dumped
    until last_state dumped | grep -q '"charge_current_limit_A":0.0,'; do sleep 0.3; done
    while cansend vcan0 301#0000000000000000; do sleep 0.2; done &
    until last_state dumped | grep -q '"charge_current_limit_A":[1-9]'; do sleep 0.3; done
    stop_listening
    stop_sim
}

check_a_question_of_the_inverter_is_answered() {
    start_sim vcan0 -d sofar-extended
    listen vcan0 100000 dumped
    comes " 00000351#|[0-9A-F]{5}351#" dumped
    cansend vcan0 00000605#0102000000000000 # cell voltages of pack 1
    comes " [0-9A-F]{5}680#" dumped
    stop_listening
    stop_sim
}
