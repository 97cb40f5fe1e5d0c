"""VFs that are gone after a reboot: nothing that was found makes them at boot."""

import re
from collections.abc import Iterator

from vftui.model.checks.effective import Pools, users_of_pfs
from vftui.model.host import Host, PhysicalFunction
from vftui.model.problem import Problem, Severity, Trap
from vftui.model.text import counted
from vftui.model.wording import shortened

NUMVFS_NOT_KEPT = Trap(
    "numvfs-not-kept",
    Severity.HINT,
    "A number of VFs that no setting keeps: after a reboot the PF has none, and its pools are empty.",
    "The kernel makes VFs when somebody writes sriov_numvfs, and forgets the number at a reboot. A network with <pf> "
    "then fails to start: 1/19 'No usable Vf's present on SRIOV PF …'; with autostart it stays inactive and is not "
    "tried again when VFs appear. A network that lists its VFs starts, and its guests fail. A hostdev network whose "
    "VFs are absent cannot even be redefined: 67/19.\n\n"
    "Measured on libvirt 11.3. vftui looks for a number in the files of udev, systemd, NetworkManager, netplan, "
    "modprobe and ifupdown, and found none for this PF. It does not see what scripts do, nor what a captured host did "
    "not save. One of the settings is enough. A .link file takes the place of 99-default.link for the PF, hence its "
    "lines about names.",
)

TRAPS = (NUMVFS_NOT_KEPT,)

# Names that need no quotes in any of the files.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def find(pools: Pools, _: Host) -> Iterator[Problem]:
    for pf, names in users_of_pfs(pools):
        if pf.numvfs_setting is None:
            yield Problem(
                NUMVFS_NOT_KEPT,
                None,
                f"{pf.name} has {counted(pf.numvfs, 'VF')} for {shortened(names)}, and none after a reboot as far as "
                "vftui can see.",
                devices=(pf.address,),
                others=names,
                text=settings(pf),
            )


def settings(pf: PhysicalFunction) -> str:
    """Each way to have the PF's VFs made at boot, under a comment that names its file."""
    name = next((name for name in pf.netdevs if _PLAIN.fullmatch(name)), None)
    parts = [_udev_rule(pf)]
    if name is not None:
        parts += [_link_file(pf, name), _network_manager(pf, name), _keyfile(pf, name), _netplan(pf, name)]
    return "\n".join(parts)


def _udev_rule(pf: PhysicalFunction) -> str:
    # A PF takes a number only once its driver is bound: then its netdev comes, or without one the bind event.
    if pf.netdevs:
        match, attribute = f'ACTION=="add", SUBSYSTEM=="net", KERNELS=="{pf.address}"', "device/sriov_numvfs"
    else:
        match, attribute = f'ACTION=="bind", SUBSYSTEM=="pci", KERNEL=="{pf.address}"', "sriov_numvfs"
    return f'# /etc/udev/rules.d/70-sriov.rules\n{match}, ATTR{{{attribute}}}="{pf.numvfs}"\n'


def _link_file(pf: PhysicalFunction, name: str) -> str:
    return f"""\
# /etc/systemd/network/10-{name}.link (systemd 251 or newer)
[Match]
Path=pci-{pf.address}

[Link]
NamePolicy=keep kernel database onboard slot path
AlternativeNamesPolicy=database onboard slot path
MACAddressPolicy=persistent
SR-IOVVirtualFunctions={pf.numvfs}
"""


def _network_manager(pf: PhysicalFunction, name: str) -> str:
    return f"""\
# NetworkManager, where the PF has a connection already: its name is that of the connection
nmcli connection modify {name} sriov.total-vfs {pf.numvfs}
"""


def _keyfile(pf: PhysicalFunction, name: str) -> str:
    return f"""\
# /etc/NetworkManager/system-connections/{name}.nmconnection (mode 600), where the PF has no connection yet
[connection]
id={name}
type=ethernet
interface-name={name}

[sriov]
total-vfs={pf.numvfs}

[ipv4]
method=disabled

[ipv6]
method=disabled
"""


def _netplan(pf: PhysicalFunction, name: str) -> str:
    return f"""\
# /etc/netplan/70-{name}.yaml (mode 600)
network:
  version: 2
  ethernets:
    {name}:
      virtual-function-count: {pf.numvfs}
"""
