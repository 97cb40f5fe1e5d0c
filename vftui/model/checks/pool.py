"""A pool as a whole: without members, or one whose VFs nobody binds to vfio-pci."""

from collections.abc import Iterator

from vftui.model.edits import ChangeMode
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import ForwardMode, Network
from vftui.model.pool import effective_vfs
from vftui.model.problem import Fix, Problem, Severity, Trap
from vftui.model.verdict import Verdict
from vftui.model.wording import devices_named

EMPTY_POOL = Trap(
    "empty-pool",
    Severity.ERROR,
    "A pool without members is defined and started like any other; every guest on it fails.",
    'In passthrough mode the guest fails with error 1 of domain 19 ("uses a direct mode, but has no forward '
    'dev and no interface pool"), in hostdev mode with the same ("requires exclusive access to interfaces, '
    'but none are available"). Measured on 11.3; define and start say nothing on 9.0 either.\n\n'
    "Put VFs into it, or delete the network.",
)

UNMANAGED = Trap(
    "unmanaged",
    Severity.ERROR,
    "Without managed='yes' libvirt leaves the VFs of a hostdev pool on their drivers, and the guest fails.",
    'The guest fails with error 55 of domain 0 ("Unmanaged PCI device … must be manually detached from the '
    "host\") while the VF is on its network driver or on none. libvirt writes managed='no' where the attribute "
    "is absent, and reads anything but yes, such as true, as no. Measured on 11.3; 9.0 writes the same.\n\n"
    "With managed='yes' libvirt binds the VF to vfio-pci for the guest and back afterwards. Without it, bind "
    "the VFs to vfio-pci yourself, at every boot.",
)

TRAPS = (EMPTY_POOL, UNMANAGED)


def find(network: Network, host: Host, verdict: Verdict) -> Iterator[Problem]:  # noqa: ARG001 - as of every check
    if not network.is_pool:
        return
    if not network.members:
        yield Problem(EMPTY_POOL, network.name, f"{network.name} is empty: no guest on it can start.")
    elif unbound := _unbound(network, host):
        yield _unmanaged(network, unbound, host)


def _unbound(network: Network, host: Host) -> list[VirtualFunction]:
    """The VFs that libvirt would not bind to vfio-pci, and nobody else has."""
    if network.mode is not ForwardMode.HOSTDEV or network.managed:
        return []
    return [vf for vf in effective_vfs(network, host) if not _is_on_vfio(vf)]


def _is_on_vfio(vf: VirtualFunction) -> bool:
    """Whether it is bound to vfio-pci, or to a driver made of it such as mlx5_vfio_pci."""
    return vf.driver is not None and "vfio" in vf.driver


def _unmanaged(network: Network, unbound: list[VirtualFunction], host: Host) -> Problem:
    named = devices_named(unbound, host)
    sentence = f"{network.name} is not managed='yes', so libvirt does not bind {named} to vfio-pci: guests fail."
    edit = ChangeMode(network.name, network.mode, managed=True, driver=network.driver)
    addresses = tuple(vf.address for vf in unbound)
    return Problem(UNMANAGED, network.name, sentence, (), addresses, fixes=(Fix("Write managed='yes'", edit),))
