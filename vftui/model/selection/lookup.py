"""Finds on a host what the terms of a selection name, and says what there is instead where it finds nothing."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from vftui.errors import SelectionError
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.pci import PciAddress
from vftui.model.selection.canonical import index_list
from vftui.model.selection.grammar import DeviceName, FirstFree, Indexed, IndexRange, Term, is_index_like
from vftui.model.selection.parser import refusal, shortened

Device = PhysicalFunction | VirtualFunction

_LISTED_PFS = 4
_VF_NETDEV = re.compile(r"(.+)v([0-9]{1,9})")  # how systemd-udevd names VFs


@dataclass(frozen=True, slots=True)
class Lookup:
    """A host to find devices on; `source` is the text of the expression, for errors."""

    host: Host
    free: Callable[[VirtualFunction], bool]
    source: str

    def devices(self, term: Term, excluded: AbstractSet[PciAddress] = frozenset()) -> Sequence[Device]:
        """The devices that a term names, in order; of the `excluded` ones none is picked as a free VF."""
        match term:
            case DeviceName():
                return (self._device(term),)
            case Indexed(pf, ranges):
                return self._indexed(self._pf(pf), ranges)
            case FirstFree():
                return self._first_free(term, excluded)

    def _device(self, name: DeviceName) -> Device:
        device: Device | None
        if isinstance(name.value, PciAddress):
            device = self.host.pf_by_address.get(name.value) or self.host.vf_by_address.get(name.value)
        else:
            device = self.host.pf_by_netdev.get(name.value) or self.host.vf_by_netdev.get(name.value)
        if device is None:
            raise self._refused(_why_unknown(name, self.host), name.position)
        return device

    def _pf(self, name: DeviceName) -> PhysicalFunction:
        device = self._device(name)
        if isinstance(device, VirtualFunction):
            vf = self.host.vf_name(device.address)
            raise self._refused(f"{shortened(str(name))} is the VF {vf}; # and * follow a PF", name.position)
        return device

    def _indexed(self, pf: PhysicalFunction, ranges: Sequence[IndexRange]) -> Sequence[VirtualFunction]:
        removed = {vf.index for cut in ranges if cut.excluded for vf in self._range(pf, cut)}
        wanted = (vf for part in ranges if not part.excluded for vf in self._range(pf, part))
        return [vf for vf in wanted if vf.index not in removed]

    def _range(self, pf: PhysicalFunction, wanted: IndexRange) -> Sequence[VirtualFunction]:
        """The VFs of a range: all that are named must be there, and of an open range at least one."""
        start = bisect_left(pf.vfs, wanted.first, key=_index)
        if wanted.last is None:
            vfs, last = pf.vfs[start:], wanted.first
        else:
            vfs, last = pf.vfs[start : bisect_right(pf.vfs, wanted.last, key=_index)], wanted.last
        if len(vfs) > last - wanted.first:
            return vfs
        if not pf.vfs:
            raise self._refused(_vfs_of(pf), wanted.position)
        present = {vf.index for vf in vfs}
        missing = next(index for index in range(wanted.first, last + 1) if index not in present)
        raise self._refused(f"{_vfs_of(pf)}, there is no {missing}", wanted.position)

    def _first_free(self, term: FirstFree, excluded: AbstractSet[PciAddress]) -> Sequence[VirtualFunction]:
        pf = self._pf(term.pf)
        candidates = (vf for vf in pf.vfs if vf.address not in excluded and self.free(vf))
        found = tuple(islice(candidates, term.count))
        if len(found) == term.count:
            return found
        if not pf.vfs:
            raise self._refused(_vfs_of(pf), term.position)
        verb = "are" if len(found) > 1 else "is"
        how_many = f"only {len(found)}" if found else "none"
        passed_over = "" if excluded.isdisjoint(vf.address for vf in pf.vfs) else " and not excluded"
        message = f"{how_many} of {pf.name}'s {pf.numvfs} VFs {verb} free{passed_over}"
        raise self._refused(message, term.position)

    def _refused(self, message: str, position: int) -> SelectionError:
        return refusal(message, self.source, position)


def _index(vf: VirtualFunction) -> int:
    return vf.index


def _why_unknown(name: DeviceName, host: Host) -> str:
    """What to say of a name that no PF or VF has, and what there is instead."""
    shown = shortened(str(name))
    if isinstance(name.value, PciAddress):
        return f"{shown}: no PF or VF at that address on this host; {_pfs_of(host)}"
    if is_index_like(name.value):
        word = shortened(name.value)
        return f"{word}: an index follows its PF, as in ens1f0#{word}, or a comma of its list"
    if name.value in host.others:
        return f"{shown} is neither a PF nor a VF; {_pfs_of(host)}"
    return f"{shown}: no PF or VF of that name on this host; {_instead(name.value, host)}"


def _instead(name: str, host: Host) -> str:
    """What was most likely meant by a name nothing has. Only PFs are compared, for there can be thousands of VFs."""
    vf_name = _VF_NETDEV.fullmatch(name)
    close = get_close_matches(vf_name[1] if vf_name else name, host.pf_by_netdev, 1)
    if not close:
        return _pfs_of(host)
    pf_name = str(DeviceName(close[0]))
    if vf_name is None:
        return f"did you mean {pf_name}?"
    pf, index = host.pf_by_netdev[close[0]], int(vf_name[2])
    # Where the index is right the VF is there and has no netdev, as on vfio-pci, or the PF's name is misspelt.
    return f"did you mean {pf_name}#{index}?" if index in map(_index, pf.vfs) else _vfs_of(pf)


def _vfs_of(pf: PhysicalFunction) -> str:
    if not pf.vfs:
        return f"{pf.name} has no VFs enabled; enable them on the host first"
    return f"{pf.name} has VFs {index_list(vf.index for vf in pf.vfs)}"


def _pfs_of(host: Host) -> str:
    """A clause that names the host's PFs, the first few of many."""
    names = [pf.name for pf in host.pfs]
    if not names:
        return "the host has no PFs"
    more = len(names) - _LISTED_PFS
    return f"the host's PFs are {', '.join(names[:_LISTED_PFS])}" + (f" and {more} more" if more > 0 else "")
