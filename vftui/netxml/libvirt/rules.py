"""What libvirt refuses in a definition that it could read: the end of virNetworkDefParseXML, and networkValidate."""

from collections import Counter

from vftui.model.host import Host
from vftui.model.network import MAX_NAME_BYTES, AddressMember, InterfaceMember
from vftui.model.verdict import V9_0, LibvirtError, LibvirtVersion, Refusal
from vftui.netxml.libvirt.address import sysfs_name
from vftui.netxml.libvirt.forward import KeptForward
from vftui.netxml.libvirt.link import PortGroup
from vftui.netxml.libvirt.reading import NOBODY, RefusedError, unsupported, xml_error
from vftui.netxml.libvirt.siblings import Bridge, Siblings, illegal_in_name

# Networks that libvirt makes a bridge and addresses for; it only hands out devices in the other modes.
VIRTUAL_MODES = ("none", "nat", "route", "open")
_CONFIG = "/etc/libvirt/qemu/networks"
_OPENVSWITCH = "openvswitch"


def check_mode(forward: KeptForward, siblings: Siblings, network: str, libvirt: LibvirtVersion) -> None:
    """Raise RefusedError where the mode and the rest do not go together, as virNetworkDefParseXML finds."""
    if forward.mode in VIRTUAL_MODES:
        _check_virtual(forward, siblings, network, libvirt)
    else:
        _check_bridge(forward, siblings.bridge, network, libvirt)
        if siblings.mtu:
            raise xml_error(
                "mtu size only allowed in open, route, nat, and isolated mode, "
                f"not in {forward.mode} (network '{network}')",
                refusal=Refusal.SIBLING,
                elements=("mtu",),
            )


def _check_bridge(forward: KeptForward, bridge: Bridge, network: str, libvirt: LibvirtVersion) -> None:
    """A network that only hands out devices may name a host's bridge in mode bridge, and set nothing about it."""
    mode = forward.mode
    settings = {"name": bridge.name, "zone": bridge.zone, "macTableManager setting": bridge.mac_table_manager}
    given = [what for what, setting in settings.items() if setting is not None]
    if mode != "bridge" and given:
        raise _bridge_error(f"bridge {given[0]} not allowed in {mode} mode (network '{network}')")
    if bridge.delay or bridge.stp is not None or bridge.zone is not None:
        allowed = "route, nat, and isolated" if libvirt == V9_0 else "open, route, nat, and isolated"
        raise _bridge_error(
            f"bridge delay/stp/zone options only allowed in {allowed} mode, not in {mode} (network '{network}')"
        )
    if bridge.name is not None and (forward.devices or forward.pf is not None):
        raise _bridge_error(
            f"A network with forward mode='{mode}' can specify a bridge name or a forward dev, "
            f"but not both (network '{network}')"
        )


def _bridge_error(message: str) -> RefusedError:
    return xml_error(message, refusal=Refusal.SIBLING, elements=("bridge",))


def _check_virtual(forward: KeptForward, siblings: Siblings, network: str, libvirt: LibvirtVersion) -> None:
    mode = forward.mode
    if mode == "none":
        return
    needs_address = mode != "open" or libvirt == V9_0
    if needs_address and not siblings.subnets:
        raise xml_error(f"{mode} forwarding requested, but no IP address provided for network '{network}'")
    if needs_address and len(forward.devices) > 1:
        raise xml_error(f"multiple forwarding interfaces specified for network '{network}', only one is supported")
    if mode == "open" and forward.devices:
        raise xml_error(f"forward dev not allowed for network '{network}' with forward mode='open'")


def check_network(forward: KeptForward, siblings: Siblings, network: str, host: Host, libvirt: LibvirtVersion) -> None:
    """Raise RefusedError where networkValidate, or writing the definition to its file, fails."""
    if "\n" in network:
        raise illegal_in_name("\n")
    if forward.mode not in VIRTUAL_MODES:
        _check_unsupported(forward.mode, siblings, network)
    _check_devices(forward, network, host, libvirt)
    _check_dhcp(siblings)
    _check_portgroups(forward.mode, siblings, network, libvirt)
    if len(network.encode()) > MAX_NAME_BYTES:
        raise RefusedError(
            LibvirtError(38, NOBODY, f"Failed to create file '{_CONFIG}/{network}.xml.new': File name too long")
        )


def _has_bandwidth(mode: str, siblings: Siblings) -> bool:
    return mode in VIRTUAL_MODES or (mode == "bridge" and siblings.bridge.name is not None)


