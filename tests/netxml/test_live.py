"""What live XML says of a pool that runs, and whether it is what was defined."""

import pytest

from vftui.model.network import AddressMember, InterfaceMember
from vftui.model.pci import PciAddress
from vftui.netxml.live import LiveNetwork, read_live

# As libvirt 11.3 writes them (LIBVIRT.md 0.5, section 7).
LISTED = """\
<network>
  <name>front</name>
  <uuid>9a6a9b0e-0d0f-4b84-a3a5-6a8b7a3d6e51</uuid>
  <forward dev='enp1s0v4' mode='passthrough'>
    <interface dev='enp1s0v4'/>
    <interface dev='enp1s0v5'/>
  </forward>
</network>
"""
IN_USE = LISTED.replace("<network>", "<network connections='1'>").replace(
    "<interface dev='enp1s0v4'/>", "<interface dev='enp1s0v4' connections='1'/>"
)
FOLLOWING = """\
<network>
  <name>lab</name>
  <forward mode='hostdev' managed='yes'>
    <pf dev='enp2s0'/>
  </forward>
</network>
"""
ADDRESS = "    <address type='pci' domain='0x0000' bus='0x02' slot='0x10' function='0x0'/>\n"
EXPANDED = FOLLOWING.replace("    <pf dev='enp2s0'/>\n", "    <pf dev='enp2s0'/>\n" + ADDRESS)
# After a restart of the daemon.
WITHOUT_PF = FOLLOWING.replace("    <pf dev='enp2s0'/>\n", ADDRESS)
NAT = """\
<network connections='2'>
  <name>default</name>
  <forward mode='nat'/>
  <bridge name='virbr0' stp='on' delay='0'/>
</network>
"""


def test_the_pool_is_the_list_and_what_counts_guests_is_no_difference() -> None:
    pool = (InterfaceMember("enp1s0v4"), InterfaceMember("enp1s0v5"))

    assert read_live(LISTED, LISTED) == LiveNetwork(pool)
    assert read_live(IN_USE, LISTED) == LiveNetwork(pool, counted=1)


@pytest.mark.parametrize("live", [EXPANDED, WITHOUT_PF])
def test_a_whole_pf_is_the_list_of_its_start(live: str) -> None:
    assert read_live(live, FOLLOWING) == LiveNetwork((AddressMember(PciAddress.parse("0000:02:10.0")),))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("mode='passthrough'", "mode='bridge'"),
        ("</network>", "  <vlan>\n    <tag id='7'/>\n  </vlan>\n</network>"),
        ("</forward>", "  <driver name='vfio'/>\n  </forward>"),
        ("<name>front<", "<name>back<"),
    ],
)
def test_anything_beside_the_pool_that_was_defined_anew_is_a_difference(before: str, after: str) -> None:
    assert not read_live(IN_USE, LISTED.replace(before, after)).as_defined


def test_another_list_alone_is_left_to_whoever_compares_pools() -> None:
    shorter = LISTED.replace("    <interface dev='enp1s0v5'/>\n", "")

    assert read_live(IN_USE, shorter).as_defined


def test_a_bridge_is_told_where_libvirt_made_it() -> None:
    assert read_live(NAT, NAT).bridge == "virbr0"
    assert read_live(NAT.replace("<forward mode='nat'/>", ""), NAT).bridge == "virbr0"
    assert read_live(NAT.replace("'nat'", "'bridge'"), NAT).bridge is None
    assert read_live(LISTED, LISTED).bridge is None


@pytest.mark.parametrize("count", ["", "-1", "many", "1.5"])
def test_a_count_that_is_none_counts_nothing(count: str) -> None:
    assert read_live(LISTED.replace("<network>", f"<network connections='{count}'>"), LISTED).counted == 0
