# SPDX-License-Identifier: MIT
# Shared by the completions of all gtx tools; works with and without the package bash-completion.

# Sets cur and prev; "--format=js" counts as "--format js".
_gtx_begin() {
    COMPREPLY=()
    cur=${COMP_WORDS[COMP_CWORD]}
    prev=${COMP_WORDS[COMP_CWORD - 1]}
    if [[ $cur == '=' ]]; then
        cur=
    elif [[ $prev == '=' ]]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
}

_gtx_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }

_gtx_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

_gtx_directories() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -d -- "$cur")
}

# 280 is ARPHRD_CAN.
_gtx_can_interfaces() {
    local type names=
    for type in "${GTX_SYS_CLASS_NET:-/sys/class/net}"/*/type; do
        [[ -r $type && $(<"$type") == 280 ]] || continue
        type=${type%/type}
        names+=" ${type##*/}"
    done
    _gtx_words "$names"
}

_gtx_serial_ports() {
    mapfile -t COMPREPLY < <(compgen -G '/dev/tty[USA][SC0-9][BM0-9]*' | grep -E '^/dev/tty(USB|ACM|S)[0-9]' | grep -F -- "$cur")
}

# CAN interfaces, serial ports and files.
_gtx_sources() {
    local -a found
    _gtx_can_interfaces
    found=("${COMPREPLY[@]}")
    _gtx_serial_ports
    found+=("${COMPREPLY[@]}")
    _gtx_files
    COMPREPLY=("${found[@]}" "${COMPREPLY[@]}")
}
