# SPDX-License-Identifier: MIT
# Shared by the completions of all gtx tools.

# 280 is ARPHRD_CAN.
function __gtx_can_interfaces
    set -l root /sys/class/net
    set -q GTX_SYS_CLASS_NET; and set root $GTX_SYS_CLASS_NET
    for type in $root/*/type
        test (cat $type) = 280; and basename (dirname $type)
    end
end

function __gtx_serial_ports
    string match -r '^/dev/tty(?:USB|ACM|S)[0-9]+$' /dev/tty*
end
