"""The networks of the made-up hosts: definitions as people write them, as file name and content."""

from collections.abc import Mapping, Sequence

from vftui.model.host import Host, VirtualFunction

_FRONT = """\
<!-- Web tier. web-7 must stay on ens1f0v3: its switch port is pinned. -->
<network>
  <name>front</name>
  <uuid>7f3c1b52-9d0e-4f7b-8a5e-2c6d40e1a101</uuid>
  <forward dev='ens1f0v0' mode='passthrough'>
    <interface dev='ens1f0v0'/>
    <interface dev='ens1f0v1'/>
    <interface dev='ens1f0v2'/>
    <interface dev='ens1f0v3'/>  <!-- web-7 -->
    <interface dev='ens1f0v4'/>
    <interface dev='ens1f0v5'/>
    <interface dev='ens1f0v6'/>
    <interface dev='ens1f0v7'/>
  </forward>
  <vlan>
    <tag id='120'/>
  </vlan>
</network>
"""

_STORAGE = """\
<?xml version="1.0" encoding="UTF-8"?>
<network>
\t<name>storage</name>
\t<uuid>0d9a6c7e-35c4-4c0b-b1d7-5e8f72b3a202</uuid>
\t<forward mode="hostdev" managed="yes">
\t\t<driver name="vfio"/>
\t\t<!-- NUMA node 0, where the drives are -->
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x0"/>
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x1"/>
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x2"/>
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x3"/>
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x4"/>
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x5"/>
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x6"/>
\t\t<address type="pci" domain="0x0000" bus="0x5e" slot="0x02" function="0x7"/>
\t</forward>
</network>
"""

_LAB = """\
<network>
    <name>lab</name>
    <uuid>c2b85d14-60fa-4a3d-9e21-91d3ab57a303</uuid>
    <forward mode='hostdev' managed='yes'>
        <pf dev='enp129s0f0np0'/>   <!-- the whole card -->
    </forward>
</network>
"""

_LEGACY = """\
<network>
 <name>legacy</name>
 <uuid>4e60f7a9-128b-47d5-a6c0-3b9e15d8a404</uuid>
 <!-- Moved here from the old host: ens3 was its second card. -->
 <forward mode="passthrough">
  <interface dev="ens3f0v0" />
  <interface dev="ens3f0v1" />
  <interface dev="ens1f0v7" />
  <interface dev="ens1f0v8" />
 </forward>
</network>
"""

_TAPS = """\
<network>
  <name>taps</name>
  <uuid>5a1de3c8-04b7-4b9e-93f6-d27c81f0b606</uuid>
  <forward mode='hostdev'>  <!-- the analyser takes its mirrored ports from here -->
    <address type='pci' domain='0' bus='0x5e' slot='10' function='0'/>
  </forward>
</network>
"""

_TRANSIT = """\
<network>
  <name>transit</name>
  <uuid>93c07b1f-e6d8-4a52-8c19-70b4fe25c707</uuid>
  <metadata>
    <vftui:pool xmlns:vftui='urn:vftui:pool:1'>
      <vftui:pf dev='ens7f0' vfs='2' digest='2c907a7ecaf83ea5'/>
      <vftui:interface dev='ens1f0v62'/>
    </vftui:pool>
  </metadata>
  <forward mode='passthrough'>
    <interface dev='ens7f0v0'/>
    <interface dev='ens7f0v1'/>
    <interface dev='ens1f0v62'/>
  </forward>
</network>
"""

_UPLINK = """\
<network>
  <name>uplink</name>
  <uuid>e8f4206b-71a5-4d3c-b08e-49d63c1a5808</uuid>
  <!-- the VFs of the 100G port, and the other card when it is full -->
  <forward mode='passthrough'>
    <interface dev='enp129s0f1np1'/>
    <pf dev='ens7f0'/>
  </forward>
</network>
"""

_DEFAULT = """\
<network>
  <name>default</name>
  <uuid>b91f0e6d-7c25-4d18-8f43-6a0c29e4a505</uuid>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
  <mac address='52:54:00:3e:91:0c'/>
  <ip address='192.168.122.1' netmask='255.255.255.0'>
    <dhcp>
      <range start='192.168.122.2' end='192.168.122.254'/>
    </dhcp>
  </ip>
</network>
"""


def demo_networks() -> Mapping[str, bytes]:
    """Networks for `demo_host`, as they pile up in a folder.

    In order: default, front and storage are as they should be. lab's PF is down. legacy, which came from another host,
    lists two netdevs that are not there, and ens1f0v7, which is front's. taps leaves its VF to be detached by hand, and
    writes slot 0x10 as 10. transit is a whole PF, which has grown since, and a VF that the host uses. uplink
    hands out a PF itself, and libvirt drops its `<pf>`.
    """
    texts = {
        "default.xml": _DEFAULT,
        "front.xml": _FRONT,
        "lab.xml": _LAB,
        "legacy.xml": _LEGACY,
        "storage.xml": _STORAGE,
        "taps.xml": _TAPS,
        "transit.xml": _TRANSIT,
        "uplink.xml": _UPLINK,
    }
    return {name: text.encode() for name, text in texts.items()}


def sized_networks(host: Host) -> Mapping[str, bytes]:
    """Networks for a `sized_host`: a quarter of a PF by name, one of the next by address, and the last PF whole."""
    first, second, last = host.pfs[0], host.pfs[min(1, len(host.pfs) - 1)], host.pfs[-1]
    names = [f"<interface dev='{vf.netdev}'/>" for vf in _quarter(first.vfs, 0)]
    addresses = [_address(vf) for vf in _quarter(second.vfs, 1)]
    networks = {"front": _pool("front", "mode='passthrough'", names)}
    networks["storage"] = _pool("storage", "mode='hostdev' managed='yes'", addresses)
    if len(host.pfs) > 2:
        networks["lab"] = _pool("lab", "mode='passthrough'", [f"<pf dev='{last.name}'/>"])
    return {"default.xml": _DEFAULT.encode()} | {f"{name}.xml": text.encode() for name, text in networks.items()}


def _quarter(vfs: Sequence[VirtualFunction], which: int) -> Sequence[VirtualFunction]:
    size = len(vfs) // 4
    return vfs[which * size : (which + 1) * size]


def _address(vf: VirtualFunction) -> str:
    at = vf.address
    return (
        f"<address type='pci' domain='{at.domain:#06x}' bus='{at.bus:#04x}' slot='{at.slot:#04x}' "
        f"function='{at.function:#x}'/>"
    )


def _pool(name: str, forward: str, members: Sequence[str]) -> str:
    lines = "".join(f"    {member}\n" for member in members)
    return f"<network>\n  <name>{name}</name>\n  <forward {forward}>\n{lines}  </forward>\n</network>\n"
