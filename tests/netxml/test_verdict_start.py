"""What the operator is told that a network will start with, and who says so."""

from dataclasses import replace

from netxml.definitions import address, interfaces
from netxml.recorded_host import recorded_host
from netxml.verdicts import SECOND_VF, VF, verdict_on

from vftui.model.host import Host
from vftui.model.network import AddressMember
from vftui.model.verdict import V11_3, LibvirtVersion, Refusal


def without_netdev(host: Host, *indices: int) -> Host:
    """The host with these VFs of its first PF bound to vfio-pci."""
    pf = host.pfs[0]
    vfs = tuple(replace(vf, netdev=None, driver="vfio-pci") if vf.index in indices else vf for vf in pf.vfs)
    return replace(host, pfs=(replace(pf, vfs=vfs), *host.pfs[1:]))


def test_a_whole_pf_skips_vfs_without_netdev_in_macvtap_modes_and_lists_all_in_hostdev() -> None:
    host = without_netdev(recorded_host(), 0, 3)

    macvtap = verdict_on("<forward mode='passthrough'><pf dev='enp1s0'/></forward>", host=host)
    hostdev = verdict_on("<forward mode='hostdev'><pf dev='enp1s0'/></forward>", host=host)

    assert macvtap.pool == interfaces("enp1s0v1", "enp1s0v2", "enp1s0v4", "enp1s0v5", "enp1s0v6")
    assert hostdev.pool == tuple(AddressMember(vf.address) for vf in host.pfs[0].vfs)


def test_a_whole_pf_without_a_usable_vf_does_not_start() -> None:
    host = without_netdev(recorded_host(), *range(7))

    verdict = verdict_on("<forward mode='passthrough'><pf dev='enp1s0'/></forward>", host=host)

    assert verdict.define_error is None
    assert verdict.starts is False
    assert verdict.start_error is not None
    assert verdict.start_error.message == "internal error: No usable Vf's present on SRIOV PF enp1s0"
    assert verdict.start_error.refusal is Refusal.NO_USABLE_VF


def test_libvirt_stops_at_the_first_vf_that_is_missing_between_others() -> None:
    host = recorded_host()
    pf = replace(host.pfs[0], vfs=tuple(vf for vf in host.pfs[0].vfs if vf.index != 2))

    verdict = verdict_on("<forward mode='vepa'><pf dev='enp1s0'/></forward>", host=replace(host, pfs=(pf,)))

    assert verdict.pool == interfaces("enp1s0v0", "enp1s0v1")


def test_every_netdev_of_a_pf_stands_for_it() -> None:
    host = recorded_host()
    pf = replace(host.pfs[0], netdevs=("enp1s0", "enp1s0d1"))

    verdict = verdict_on("<forward mode='hostdev'><pf dev='enp1s0d1'/></forward>", host=replace(host, pfs=(pf,)))

    assert len(verdict.pool) == 7


def test_names_are_started_with_as_they_are_and_addresses_must_be_there() -> None:
    nowhere = Host("empty", "made up")

    assert verdict_on("<forward mode='bridge'><interface dev='gone'/></forward>", host=nowhere).starts is True
    assert verdict_on(f"<forward mode='hostdev'><address {VF}/></forward>", host=nowhere).define_error is not None


def test_the_pool_keeps_the_order_in_which_it_is_written() -> None:
    verdict = verdict_on(
        f"<forward mode='hostdev'><address {SECOND_VF}/><driver name='vfio'/><address {VF}/></forward>"
    )

    assert verdict.pool == (address("01:10.2"), address("01:10.0"))
    assert verdict.inactive_forward == (
        "<forward mode='hostdev' managed='no'>\n"
        "  <driver name='vfio'/>\n"
        "  <address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x2'/>\n"
        "  <address type='pci' domain='0x0000' bus='0x01' slot='0x10' function='0x0'/>\n"
        "</forward>"
    )


def test_a_refused_definition_cannot_start_and_has_no_error_of_a_start() -> None:
    for forward in ("<forward mode='hostdev'><interface dev='enp1s0v0'/></forward>", "<forward mode='nat'/>"):
        verdict = verdict_on(forward)

        assert verdict.define_error is not None
        assert (verdict.starts, verdict.start_error) == (False, None)


def test_a_network_that_is_no_pool_is_judged_for_define_only() -> None:
    nat = verdict_on("<forward mode='nat'/>", "<ip address='192.0.2.1' prefix='24'/>")
    isolated = verdict_on("")
    host_bridge = verdict_on("<forward mode='bridge'/>", "<bridge name='br0'/>")

    for verdict in (nat, isolated, host_bridge):
        assert verdict.error is None
        assert verdict.starts is None
        assert verdict.pool == ()
    assert isolated.inactive_forward is None


def test_a_start_fails_where_libvirt_cannot_read_what_it_wrote_itself() -> None:
    verdict = verdict_on("<forward mode='passthrough'/>", "<portgroup name='a&amp;b'/>")

    assert verdict.define_error is None
    assert verdict.starts is False


def test_a_version_that_was_not_measured_is_judged_by_one_that_was_and_this_is_said() -> None:
    assert verdict_on("<forward mode='bridge'/>", libvirt=LibvirtVersion(10, 10)).libvirt is V11_3
