"""Whether what a verdict says is dropped is what libvirt does not keep: elements and attributes, counted by name."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree
from lxml.etree import _Element

from vftui.model.verdict import Verdict

# What libvirt adds to a pool of its own accord: an id; the first <interface> and its copy at <forward>; what an address
# or `managed` is by default; for a VLAN of several tags trunk='yes', and the native mode at every tag of the same id.
_ADDED = frozenset(
    ["uuid", "interface", "@dev", "@managed", "@type", "@domain", "@bus", "@slot", "@function", "@trunk", "@nativeMode"]
)


def unaccounted(definition: str, inactive: str, verdict: Verdict) -> Iterator[str]:
    """What is gone and not said to be dropped, and what is said to be dropped and is still there."""
    written, kept = _names(_parsed(definition)), _names(_readable(_parsed(inactive)))
    dropped = sum((_names_in(each.text) for each in verdict.dropped), Counter[str]())
    if never := dropped - written:
        yield f"dropped, says vftui, though never written: {sorted(never.elements())}"
    if gone := written - dropped - kept:
        yield f"dropped without a word: {sorted(gone.elements())}"
    if here := Counter({name: count for name, count in (kept - (written - dropped)).items() if name not in _ADDED}):
        yield f"kept, though vftui says it is dropped: {sorted(here.elements())}"


def _readable(network: _Element) -> _Element:
    """What libvirt reads of its own output: 11.3 prints a `<driver>` without a name behind an empty `<forward/>`."""
    for stray in network.findall("driver"):
        network.remove(stray)
    return network


def _names_in(source: str) -> Counter[str]:
    """The names in an element's source, or the one of an attribute's."""
    if source.startswith("<"):
        return _names(_parsed(source))
    return Counter([f"@{_local(source.partition('=')[0].strip())}"])


def _names(element: _Element) -> Counter[str]:
    names: Counter[str] = Counter()
    for each in element.iter(etree.Element):
        names[_local(str(each.tag))] += 1
        names.update(f"@{_local(str(name))}" for name in each.attrib)
    return names


def _parsed(source: str) -> _Element:
    # A piece of a document may have prefixes that are declared further out.
    return etree.fromstring(source.encode(), etree.XMLParser(recover=True))


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]
