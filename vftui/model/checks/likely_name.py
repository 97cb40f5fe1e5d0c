"""What a netdev name that is not there any more probably names now."""

import re
from collections.abc import Sequence

from vftui.model.host import Host, PhysicalFunction, VirtualFunction

# `ens1f0v3`, `ens1f0_3`, `eth4vf3`: a PF's name, something between, and the index of the VF.
_VF_NAME = re.compile(r"(.*?\w)(?:np\d+)?(?:_|-|v|vf|d)(\d+)")
# What a PF's name says of its port: `f0`, with the port name that newer drivers append.
_PORT = re.compile(r"f\d+(?=(?:np\d+)?$)")
_PORT_NAMES = ("", *(f"np{port}" for port in range(8)))


class LikelyNames:
    """Finds the VF of the same index under the PF that a name was made of.

    That PF has the name which the VF's begins with, or an alternative name of it. Where no PF has, it was renamed, as
    by another slot or naming scheme: then it is the only PF of the same port number that has such a VF.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        # Names of one pool are mostly of one PF, and to compare its name with all others takes a while.
        self._known: dict[str, Sequence[PhysicalFunction]] = {}

    def vf(self, dev: str) -> VirtualFunction | None:
        """The one VF that `dev` probably names; None where there is none, or several."""
        match = _VF_NAME.fullmatch(dev)
        if match is None:
            return None
        found = [vf for pf in self._pfs(match[1]) if (vf := _at(pf, int(match[2]))) is not None]
        return found[0] if len(found) == 1 else None

    def _pfs(self, stem: str) -> Sequence[PhysicalFunction]:
        if (known := self._known.get(stem)) is None:
            known = self._known[stem] = self._named(stem) or self._of_port(_port(stem))
        return known

    def _named(self, stem: str) -> Sequence[PhysicalFunction]:
        named = (self._host.pf_by_netdev.get(f"{stem}{port_name}") for port_name in _PORT_NAMES)
        return tuple({pf.address: pf for pf in named if pf}.values())

    def _of_port(self, port: str | None) -> Sequence[PhysicalFunction]:
        return () if port is None else tuple(pf for pf in self._host.pfs if pf.netdevs and _port(pf.name) == port)


def _at(pf: PhysicalFunction, index: int) -> VirtualFunction | None:
    # Almost always at its own place: a PF with a gap among its VFs is the exception.
    if index < len(pf.vfs) and pf.vfs[index].index == index:
        return pf.vfs[index]
    return next((vf for vf in pf.vfs if vf.index == index), None)


def _port(name: str) -> str | None:
    match = _PORT.search(name)
    return match.group() if match else None
