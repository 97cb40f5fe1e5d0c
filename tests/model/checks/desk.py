"""Network definitions on a desk: what is said of them, and what a fix does to them."""

from collections.abc import Mapping
from dataclasses import replace

from model.selection_hosts import host_of, make_pf

from vftui.model.host import Host, PhysicalFunction, VirtualFunction
from vftui.model.problem import Fix, Problem
from vftui.model.verdict import V11_3, LibvirtVersion
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace


def _on_drivers(pf: PhysicalFunction, on_vfio: frozenset[int] = frozenset(), name: str = "{}") -> PhysicalFunction:
    """The PF with its VFs on a network driver, and some of them on vfio-pci; it is up, and makes them at boot."""

    def bound(vf: VirtualFunction) -> VirtualFunction:
        if vf.index in on_vfio:
            return replace(vf, netdev=None, driver="vfio-pci")
        return replace(vf, netdev=name.format(vf.netdev), driver="iavf")

    vfs = tuple(bound(vf) for vf in pf.vfs)
    return replace(pf, vfs=vfs, admin_up=True, numvfs_setting="/etc/udev/rules.d/80-vfs.rules")


# ens2f0#6-7 are on vfio-pci, ens3f0 has no VFs, the VFs of ens6f2 are on vfio-pci and those of eth4 have counted names.
HOST = host_of(
    _on_drivers(make_pf("ens1f0", 0x3B, 8)),
    _on_drivers(make_pf("ens1f1", 0x3C, 4)),
    _on_drivers(make_pf("ens2f0", 0x82, 8), frozenset({6, 7})),
    _on_drivers(make_pf("ens3f0", 0x83, 0)),
    _on_drivers(make_pf("ens6f2", 0x86, 4), frozenset(range(4))),
    _on_drivers(make_pf("ens7f0np0", 0x87, 4)),
    _on_drivers(replace(make_pf("eth", 0x84, 4), netdevs=("eth4",)), name="eth1{0[4]}"),
    others=("eno1",),
)


def definition(forward: str, rest: str = "", name: str = "front", root: str = "network") -> bytes:
    """A network of that `<forward>`, and of what else stands beside it."""
    return f"<{root}>\n  <name>{name}</name>\n  {forward}\n{rest}</network>\n".encode()


def interfaces(*devs: str) -> str:
    """`<interface>` elements, one per line."""
    return "".join(f"    <interface dev='{dev}'/>\n" for dev in devs)


def address(bus: int, slot: int, function: int) -> str:
    return f"    <address type='pci' domain='0x0000' bus='{bus:#04x}' slot='{slot:#04x}' function='{function:#x}'/>\n"


def passthrough(content: str, attributes: str = "", mode: str = "passthrough") -> bytes:
    """A macvtap pool of these elements."""
    return definition(f"<forward mode='{mode}'{attributes}>\n{content}  </forward>")


def hostdev(content: str, managed: str = " managed='yes'") -> bytes:
    return definition(f"<forward mode='hostdev'{managed}>\n{content}  </forward>")


def desk(*documents: bytes, host: Host = HOST, libvirt: LibvirtVersion = V11_3) -> Workspace:
    """These definitions, on this host, for that libvirt."""
    stored = {f"{place}.xml": content for place, content in enumerate(documents)}
    return Workspace(host, MemoryStore(stored), libvirt=libvirt)


def told(workspace: Workspace) -> list[Problem]:
    """The problems, but for the hint that every list of netdevs has, whatever else it is about."""
    return [problem for problem in workspace.problems if problem.code != "unstable-names"]


def codes(workspace: Workspace) -> list[str]:
    return [problem.code for problem in told(workspace)]


def problem(workspace: Workspace, code: str) -> Problem:
    """The one problem of that code."""
    (found,) = (problem for problem in workspace.problems if problem.code == code)
    return found


def texts(workspace: Workspace) -> Mapping[str, str]:
    """What a write would store, by name."""
    return {network.name: workspace.document(network).text for network in workspace.draft}


def fixed(workspace: Workspace, code: str, label: str) -> str:
    """What a write would store of the network after the fix of that label.

    It removes that problem and brings no other; other networks stay; an undo brings the same bytes and problems back.
    """
    found = problem(workspace, code)
    fix = _labelled(found, label)
    before, problems, before_told = texts(workspace), workspace.problems, told(workspace)
    preview = workspace.preview(fix.edit)

    assert workspace.do(fix.edit) == preview
    left = [each for each in before_told if each != found]
    assert told(workspace) == left
    after = texts(workspace)
    assert {name for name, text in after.items() if text != before[name]} == {found.network}

    workspace.undo()
    assert texts(workspace) == before
    assert workspace.problems == problems
    return after[found.network or ""]


def _labelled(problem: Problem, label: str) -> Fix:
    """The fix of that label."""
    (found,) = (fix for fix in problem.fixes if fix.label == label)
    return found
