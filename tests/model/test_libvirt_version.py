"""Which libvirt speaks for the one that is asked for."""

import pytest

from vftui.errors import UsageError
from vftui.model.verdict import V9_0, V11_3, LibvirtVersion, nearest


@pytest.mark.parametrize(
    ("text", "version"), [("11.3", V11_3), ("11.3.0", V11_3), ("9", V9_0), ("10.10.1", LibvirtVersion(10, 10))]
)
def test_a_version_is_read_as_it_is_usually_written(text: str, version: LibvirtVersion) -> None:
    assert LibvirtVersion.parse(text) == version


@pytest.mark.parametrize("text", ["", "new", "11.", "11.3-1", "v9", "9.0.0.0", "-9", "٩", "99999"])
def test_what_is_no_version_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(UsageError, match=r"for example 11\.3 or 9\.0\.0"):
        LibvirtVersion.parse(text)


@pytest.mark.parametrize(
    ("version", "measured"),
    [
        ((1, 0), V9_0),
        ((9, 5), V9_0),
        ((10, 0), V9_0),
        ((10, 1), V9_0),
        ((10, 2), V11_3),
        ((11, 3), V11_3),
        ((12, 0), V11_3),
    ],
)
def test_another_version_is_judged_by_the_measured_one_with_the_fewest_releases_between(
    version: tuple[int, int], measured: LibvirtVersion
) -> None:
    assert nearest(LibvirtVersion(*version)) is measured
