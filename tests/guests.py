"""XML of guests and ports as libvirt 11.3 wrote it in the lab's virtual machine, igb cards and all.

The guest r4g1 is on a passthrough, a hostdev and a bridge network; r4g2 holds its devices by itself: by <interface> of
type direct and of type hostdev, and by <hostdev>. r4g3 is off.
"""

from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parent / "fixtures/guests"


def recorded(name: str) -> str:
    return (FOLDER / f"{name}.xml").read_text()


def in_test_driver(name: str) -> str:
    """The recorded guest with as much of it as libvirt's test driver takes."""
    domain = etree.fromstring(recorded(name))
    kept = [child for child in domain if child.tag in {"name", "uuid", "memory"}]
    held = [*domain.iterfind("devices/interface"), *domain.iterfind("devices/hostdev")]
    for device in held:
        # The place on the guest's own bus, which this one does not have.
        for element in (*device.iterfind("alias"), *device.iterfind("address")):
            device.remove(element)
    made = etree.Element("domain", type="test")
    made.extend([*kept, etree.fromstring("<os><type>hvm</type></os>"), etree.Element("devices")])
    made[-1].extend(held)
    return etree.tostring(made, encoding="unicode")
