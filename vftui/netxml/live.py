"""What a network's live XML says that its inactive XML does not."""

from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from vftui.model.member import WrittenMember
from vftui.netxml.member import read_member
from vftui.netxml.wellformed import parse_xml

_LISTED = ("interface", "address")


@dataclass(frozen=True, slots=True)
class LiveNetwork:
    """Each is what a NetworkState says by that name."""

    pool: tuple[WrittenMember, ...] = ()
    bridge: str | None = None
    as_defined: bool = True
    counted: int = 0


def read_live(live: str, inactive: str) -> LiveNetwork:
    """Read an active network's live XML beside its inactive one. Raises DocumentError where they are not XML."""
    running, defined = parse_xml(live), parse_xml(inactive)
    pool = [
        member
        for child in running.iterfind("forward/*")
        if child.tag in _LISTED and (member := read_member(child, child.tag)) is not None
    ]
    # Before it is taken away to compare the rest.
    counted = running.get("connections", "0")
    return LiveNetwork(
        tuple(pool),
        _made_bridge(running),
        _beside_the_pool(running) == _beside_the_pool(defined),
        int(counted) if counted.isdecimal() else 0,
    )


def _made_bridge(network: _Element) -> str | None:
    """The bridge that libvirt made for the network; with `<forward mode='bridge'>` it is the host's own."""
    bridge, forward = network.find("bridge"), network.find("forward")
    if bridge is None or (forward is not None and forward.get("mode") == "bridge"):
        return None
    return bridge.get("name")


def _beside_the_pool(network: _Element) -> bytes:
    """The definition without its pool, which a `<pf>` has in live XML only, and without what counts guests.

    The rest libvirt writes alike in both, for they come from one function of its own (LIBVIRT.md 0.5, section 4).
    """
    network.attrib.pop("connections", "")
    for forward in network.iterfind("forward"):
        # The first interface's name, of a list only.
        forward.attrib.pop("dev", "")
        for child in list(forward):
            if child.tag in {*_LISTED, "pf"}:
                forward.remove(child)
    for element in network.iter():
        element.text, element.tail = (element.text or "").strip(), None
    return etree.tostring(network, method="c14n")
