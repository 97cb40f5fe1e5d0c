"""A host and pools on it, in the words of an operator: `pool("front", "ens1f0#0-3")`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import pytest
from model.selection_hosts import host_of, make_pf

from vftui.errors import EditRefusedError
from vftui.model.claim import listed
from vftui.model.edits import Edit
from vftui.model.host import PhysicalFunction
from vftui.model.network import (
    AddressMember,
    Draft,
    ForwardMode,
    InterfaceMember,
    ListedPfMember,
    Member,
    Network,
    PfMember,
)
from vftui.model.pci import PciAddress
from vftui.model.pool import owners
from vftui.model.selection import Selection, canonical_members, resolve
from vftui.model.whole_pfs import listing

PASSTHROUGH, HOSTDEV, VEPA = ForwardMode.PASSTHROUGH, ForwardMode.HOSTDEV, ForwardMode.VEPA


def _bound(pf: PhysicalFunction, first: int) -> PhysicalFunction:
    """The PF with its VFs from `first` on bound to vfio-pci."""
    vfs = tuple(replace(vf, netdev=None, driver="vfio-pci") if vf.index >= first else vf for vf in pf.vfs)
    return replace(pf, vfs=vfs)


# ens1f0 and ens1f1 are all netdevs, ens2f0#6-7 are on vfio-pci, the PF at 84:00.0 has no name, ens3f0 has no VFs.
HOST = host_of(
    make_pf("ens1f0", 0x3B, 8),
    make_pf("ens1f1", 0x3C, 4),
    _bound(make_pf("ens2f0", 0x82, 8), 6),
    make_pf("ens3f0", 0x83, 0),
    make_pf(None, 0x84, 2),
    others=("eno1",),
)


def select(text: str) -> Selection:
    return resolve(text, HOST, lambda _: True)


def at(text: str) -> tuple[PciAddress, ...]:
    """The addresses of VFs and whole PFs: `at("ens1f0#0-3,ens1f1")`."""
    return tuple(item.address for item in select(text).items)


def vfs(text: str, mode: ForwardMode = PASSTHROUGH) -> tuple[Member, ...]:
    """VFs as a pool of that mode lists them."""
    return listed(select(text).vfs, mode)


def pool(name: str, text: str = "", mode: ForwardMode = PASSTHROUGH) -> Network:
    """A pool that lists VFs."""
    return Network(name, mode, vfs(text, mode) if text else (), origin=f"{name}.xml")


def following(name: str, pf: str, mode: ForwardMode = PASSTHROUGH) -> Network:
    """A pool that follows a whole PF."""
    return Network(name, mode, (PfMember(pf),), origin=f"{name}.xml")


def mixed(name: str, *members: Member, mode: ForwardMode = PASSTHROUGH) -> Network:
    """A pool of whatever a file may hold."""
    return Network(name, mode, members, origin=f"{name}.xml")


def whole(pf: str, text: str | None = None, mode: ForwardMode = PASSTHROUGH) -> ListedPfMember:
    """A whole PF as a pool of that mode lists it, or as it did when it had only the VFs in `text`."""
    if text is None:
        return listing(HOST.pf_by_netdev[pf], mode)
    return ListedPfMember(pf, listed(select(text).vfs, mode))


def interface(dev: str) -> InterfaceMember:
    return InterfaceMember(dev)


def address(text: str) -> AddressMember:
    """The `<address>` of one VF."""
    (only,) = at(text)
    return AddressMember(only)


def draft(*networks: Network) -> Draft:
    return Draft(networks)


def shown(draft: Draft) -> Mapping[str, str]:
    """What each network has: `ens1f0` for `<pf>`, `ens1f0 (listed)` for its whole list, `ens1f0#0-7` for its VFs."""
    return {network.name: ",".join(_shown(network.members)) for network in draft}


def _shown(members: Sequence[Member]) -> Iterator[str]:
    for is_listed, group in groupby(members, lambda member: isinstance(member, ListedPfMember)):
        if is_listed:
            yield from (f"{','.join(canonical_members((member,), HOST))} (listed)" for member in group)
        else:
            yield from canonical_members(tuple(group), HOST)


def after(edit: Edit, *networks: Network) -> Mapping[str, str]:
    """What each network has after an edit."""
    return shown(edit.apply(draft(*networks), HOST).draft)


def sentence(edit: Edit, *networks: Network) -> str:
    return edit.apply(draft(*networks), HOST).sentence


def refusal(edit: Edit, *networks: Network) -> str:
    """Why an edit is refused."""
    with pytest.raises(EditRefusedError) as caught:
        edit.apply(draft(*networks), HOST)
    return caught.value.message


def in_two_pools(draft: Draft) -> set[PciAddress]:
    return {vf for vf, names in owners(draft, HOST).items() if len(names) > 1}
