"""A pool as a whole: empty, or with VFs that nobody binds to vfio-pci."""

import pytest
from model.checks.desk import address, codes, desk, fixed, hostdev, interfaces, passthrough, problem
from model.checks.situation import with_devices

VF0, VF1 = address(0x3B, 2, 0), address(0x3B, 2, 1)
ON_VFIO = address(0x82, 2, 6)


@pytest.mark.parametrize("document", [passthrough(""), hostdev("")])
def test_a_pool_without_members_is_a_problem_and_one_with_a_member_is_none(document: bytes) -> None:
    assert codes(desk(document)) == ["empty-pool"]
    assert codes(desk(passthrough(interfaces("ens1f0v0")))) == []


@pytest.mark.parametrize("managed", ["", " managed='no'"])
def test_a_hostdev_pool_that_is_not_managed_is_managed_by_the_fix(managed: str) -> None:
    workspace = desk(hostdev(VF0 + VF1, managed))

    assert codes(workspace) == ["unmanaged"]
    assert problem(workspace, "unmanaged").sentence == (
        "front is not managed='yes', so libvirt does not bind ens1f0#0-1 to vfio-pci: guests fail."
    )
    assert fixed(workspace, "unmanaged", "Write managed='yes'") == hostdev(VF0 + VF1).decode()


def test_vfs_that_are_on_vfio_pci_need_not_be_managed() -> None:
    assert codes(desk(hostdev(ON_VFIO, " managed='no'"))) == []


def test_a_driver_made_of_vfio_pci_is_as_good() -> None:
    host = with_devices("ens1f0#0", driver="mlx5_vfio_pci")

    assert codes(desk(hostdev(VF0, ""), host=host)) == []


@pytest.mark.parametrize(("managed", "is_managed"), [("YES", True), ("true", False), ("1", False), ("", False)])
def test_only_yes_in_any_spelling_is_managed(managed: str, *, is_managed: bool) -> None:
    assert ("unmanaged" in codes(desk(hostdev(VF0, f" managed='{managed}'")))) is not is_managed
