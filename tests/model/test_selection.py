from dataclasses import replace

import pytest
from model.selection_hosts import HOST, host_of, make_pf

from vftui.errors import SelectionError
from vftui.model.host import VirtualFunction
from vftui.model.selection import Selection, parse, resolve

ENS1F0, ENS1F1, UNNAMED, ENS2F0 = HOST.pfs
ITS_PFS = "the host's PFs are ens1f0, ens1f1, 0000:82:00.0, ens2f0"


def any_vf(_vf: VirtualFunction) -> bool:
    return True


def select(text: str) -> Selection:
    return resolve(text, HOST, any_vf)


@pytest.mark.parametrize(
    "text",
    [
        "ens1f0#11",
        "sriov:ens1f0:11",
        "0000:3b:00.0#11",
        "sriov:3b:00.0:11",
        "ens1f0v11",
        '"ens1f0v11"',
        "0000:3b:03.3",
        "3B:03.3",
        "pci_0000_3b_03_3",
        "pci_0000_3b_00_0#11",
        "ens1f0v11 ens1f0#11 3b:03.3",
    ],
)
def test_every_way_to_name_a_vf_selects_the_same_one(text: str) -> None:
    assert select(text) == Selection((ENS1F0.vfs[11],))


@pytest.mark.parametrize("text", ["ens1f0", "0000:3b:00.0", "3b:00.0", "pci_0000_3b_00_0", "ens1f0,ens1f0"])
def test_every_way_to_name_a_pf_selects_it_whole(text: str) -> None:
    assert select(text) == Selection((ENS1F0,))
    assert select(text).vfs == ENS1F0.vfs


def test_an_altname_of_a_pf_is_a_name_of_it() -> None:
    pf = replace(ENS1F1, netdevs=("ens1f1", "storage"))
    assert resolve("storage#2", host_of(pf), any_vf).items == (pf.vfs[2],)


@pytest.mark.parametrize(
    ("text", "indexes"),
    [
        ("ens1f1#0-2,5", [0, 1, 2, 5]),
        ("ens1f1#5,0-2", [5, 0, 1, 2]),
        ("ens1f1#5,0-2,1-6", [5, 0, 1, 2, 3, 4, 6]),
        ("ens1f1#6-", [6, 7]),
        ("ens1f1#-2", [0, 1, 2]),
        ("ens1f1#-", [0, 1, 2, 3, 4, 5, 6, 7]),
        ("ens1f1#-,!1,!4-6", [0, 2, 3, 7]),
        ("ens1f1#!0-6,-", [7]),
        ("ens1f1#-,!6-", [0, 1, 2, 3, 4, 5]),
    ],
)
def test_an_index_list_selects_vfs_in_the_order_written(text: str, indexes: list[int]) -> None:
    assert [vf.index for vf in select(text).vfs] == indexes


def test_items_keep_the_order_of_their_first_mention() -> None:
    assert select("ens1f1#3 ens2f0 ens1f0#0 ens1f1#3").items == (ENS1F1.vfs[3], ENS2F0, ENS1F0.vfs[0])


def test_single_vfs_are_absorbed_by_their_whole_pf() -> None:
    assert select("ens1f1#3 ens1f0#0 ens1f1 ens1f1#4").items == (ENS1F0.vfs[0], ENS1F1)


def test_all_vfs_named_one_by_one_are_not_the_whole_pf() -> None:
    assert select("ens1f1#-").items == ENS1F1.vfs


def test_a_whole_pf_that_an_exclusion_cuts_becomes_its_other_vfs() -> None:
    assert select("ens1f1,!ens1f1#3").items == ENS1F1.vfs[:3] + ENS1F1.vfs[4:]


def test_an_exclusion_elsewhere_leaves_a_pf_whole() -> None:
    assert select("ens1f1,!ens1f0#3").items == (ENS1F1,)


def test_an_exclusion_holds_for_what_is_written_after_it() -> None:
    assert select("!ens1f1#3 ens1f1#2-4").items == (ENS1F1.vfs[2], ENS1F1.vfs[4])


def test_an_exclusion_in_an_index_list_holds_for_that_list_only() -> None:
    assert select("ens1f1#2-4,!3 ens1f1#3").items == (ENS1F1.vfs[2], ENS1F1.vfs[4], ENS1F1.vfs[3])


@pytest.mark.parametrize("text", ["", "ens1f1,!ens1f1", "ens1f1#3,!ens1f1v3", "ens2f0,!ens2f0"])
def test_a_selection_may_be_empty(text: str) -> None:
    assert select(text) == Selection()


def test_a_count_selects_the_first_free_vfs_in_index_order() -> None:
    taken = {0, 2}
    selection = resolve("ens1f1*3", HOST, lambda vf: vf.index not in taken)
    assert selection.items == (ENS1F1.vfs[1], ENS1F1.vfs[3], ENS1F1.vfs[4])


