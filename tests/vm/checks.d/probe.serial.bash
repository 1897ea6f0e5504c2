# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# gtx-probe on one serial port, a battery of gtx-sim on the other end of its wire.

start_battery() { # PORT [OPTION…]
    grep -q -- --serial <<<"$(gtx-sim --help)" || { echo "gtx-sim has no serial lines"; exit 77; }
    gtx-sim --serial "$1" --protocol pylontech-rs485 --address 2 --serial-speed 9600 "${@:2}" 2>battery.said &
    battery=$!
    until opened "$battery" "$1"; do
        kill -0 "$battery" || { cat battery.said; return 1; }
        sleep 0.1
    done
}

stop_battery() {
    kill -TERM "$battery"
    wait "$battery" || expect "status after SIGTERM" 143 $?
}

opened() { # PROCESS PORT
    readlink "/proc/$1/fd/"* | grep -qx "$2"
}

probe=(gtx-probe --dialect pylontech-rs485 --speed 9600 --address 2 -f json)

# What the driver of the 16550 has put on the wire.
transmitted() { # NUMBER
    sed -n "s/^$1:.* tx:\([0-9]*\) .*/\1/p" /proc/tty/driver/serial
}

received() { # NUMBER
    sed -n "s/^$1:.* rx:\([0-9]*\) .*/\1/p" /proc/tty/driver/serial
}

plug() { # unbind|bind INTERFACE
    echo "$2" >"/sys/bus/usb/drivers/ftdi_sio/$1"
}

lines_in() { # FILE
    wc -l <"$1"
}

check_a_port_where_nobody_answers_is_a_no_and_one_that_is_in_use_a_trouble() {
    local status=0
    "${probe[@]}" /dev/ttyS2 --timeout 1s >state 2>said || status=$?
    expect status 1 "$status"
    expect states 0 "$(lines_in state)"
    start_battery /dev/ttyS1
    status=0
    "${probe[@]}" /dev/ttyS1 >state 2>said || status=$?
    expect status 3 "$status"
    grep -q "/dev/ttyS1: in use by another program" said
    stop_battery
}

check_a_battery_on_one_uart_answers_on_the_other() {
    start_battery /dev/ttyS1 --soc 73%
    "${probe[@]}" /dev/ttyS2 -n 1 >state 2>said
    expect states 1 "$(lines_in state)"
    grep -q '"dialect":"pylontech-rs485"' state
    grep -q '"soc_pct":73' state
    stop_battery
}

check_a_listener_puts_nothing_on_the_wire() {
    local before heard
    before=$(transmitted 2)
    heard=$(received 2)
    gtx-probe --listen-only --speed 9600 -f json --timeout 3s /dev/ttyS2 >state 2>said &
    local listener=$!
    until opened "$listener" /dev/ttyS2; do sleep 0.1; done
    "${probe[@]}" /dev/ttyS1 --timeout 1s >asked 2>/dev/null || true # asks, and nobody answers
    wait "$listener" || true
    (($(received 2) > heard)) || { echo "it heard nothing"; return 1; }
    expect "bytes it sent" 0 "$(($(transmitted 2) - before))"
}

check_adapters_that_are_pulled_and_put_back_go_on_on_both_sides() {
    local interface before port user pulled
    start_battery /dev/ttyUSB0
    "${probe[@]}" /dev/ttyUSB1 --watch 1s >states 2>said &
    local watcher=$!
    until (($(lines_in states) >= 1)); do sleep 0.1; done
    for pulled in "ttyUSB0 $battery" "ttyUSB1 $watcher"; do
        read -r port user <<<"$pulled"
        interface=$(basename "$(dirname "$(readlink -f "/sys/class/tty/$port/device")")")
        plug unbind "$interface"
        while opened "$user" "/dev/$port.*"; do sleep 0.1; done # let go, so that the name is free again
        before=$(lines_in states)
        plug bind "$interface"
        until opened "$user" "/dev/$port" && (($(lines_in states) > before)); do sleep 0.1; done
    done
    kill -TERM "$watcher"
    wait "$watcher" || expect "status after SIGTERM" 143 $?
    stop_battery
}
