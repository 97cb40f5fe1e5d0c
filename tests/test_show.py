"""What `vftui show` prints, as text and as JSON."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from strategies import hosts

from vftui import show, show_json
from vftui.inventory.demo import demo_host, sized_host
from vftui.inventory.demo_networks import demo_networks
from vftui.model.host import Host, Link
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Member, Network, PfMember
from vftui.model.running import Attachment, NetworkState, Running
from vftui.netxml.document import NetworkDocument
from vftui.stores.memory import MemoryStore
from vftui.workspace import Workspace

ENS1F0 = demo_host().pfs[0]
VF_LINE = re.compile(r"^  #[0-9]+ +[0-9a-f]{4}:", re.MULTILINE)


def workspace(host: Host, *networks: Network, running: Running | None = None) -> Workspace:
    """A host and stored networks, and what is known to run of them."""
    space = Workspace(host, MemoryStore({f"{each.name}.xml": NetworkDocument.new(each).content for each in networks}))
    if running is not None:
        space.take_running(running)
    return space


def demo() -> Workspace:
    return Workspace(demo_host(), MemoryStore(demo_networks()))


def pool(name: str, *members: Member, mode: ForwardMode = ForwardMode.PASSTHROUGH) -> Network:
    return Network(name, mode, members)


def netdevs(*names: str) -> Iterable[InterfaceMember]:
    return (InterfaceMember(name) for name in names)


def lines_of(*networks: Network, host: Host | None = None, running: Running | None = None) -> list[str]:
    """The lines on networks, without indentation and with single blanks."""
    text = show.as_text(workspace(host or demo_host(), *networks, running=running))
    return [" ".join(line.split()) for line in text.partition("\nNetworks in memory\n")[2].splitlines()]


# For people


def test_the_demo_fits_80_columns() -> None:
    assert max(map(len, show.as_text(demo()).splitlines())) <= 80


def test_256_vfs_stand_in_columns_with_a_line_each() -> None:
    lines = show.as_text(workspace(sized_host(1, 256))).splitlines()
    rows = [line for line in lines if line.startswith("  #")]

    assert len(rows) == 256
    assert {row.index("  0000:") for row in rows} == {6}
    assert len({row.index("  free") for row in rows}) == 1


def test_a_pf_tells_what_it_is_and_how_much_of_it_is_free() -> None:
    assert show.as_text(demo()).splitlines()[2:5] == [
        "ens1f0  0000:3b:00.0  i40e  link up, 10 Gb/s  NUMA node 0",
        "  Intel Corporation Ethernet Controller X710 for 10GbE SFP+",
        "  64 of 64 VFs enabled, 54 free",
    ]


def test_a_pf_that_tells_little_is_shown_with_what_is_known() -> None:
    bare = replace(ENS1F0, netdevs=(), driver=None, vendor=None, device=None, link=None, numa_node=None, vfs=())

    assert show.as_text(workspace(Host("h", "s", (bare,)))).splitlines()[2:5] == [
        "no netdev  0000:3b:00.0  no driver  link unknown",
        "  0 of 64 VFs enabled",
        "",
    ]


def test_the_speed_of_a_link_reads_as_people_say_it() -> None:
    def link(state: Link, speed: int | None) -> str:
        host = Host("h", "s", (replace(ENS1F0, link=state, speed_mbps=speed),))
        return show.as_text(workspace(host)).splitlines()[2].split("  ")[3]

    assert link(Link.UP, 100) == "link up, 100 Mb/s"
    assert link(Link.UP, 2500) == "link up, 2.5 Gb/s"
    assert link(Link.UP, None) == "link up"
    assert link(Link.DOWN, 10_000) == "link down"


def test_a_vf_in_use_says_by_what_and_is_not_free() -> None:
    owned = show.as_text(demo())
    unowned = show.as_text(workspace(demo_host()))

    assert "52:54:00:7e:b0:07  front, used by web-7\n" in owned
    assert "52:54:00:7e:b0:07  no network, used by web-7\n" in unowned
    assert "  64 of 64 VFs enabled, 62 free\n" in unowned


def test_a_vf_that_the_host_uses_is_not_free() -> None:
    assert "transit, used by host\n" in show.as_text(demo())


def test_a_vf_in_two_pools_is_pointed_out_at_both() -> None:
    front, legacy = pool("front", *netdevs("ens1f0v0", "ens1f0v1")), pool("legacy", *netdevs("ens1f0v1"))

    assert lines_of(front, legacy) == [
        "front passthrough (macvtap) 2 VFs ens1f0#0-1",
        "! also in legacy: ens1f0#1",
        "legacy passthrough (macvtap) 1 VF ens1f0#1",
        "! also in front: ens1f0#1",
    ]


def test_all_networks_that_share_a_vf_are_named() -> None:
    pools = [pool(name, *netdevs("ens1f0v0")) for name in ("a", "b", "c")]

    assert lines_of(*pools)[3] == "! also in a and c: ens1f0#0"
    assert "02:00:00:3b:02:00  a, b and c\n" in show.as_text(workspace(demo_host(), *pools))


def test_members_that_are_not_there_are_named_together() -> None:
    assert lines_of(pool("old", *netdevs("ens3f0v0", "ens1f0v1", "ens3f0v1"))) == [
        "old passthrough (macvtap) 1 VF ens3f0v0,ens1f0#1,ens3f0v1",
        "! no such netdev on this host: ens3f0v0,ens3f0v1",
    ]


def test_a_pf_taken_for_one_device_is_pointed_out() -> None:
    assert lines_of(pool("uplink", *netdevs("ens1f0"))) == [
        "uplink passthrough (macvtap) 0 VFs ens1f0 (the PF itself)",
        "! the PF itself, not its VFs: ens1f0 (the PF itself)",
    ]


def test_a_whole_pf_says_which_vfs_a_macvtap_pool_leaves_out() -> None:
    assert lines_of(pool("all", PfMember("ens2f0"))) == [
        "all passthrough (macvtap) 120 VFs ens2f0",
        "! left out, without netdev: ens2f0#8-13,126-127",
    ]
    assert lines_of(pool("all", PfMember("ens2f0"), mode=ForwardMode.HOSTDEV)) == ["all hostdev (vfio) 128 VFs ens2f0"]


def test_members_that_libvirt_drops_or_refuses_are_pointed_out() -> None:
    mixed = f"<pf dev='ens2f0'/><interface dev='{ENS1F0.vfs[9].netdev}'/>"
    xml = f"<network><name>mixed</name><forward mode='passthrough'>{mixed}</forward></network>"
    text = show.as_text(Workspace(demo_host(), MemoryStore({"mixed.xml": xml.encode()})))

    assert text.endswith(
        "  mixed  passthrough (macvtap)  1 VF  ens2f0,ens1f0#9\n"
        "    ! dropped or refused by libvirt, for how it is listed: ens2f0\n"
    )


def test_a_network_that_is_no_pool_says_why_and_an_empty_pool_that_it_is_empty() -> None:
    assert "  default  not a pool: forward mode nat\n" in show.as_text(demo())
    assert lines_of(pool("empty")) == ["empty passthrough (macvtap) 0 VFs no members"]


def test_a_long_name_shifts_no_line_but_its_own() -> None:
    long = "long" * 20
    lines = show.as_text(workspace(demo_host(), pool(long), pool("short"))).splitlines()[-2:]

    assert lines == [
        f"  {long}  passthrough (macvtap)  0 VFs  no members",
        f"  {'short':<24}  passthrough (macvtap)  0 VFs  no members",
    ]


def test_a_member_kept_as_its_xml_stays_on_one_line() -> None:
    xml = b"<network><name>odd</name><forward mode='hostdev'><address\n  type='usb'/></forward></network>"
    text = show.as_text(Workspace(demo_host(), MemoryStore({"odd.xml": xml})))

    assert "  odd  hostdev (vfio)  0 VFs  <address type='usb'/>\n" in text
    assert "    ! vftui cannot read this element: <address type='usb'/>\n" in text


# What runs

ACTIVE = NetworkState(active=True, autostart=True, persistent=False, revision_token="")
INACTIVE = NetworkState(active=False, autostart=False, persistent=True, revision_token="")


def test_a_network_that_is_run_says_in_which_state_it_is() -> None:
    running = Running({"a.xml": ACTIVE, "b.xml": INACTIVE})

    assert lines_of(pool("a"), pool("b"), pool("new"), running=running) == [
        "a active, autostart, transient passthrough (macvtap) 0 VFs no members",
        "b inactive passthrough (macvtap) 0 VFs no members",
        "new passthrough (macvtap) 0 VFs no members",
    ]


def test_every_guest_on_a_network_is_named_with_what_it_holds() -> None:
    vf = ENS1F0.vfs[2]
    guests = (
        Attachment("g1", "a", "52:54:00:00:00:01", netdev=vf.netdev, has_port=True),
        Attachment("g2", "a", "52:54:00:00:00:02", address=ENS1F0.vfs[3].address),
        Attachment("g3", "a", netdev="ens9f9v9", has_port=True),
        Attachment("g4", "a"),
        Attachment("g5", "other", netdev=vf.netdev),
    )

    lines = lines_of(pool("a", *netdevs("ens1f0v2")), running=Running({"a.xml": INACTIVE}, guests))

    assert lines[1:5] == [
        "used by g1 (ens1f0#2, 52:54:00:00:00:01)",
        "used by g2 (ens1f0#3, 52:54:00:00:00:02, not counted by the network)",
        "used by g3 (ens9f9v9)",
        "used by g4",
    ]


def test_a_vf_or_a_pf_that_a_guest_holds_outside_every_network_names_the_guest() -> None:
    guests = (Attachment("g1", address=ENS1F0.vfs[2].address), Attachment("g2", address=ENS1F0.address))
    text = show.as_text(workspace(demo_host(), running=Running({}, guests)))

    assert f"{ENS1F0.vfs[2].mac}  no network, used by g1\n" in text
    assert "ens1f0  0000:3b:00.0  i40e  link up, 10 Gb/s  NUMA node 0  used by g2\n" in text


# Laws


@st.composite
def workspaces(draw: st.DrawFn) -> Workspace:
    """Any host with pools of its VFs, of whole PFs and of what it does not have."""
    host = draw(hosts(max_pfs=3, max_vfs=6))
    names = [*host.vf_by_netdev, *host.pf_by_netdev, "gone0"]
    interfaces = st.lists(st.sampled_from(names), unique=True, max_size=6).map(lambda some: tuple(netdevs(*some)))
    addresses = st.lists(st.sampled_from([*host.vf_by_address, *host.pf_by_address]), unique=True, max_size=6)
    pools = [
        pool(f"macvtap{number}", *members) for number, members in enumerate(draw(st.lists(interfaces, max_size=3)))
    ]
    if host.pfs:
        members = map(AddressMember, draw(addresses))
        pools.append(pool("vfio", *members, mode=ForwardMode.HOSTDEV))
        pools += [pool("whole", PfMember(name)) for name in draw(st.sets(st.sampled_from(names), max_size=1))]
    return workspace(host, *pools)


@given(workspaces())
def test_json_says_the_same_of_a_vf_as_of_the_networks_that_hand_it_out(space: Workspace) -> None:
    shown = json.loads(show_json.as_json(space))
    owners = {vf["address"]: vf["networks"] for pf in shown["host"]["pfs"] for vf in pf["vfs"]}
    handed_out = [(address, network["name"]) for network in shown["networks"] for address in network["vfs"]]

    assert len(owners) == len(space.host.vf_by_address)
    assert sorted(handed_out) == sorted((address, name) for address, names in owners.items() for name in names)


@given(workspaces())
def test_no_text_from_outside_ends_a_line_or_commands_the_terminal(space: Workspace) -> None:
    text, as_json = show.as_text(space), show_json.as_json(space)

    assert all(unicodedata.category(c)[0] != "C" for c in text.replace("\n", ""))
    assert as_json.isascii()
    assert as_json.replace("\n", "").isprintable()
    assert len(VF_LINE.findall(text)) == len(space.host.vf_by_address)


@given(workspaces(), st.data())
def test_what_is_selected_is_shown_as_it_is_shown_among_all(space: Workspace, data: st.DataObject) -> None:
    names = [space.host.vf_name(address) for address in space.host.vf_by_address]
    chosen = data.draw(st.sets(st.sampled_from(names))) if names else set()
    selection = show.select(" ".join(sorted(chosen)), space)

    everything, some = json.loads(show_json.as_json(space)), json.loads(show_json.as_json(space, selection))

    assert some["networks"] == everything["networks"]
    wanted = {str(vf.address) for vf in selection.vfs}
    limited = [
        {**pf, "vfs": vfs}
        for pf in everything["host"]["pfs"]
        if (vfs := [vf for vf in pf["vfs"] if vf["address"] in wanted])
    ]
    assert some["host"]["pfs"] == limited
