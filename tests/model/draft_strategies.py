"""Hosts, networks and drafts as files may hold them."""

from contextlib import suppress
from dataclasses import replace

from hypothesis import strategies as st

from vftui.errors import EditRefusedError
from vftui.model.claim import listed
from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.intent import grouped, intent_of
from vftui.model.member import written
from vftui.model.network import (
    POOL_MODES,
    AddressMember,
    Draft,
    ForwardMode,
    InterfaceMember,
    ListedPfMember,
    Member,
    Network,
    OpaqueMember,
    OutdatedIntent,
    PfMember,
)
from vftui.model.pci import PciAddress
from vftui.model.whole_pfs import listing

NAMES = ("front", "back", "lab", "dmz")
NOWHERE = PciAddress(0xFFFF, 0xFF, 0x1F, 7)
# What a file may hold that stands for no VF.
STRANGERS: tuple[Member, ...] = (
    InterfaceMember("gone0v1"),
    AddressMember(NOWHERE),
    PfMember("gone0"),
    OpaqueMember("<interface/>"),
    OpaqueMember("<address bus='?'/>"),
)


def vf_members(host: Host, mode: ForwardMode) -> list[Member]:
    """Every VF that a pool of that mode can list."""
    vfs = [vf for pf in host.pfs for vf in pf.vfs if vf.netdev is not None or not mode.is_macvtap]
    return list(listed(vfs, mode))


def listed_pfs(host: Host, mode: ForwardMode) -> list[ListedPfMember]:
    """Every PF that a pool of that mode can list as a whole."""
    found = []
    for pf in host.pfs:
        with suppress(EditRefusedError):
            found += [listing(pf, mode)] if pf.netdevs else []
    return found


@st.composite
def mixtures(draw: st.DrawFn, host: Host, mode: ForwardMode) -> list[Member]:
    """Whole PFs that are listed, some as they were with fewer VFs, with single VFs of others between them."""
    whole = draw(st.lists(st.sampled_from(listed_pfs(host, mode)), min_size=1, max_size=2, unique=True))
    some = [replace(pf, listed=pf.listed[: draw(st.integers(1, len(pf.listed)))]) for pf in whole]
    taken = {each for pf in whole for each in pf.listed}
    single = [member for member in vf_members(host, mode) if member not in taken]
    singles = draw(st.lists(st.sampled_from(single), max_size=3, unique=True)) if single else []
    return list(draw(st.permutations([*draw(st.sampled_from([whole, some])), *singles])))


def members(host: Host, mode: ForwardMode) -> st.SearchStrategy[tuple[Member, ...]]:
    """Mostly what belongs into a pool of that mode, now and then anything, and some of it twice."""
    fitting = vf_members(host, mode)
    other = ForwardMode.HOSTDEV if mode.is_macvtap else ForwardMode.PASSTHROUGH
    pfs: list[Member] = [PfMember(name) for name in host.pf_by_netdev]
    selves: list[Member] = [InterfaceMember(name) for name in (*host.pf_by_netdev, *host.others)]
    anything = st.sampled_from([*fitting, *vf_members(host, other), *pfs, *selves, *STRANGERS])
    lists = st.lists(st.sampled_from(fitting), max_size=6, unique=True) if fitting else st.just([])
    whole = st.sampled_from(pfs).map(lambda pf: [pf]) if pfs else lists
    mixed = mixtures(host, mode) if listed_pfs(host, mode) else lists
    return st.one_of(lists, lists, whole, mixed, mixed, st.lists(anything, max_size=5)).map(tuple)


@st.composite
def some_hosts(draw: st.DrawFn) -> Host:
    """Hosts of which only matters what edits look at: names, addresses, and which VF has no netdev."""
    pfs = []
    for bus in range(draw(st.integers(1, 3))):
        netdevs = draw(st.sampled_from([(f"ens{bus}",), (f"ens{bus}",), (f"ens{bus}", f"alias{bus}"), ()]))
        bound = draw(st.lists(st.sampled_from([False, False, True]), max_size=5))
        vfs = (
            VirtualFunction(index, PciAddress(0, bus, 2, index), None if on_vfio else f"ens{bus}v{index}")
            for index, on_vfio in enumerate(bound)
        )
        pfs.append(PhysicalFunction(PciAddress(0, bus, 0, 0), netdevs, vfs=tuple(vfs)))
    return Host("lab", "drawn", tuple(pfs), ("eno1",))


@st.composite
def networks(draw: st.DrawFn, host: Host, name: str) -> Network:
    mode = draw(st.sampled_from(POOL_MODES))
    found = draw(members(host, mode))
    outdated = draw(_outdated(host, mode, found)) if listed_pfs(host, mode) else None
    return Network(
        name,
        mode,
        found,
        uuid=f"uuid-of-{name}",
        managed=draw(st.sampled_from([None, True, False])) if mode is ForwardMode.HOSTDEV else None,
        driver=draw(st.sampled_from([None, "vfio"])),
        origin=f"{name}.xml",
        outdated=outdated,
    )


@st.composite
def _outdated(draw: st.DrawFn, host: Host, mode: ForwardMode, members: tuple[Member, ...]) -> OutdatedIntent | None:
    """Now and then an intent that the members do not agree with."""
    parts = intent_of(draw(mixtures(host, mode)))
    wanted = draw(st.booleans())
    agrees = intent_of(members) != () or grouped(written(members), parts) is not None
    return OutdatedIntent(parts) if wanted and not agrees else None


@st.composite
def drafts(draw: st.DrawFn, host: Host) -> Draft:
    """Up to four networks; the last is now and then no pool."""
    made = [draw(networks(host, name)) for name in NAMES[: draw(st.sampled_from([3, 2, 1, 0]))]]
    if draw(st.booleans()):
        made.append(Network("default", ForwardMode.NAT, origin="default.xml", obstacle="forward mode nat"))
    return Draft(tuple(made))


@st.composite
def disjoint_drafts(draw: st.DrawFn, host: Host) -> Draft:
    """One pool or more that share no VF, and list nothing else."""
    owner = {vf.address: draw(st.sampled_from([None, *NAMES[:3]])) for pf in host.pfs for vf in pf.vfs}
    made = []
    for name in NAMES[:3]:
        mode = draw(st.sampled_from(POOL_MODES))
        vfs = [vf for pf in host.pfs for vf in pf.vfs if owner[vf.address] == name]
        usable = [vf for vf in vfs if vf.netdev is not None or not mode.is_macvtap]
        order = draw(st.permutations(usable))
        made.append(Network(name, mode, listed(order, mode), origin=f"{name}.xml"))
    return Draft(tuple(made))