def _check_unsupported(mode: str, siblings: Siblings, network: str) -> None:
    found = {
        "mac": siblings.mac is not None,
        "ip": bool(siblings.subnets),
        "dns": siblings.dns_records,
        "domain": siblings.domain is not None,
        "bandwidth": siblings.bandwidth and not _has_bandwidth(mode, siblings),
    }
    refused = tuple(tag for tag, is_there in found.items() if is_there)
    if refused:
        what = "network-wide <bandwidth>" if refused[0] == "bandwidth" else f"<{refused[0]}>"
        raise unsupported(
            f"Unsupported {what} element in network {network} with forward mode='{mode}'",
            refusal=Refusal.SIBLING,
            elements=refused,
        )


def _check_devices(forward: KeptForward, network: str, host: Host, libvirt: LibvirtVersion) -> None:
    mode, is_hostdev = forward.mode, forward.mode == "hostdev"
    for device in forward.devices:
        if isinstance(device, InterfaceMember):
            if is_hostdev:
                raise unsupported(
                    f"hostdev network '{network}' lists '{device.dev}' in the device pool, but hostdev networks "
                    "require all devices to be listed by PCI address, not network device name",
                    refusal=Refusal.WRONG_ELEMENT,
                )
            return
        _check_address(device, mode, network, host, libvirt)


def _check_address(member: AddressMember, mode: str, network: str, host: Host, libvirt: LibvirtVersion) -> None:
    if mode != "hostdev":
        blank = " " if libvirt == V9_0 else ""
        raise unsupported(
            f"network '{network}' has forward mode '{mode}'{blank} but lists a device by PCI address in the device "
            "pool. This is only supported for networks with forward mode 'hostdev'",
            refusal=Refusal.WRONG_ELEMENT,
        )
    if member.address not in host.vf_by_address:
        raise unsupported(
            f"device '/sys/bus/pci/devices/{sysfs_name(member.address)}' in network '{network}' "
            "is not an SR-IOV Virtual Function",
            refusal=Refusal.ADDRESS,
        )


def _check_dhcp(siblings: Siblings) -> None:
    sections = Counter(subnet.address.version for subnet in siblings.subnets if subnet.has_dhcp)
    for subnet in siblings.subnets:
        if sections[subnet.address.version] > 1:
            family = f"IPv{subnet.address.version}"
            raise unsupported(
                f"Multiple {family} dhcp sections found -- "
                f"dhcp is supported only for a single {family} address on each network"
            )


def _check_portgroups(mode: str, siblings: Siblings, network: str, libvirt: LibvirtVersion) -> None:
    vlan_allowed = _is_vlan_allowed(mode, siblings.virtualport, libvirt)
    is_vlan_bad, default = False, None
    left = Counter(group.name for group in siblings.portgroups)
    for group in siblings.portgroups:
        if siblings.vlan or group.has_vlan:
            is_vlan_bad = is_vlan_bad or not _may_use_vlan(group, mode, vlan_allowed=vlan_allowed)
        if group.default:
            if default is not None:
                raise unsupported(
                    f"network '{network}' has multiple default <portgroup> elements ({default} and {group.name}), "
                    "but only one default is allowed"
                )
            default = group.name
        left[group.name] -= 1
        if left[group.name]:
            raise unsupported(f"multiple <portgroup> elements with the same name ({group.name}) in network '{network}'")
        if group.has_bandwidth and not _has_bandwidth(mode, siblings):
            raise unsupported(
                f"Unsupported <bandwidth> element in network '{network}' in portgroup '{group.name}' "
                f"with forward mode='{mode}'",
                refusal=Refusal.SIBLING,
                elements=("portgroup",),
            )
    if is_vlan_bad or (siblings.vlan and not vlan_allowed and default is None):
        raise unsupported(
            f"<vlan> element specified for network {network}, whose type doesn't support vlan configuration",
            refusal=Refusal.SIBLING,
            elements=("vlan",) if siblings.vlan else ("portgroup",),
        )


def _is_vlan_allowed(mode: str, virtualport: str | None, libvirt: LibvirtVersion) -> bool:
    """On a bridge 9.0 wants Open vSwitch; since 11.0 a plain one will do too."""
    if mode == "bridge":
        return virtualport == _OPENVSWITCH or (libvirt != V9_0 and virtualport is None)
    return mode in ("hostdev", "passthrough")


def _may_use_vlan(group: PortGroup, mode: str, *, vlan_allowed: bool) -> bool:
    if group.virtualport is not None:
        return mode == "bridge" and group.virtualport == _OPENVSWITCH
    return vlan_allowed
