"""The recorded node devices as a host of libvirt's test driver.

It keeps them as they are but for drivers, which it drops (LIBVIRT.md 5).
"""

import re
from pathlib import Path

from sysfs_tree import FIXTURES

_COMPUTER = """<device><name>computer</name><capability type='system'>
<hardware><uuid>8f07cbd0-a4ec-43a9-b1a9-3c4f2b1a2c3d</uuid></hardware></capability></device>"""
# A root port, of which nothing but its name matters.
_PORT = """<device><name>{name}</name><parent>computer</parent><capability type='pci'><class>0x060400</class>
<domain>0</domain><bus>0</bus><slot>{slot}</slot><function>0</function><product id='0x000c'/><vendor id='0x1b36'/>
</capability></device>"""


def node_file(folder: Path) -> str:
    """Write the host and give its URI."""
    devices = [
        path.read_text() for path in sorted((FIXTURES / "nodedev").glob("*.xml")) if path.stem[:4] in ("pci_", "net_")
    ]
    named, parents = (set(re.findall(f"<{tag}>(pci_.*)</{tag}>", "".join(devices))) for tag in ("name", "parent"))
    ports = [_PORT.format(name=name, slot=slot) for slot, name in enumerate(sorted(parents - named))]
    path = folder / "node.xml"
    path.write_text("\n".join(["<node>", _COMPUTER, *ports, *devices, "</node>"]))
    return f"test://{path}"