def test_a_count_passes_over_excluded_vfs() -> None:
    assert select("ens1f1*3,!ens1f1#0").items == ENS1F1.vfs[1:4]


def test_an_expression_resolves_like_its_text() -> None:
    assert resolve(parse("ens1f1#2-4"), HOST, any_vf) == select("ens1f1#2-4")


def test_a_netdev_named_like_an_index_is_selected_in_quotes() -> None:
    named_40 = make_pf("40", 0x84, 2)
    host = host_of(ENS1F0, named_40)
    assert resolve("ens1f0#0,40", host, any_vf).items == (ENS1F0.vfs[0], ENS1F0.vfs[40])
    assert resolve('ens1f0#0,"40"', host, any_vf).items == (ENS1F0.vfs[0], named_40)


def test_a_gap_in_the_indexes_is_an_error_only_where_it_is_named() -> None:
    pf = replace(ENS1F1, vfs=ENS1F1.vfs[:2] + ENS1F1.vfs[4:])
    assert resolve("ens1f1#1-", host_of(pf), any_vf).items == pf.vfs[1:]
    with pytest.raises(SelectionError, match="ens1f1 has VFs 0-1,4-7, there is no 2"):
        resolve("ens1f1#0-7", host_of(pf), any_vf)


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("ens1f0#0-3,64", 11, "ens1f0 has VFs 0-63, there is no 64"),
        ("ens1f0#60-999999999", 7, "ens1f0 has VFs 0-63, there is no 64"),
        ("ens1f0#64-", 7, "ens1f0 has VFs 0-63, there is no 64"),
        ("ens1f0#-,!64", 10, "ens1f0 has VFs 0-63, there is no 64"),
        ("ens1f0 sriov:ens1f1:9", 20, "ens1f1 has VFs 0-7, there is no 9"),
        ("ens2f0#-", 7, "ens2f0 has no VFs enabled; enable them on the host first"),
        ("ens2f0*1", 7, "ens2f0 has no VFs enabled; enable them on the host first"),
        ("ens1f1*9", 7, "only 8 of ens1f1's 8 VFs are free"),
        ("!ens1f1#0 ens1f1*8", 17, "only 7 of ens1f1's 8 VFs are free and not excluded"),
        ("!ens1f0#0 ens1f1*9", 17, "only 8 of ens1f1's 8 VFs are free"),
        ("ens1f0v3#1", 0, "ens1f0v3 is the VF ens1f0#3; # and * follow a PF"),
        ("ens1f1 en1f0", 7, "en1f0: no PF or VF of that name on this host; did you mean ens1f0?"),
        ("ens1f1,!ens1f00", 8, "ens1f00: no PF or VF of that name on this host; did you mean ens1f0?"),
        ("ens1f0v64", 0, "ens1f0v64: no PF or VF of that name on this host; ens1f0 has VFs 0-63"),
        ("en1f0v3", 0, "en1f0v3: no PF or VF of that name on this host; did you mean ens1f0#3?"),
        ("ens1f0 40", 7, "40: an index follows its PF, as in ens1f0#40, or a comma of its list"),
        ("br-lan", 0, f"br-lan: no PF or VF of that name on this host; {ITS_PFS}"),
        ("eno1", 0, f"eno1 is neither a PF nor a VF; {ITS_PFS}"),
        ("3b:1f.7", 0, f"0000:3b:1f.7: no PF or VF at that address on this host; {ITS_PFS}"),
    ],
)
def test_a_selection_of_what_is_not_there_says_what_there_is(text: str, position: int, message: str) -> None:
    with pytest.raises(SelectionError) as refused:
        select(text)

    assert (refused.value.message, refused.value.position) == (message, position)


def test_asking_for_free_vfs_where_none_is_says_so() -> None:
    with pytest.raises(SelectionError, match="none of ens1f1's 8 VFs is free"):
        resolve("ens1f1*2", HOST, lambda _vf: False)


def test_the_lost_netdev_name_of_a_vf_on_vfio_leads_to_its_index() -> None:
    on_vfio = replace(ENS1F1.vfs[3], netdev=None, driver="vfio-pci")
    pf = replace(ENS1F1, vfs=(*ENS1F1.vfs[:3], on_vfio, *ENS1F1.vfs[4:]))
    with pytest.raises(SelectionError, match=r"did you mean ens1f1#3\?"):
        resolve("ens1f1v3", host_of(pf), any_vf)


def test_a_host_with_many_pfs_or_none_is_told_in_one_short_line() -> None:
    many = host_of(*(make_pf(f"port{bus}", bus, 0) for bus in range(16)))
    with pytest.raises(SelectionError, match=r"the host's PFs are port0, port1, port2, port3 and 12 more$"):
        resolve("x" * 500, many, any_vf)
    with pytest.raises(SelectionError, match=r"^Nothing selected: x{39}…: no PF or VF .*; the host has no PFs$"):
        resolve("x" * 500, host_of(), any_vf)
