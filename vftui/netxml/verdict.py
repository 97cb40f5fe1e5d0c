"""What libvirt makes of a document: accepted or refused, what it drops, the pool it will use."""

from collections.abc import Mapping
from dataclasses import replace

from lxml.etree import _Element

from vftui.model.host import Host
from vftui.model.verdict import V11_3, LibvirtVersion, Verdict, nearest
from vftui.netxml.document import NetworkDocument
from vftui.netxml.libvirt.dropped import WrittenNetwork
from vftui.netxml.libvirt.forward import KeptForward, read_kept_forward
from vftui.netxml.libvirt.losses import network_losses
from vftui.netxml.libvirt.reading import RefusedError
from vftui.netxml.libvirt.reread import check_reread
from vftui.netxml.libvirt.rules import VIRTUAL_MODES, check_mode, check_network
from vftui.netxml.libvirt.siblings import check_dnsmasq_options, read_siblings
from vftui.netxml.libvirt.start import started_pool
from vftui.netxml.libvirt.usual import Device
from vftui.netxml.schema import Schema, schema_error
from vftui.netxml.wellformed import parse_xml


def judge(
    document: NetworkDocument, host: Host, libvirt: LibvirtVersion = V11_3, schema: Schema | None = None
) -> Verdict:
    """What libvirt would do with `document` on `host`, if no other network were there.

    Another version than the measured ones is judged by the nearest. `schema` is asked where it speaks for that version,
    and costs ten times as much as the rest. VFs that are no network card's are not in a Host: they count as no VFs.
    """
    root = parse_xml(document.text)
    version = nearest(libvirt)
    invalid = schema_error(root, version, schema)
    written = WrittenNetwork(document.text, root)
    decimal = tuple(written.decimal_addresses())
    try:
        forward, is_pool = _defined(root, document.network.name, host, version, written.usual)
    except RefusedError as refused:
        return Verdict(version, invalid or refused.error, refused.error, decimal=decimal, starts=False)
    kept = Verdict(
        libvirt=version,
        validation_error=invalid,
        inactive_forward=forward.text(),
        dropped=tuple(written.dropped(network_losses(root, forward, version, written.usual))),
        decimal=decimal,
    )
    if not is_pool:
        return kept
    try:
        check_reread(root)
        return replace(kept, starts=True, pool=started_pool(forward, host))
    except RefusedError as refused:
        return replace(kept, starts=False, start_error=refused.error)


def _defined(
    root: _Element, name: str, host: Host, libvirt: LibvirtVersion, usual: Mapping[_Element, Device]
) -> tuple[KeptForward, bool]:
    """What libvirt keeps of `<forward>`, and whether it hands out devices of a pool."""
    siblings = read_siblings(root, name, libvirt)
    element = root.find("forward")
    forward = KeptForward() if element is None else read_kept_forward(element, name, libvirt, usual)
    check_mode(forward, siblings, name, libvirt)
    check_dnsmasq_options(root)
    check_network(forward, siblings, name, host, libvirt)
    return forward, forward.mode not in VIRTUAL_MODES and siblings.bridge.name is None
