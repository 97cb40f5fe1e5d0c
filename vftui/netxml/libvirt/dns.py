"""`<dns>` of a network as libvirt reads it: virNetworkDNSDefParseXML."""

import re

from lxml.etree import _Element

from vftui.netxml.libvirt.reading import (
    NETWORK,
    RefusedError,
    detail,
    local_name,
    parsed_number,
    prop,
    xml_error,
    xpath,
    yes_or_no,
)
from vftui.netxml.libvirt.socket_address import parsed_ip

_SERVICE = re.compile(r"[a-zA-Z0-9_\-+/*]*")
_PROTOCOL = re.compile(r"[a-zA-Z0-9\-+/]*")
_MAX_SERVICE_BYTES = 482  # DNS_RECORD_LENGTH_SRV


def read_dns(element: _Element | None, network: str) -> bool:
    """Whether there are records in it, which a pool cannot have. Raises RefusedError where libvirt does."""
    if element is None:
        return False
    enable = yes_or_no(element, "enable")
    yes_or_no(element, "forwardPlainNames")
    forwarders, hosts, services, texts = (element.findall(tag) for tag in ("forwarder", "host", "srv", "txt"))
    for forwarder in forwarders:
        _check_forwarder(forwarder, network)
    for host in hosts:
        _check_host(host, network)
    for service in services:
        _check_service(service, network)
    for text in texts:
        _check_text(text, network)
    if enable == "no" and (forwarders or hosts or services or texts):
        raise xml_error(f"Extra data in disabled network '{network}'")
    return bool(hosts or services or texts)


def _detail(message: str) -> RefusedError:
    return detail(message, NETWORK)


def _check_forwarder(element: _Element, network: str) -> None:
    address = prop(element, "addr")
    if address is not None and parsed_ip(address) is None:
        raise xml_error(f"Invalid forwarder IP address '{address}' in network '{network}'")
    if address is None and prop(element, "domain") is None:
        raise xml_error("Invalid forwarder element, must contain at least one of addr or domain")


def _check_host(element: _Element, network: str) -> None:
    names = [child for child in element.iterchildren() if local_name(child) == "hostname"]
    if not names or not all(name.xpath("string()") for name in names):
        raise _detail(f"Missing hostname in network '{network}' DNS HOST record")
    if (ip := prop(element, "ip")) is None:
        raise _detail(f"Missing IP address in network '{network}' DNS HOST record")
    if parsed_ip(ip) is None:
        raise _detail(f"Invalid IP address in network '{network}' DNS HOST record")


def _check_service(element: _Element, network: str) -> None:
    service, protocol = prop(element, "service"), prop(element, "protocol")
    if service is None:
        raise _detail(f"missing required service attribute in DNS SRV record of network '{network}'")
    if len(service.encode()) > _MAX_SERVICE_BYTES:
        raise _detail(
            f"service attribute '{service}' in network '{network}' is too long, limit is {_MAX_SERVICE_BYTES} bytes"
        )
    if not _SERVICE.fullmatch(service):
        raise _detail(f"invalid character in service attribute '{service}' in DNS SRV record of network '{network}'")
    if protocol is None:
        raise _detail(f"missing required protocol attribute in DNS SRV record '{service}' of network '{network}'")
    if not _PROTOCOL.fullmatch(protocol):
        raise _detail(f"invalid character in protocol attribute '{protocol}' in DNS SRV record of network '{network}'")
    _check_service_numbers(element, service, network)


def _check_service_numbers(element: _Element, service: str, network: str) -> None:
    where = f"for service '{service}' in network '{network}'"
    # libvirt spells the middle one in its own way.
    for name, opening, least in (("port", "invalid", 1), ("priority", "Invalid", 0), ("weight", "invalid", 0)):
        if (text := xpath(element, name)) is None:
            continue
        value = parsed_number(text, 10)
        if value is not None and prop(element, "target") is None:
            raise _detail(f"DNS SRV {name} attribute not permitted without target {where}")
        if value is None or not least <= value <= 65535:
            raise _detail(f"{opening} DNS SRV {name} attribute {where}")


def _check_text(element: _Element, network: str) -> None:
    if (name := prop(element, "name")) is None:
        raise _detail(f"missing required name attribute in DNS TXT record of network {network}")
    if " " in name or "," in name:
        raise _detail(f"prohibited character in DNS TXT record name '{name}' of network {network}")
    if prop(element, "value") is None:
        raise _detail(f"missing required value attribute in DNS TXT record named '{name}' of network {network}")
