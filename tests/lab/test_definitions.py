"""What libvirt is asked about: every mixture of members in every mode, and the same again for the same seed."""

from collections import Counter
from itertools import product
from pathlib import Path

import pytest
from lab.definitions import definitions
from lab.hosts import HOSTS, host_tree
from lxml import etree

from vftui.inventory.udev import UdevInventory
from vftui.model.host import Host

MODES = ("passthrough", "hostdev", "bridge", "vepa", "private")
# How many <interface>, <address> and <pf>; of these libvirt tells one from two only for <pf>.
MIXTURES = {*product((0, 1), repeat=3), (0, 0, 2)}


@pytest.fixture(params=HOSTS)
def host(request: pytest.FixtureRequest, tmp_path: Path) -> Host:
    return UdevInventory(host_tree(request.param, tmp_path), request.param).read()


def pool_of(definition: str) -> tuple[str | None, tuple[int, ...]]:
    """The mode, and how many members there are of each kind."""
    (forward,) = etree.fromstring(definition.encode()).iter("forward")
    counts = Counter(str(child.tag) for child in forward.iter(etree.Element))
    return forward.get("mode"), tuple(counts[tag] for tag in ("interface", "address", "pf"))


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_every_mixture_in_every_mode_is_asked_about_first(host: Host, seed: str) -> None:
    first = [pool_of(each) for each in definitions(seed, host, len(MODES) * len(MIXTURES))]

    assert set(first) == set(product(MODES, MIXTURES))


def test_a_seed_says_what_is_asked(host: Host) -> None:
    asked = list(definitions("4711", host, 500))

    assert len(asked) == 500
    assert list(definitions("4711", host, 500)) == asked
    assert list(definitions("4712", host, 500)) != asked
