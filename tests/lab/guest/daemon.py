"""The machine's libvirt daemon, as an administrator treats it."""

from lab.guest.programs import run

# While one of these is there, whoever connects starts the daemon.
_SOCKETS = ("libvirtd.socket", "libvirtd-ro.socket", "libvirtd-admin.socket")


def stop_libvirt() -> None:
    """Stop it, for good until `start_libvirt`; networks and guests go on."""
    run("systemctl", "stop", *_SOCKETS, "libvirtd.service")


def start_libvirt() -> None:
    run("systemctl", "start", *_SOCKETS, "libvirtd.service")


def restart_libvirt() -> None:
    run("systemctl", "restart", "libvirtd.service")
