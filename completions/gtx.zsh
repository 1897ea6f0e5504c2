# SPDX-License-Identifier: MIT
# Shared by the completions of all gtx tools.

# 280 is ARPHRD_CAN.
_gtx_can_interfaces() {
    local type
    local -a names
    for type in ${GTX_SYS_CLASS_NET:-/sys/class/net}/*/type(N); do
        [[ $(<$type) == 280 ]] && names+=(${type:h:t})
    done
    compadd -- $names
}

_gtx_serial_ports() {
    local -a ports
    ports=(/dev/tty(USB|ACM|S)<->(N))
    compadd -- $ports
}

_gtx_sources() {
    _gtx_can_interfaces
    _gtx_serial_ports
    _files
}
