"""A verdict on a network of these elements, on the recorded host."""

from netxml.definitions import parse
from netxml.recorded_host import recorded_host

from vftui.model.host import Host
from vftui.model.verdict import V11_3, LibvirtVersion, Verdict
from vftui.netxml.verdict import judge

VF = "type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x0'"
SECOND_VF = "type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x2'"


def verdict_on(
    forward: str, beside: str = "", libvirt: LibvirtVersion = V11_3, host: Host | None = None, root: str = ""
) -> Verdict:
    document = parse(f"<network{root}>\n<name>web</name>\n{forward}{beside}\n</network>")
    return judge(document, host or recorded_host(), libvirt)
