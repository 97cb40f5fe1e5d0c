"""News of devices as udev sends it, to whoever listens in this network namespace.

    nsenter … python tests/lab/udev_messages.py "ACTION=remove DEVPATH=/devices/…/0000:01:10.2 SUBSYSTEM=pci" …

The message is libudev's own (systemd's sd-device/device-monitor.c), which is believed where both sides are root. udev
itself is neither needed nor disturbed.
"""

import socket
import struct
import sys

_KOBJECT_UEVENT = 15  # NETLINK_KOBJECT_UEVENT of linux/netlink.h
_UDEV_GROUP = 2  # the kernel's own news goes to group 1
_HEADER = struct.Struct("=8s8I")
_MAGIC = 0xFEEDCAFE


def message(properties: str) -> bytes:
    body = b"".join(line.encode() + b"\0" for line in (*properties.split(), "SEQNUM=1"))
    # No hash of the subsystem, and no tags: whoever filters by them does not hear this.
    return _HEADER.pack(b"libudev", socket.htonl(_MAGIC), _HEADER.size, _HEADER.size, len(body), 0, 0, 0, 0) + body


if __name__ == "__main__":
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, _KOBJECT_UEVENT) as sender:
        sender.bind((0, 0))
        for argument in sys.argv[1:]:
            sender.sendto(message(argument), (0, _UDEV_GROUP))
