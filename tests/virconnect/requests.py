"""What is asked of a libvirt in these tests; to be handed to Connection.call."""

from collections.abc import Callable
from typing import Any

POOL = "<network><name>{name}</name><forward mode='passthrough'><pf dev='enp1s0'/></forward></network>"


def networks(libvirt: Any) -> list[str]:  # noqa: ANN401 - libvirt-python has no types
    return sorted(network.name() for network in libvirt.listAllNetworks())


def define(name: str) -> Callable[[Any], None]:
    return lambda libvirt: libvirt.networkDefineXML(POOL.format(name=name)) and None
