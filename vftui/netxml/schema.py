"""Whether libvirt's schema allows a document: by the schema itself where it is installed, else by our own rules.

libvirt asks its schema only where it is told to validate, and before it reads anything.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from vftui.model.verdict import MEASURED, LibvirtError, LibvirtVersion, Refusal
from vftui.netxml.libvirt.reading import attributes
from vftui.netxml.libvirt.schema_rules import network_rule

INSTALLED = Path("/usr/share/libvirt/schemas/network.rng")
_FAILED = f"XML document failed to validate against schema: Unable to validate doc against {INSTALLED}"

# What some measured version allows and another does not, and what none allows.
_PROBES = (
    "<unknown/>",
    "<title>probe</title>",
    "<forward mode='hostdev'><driver name='vfio' model='probe'/></forward>",
    "<domain name='probe' register='yes'/>",
)


class Schema:
    """A libvirt's own network.rng."""

    def __init__(self, relaxng: etree.RelaxNG) -> None:
        self._relaxng = relaxng

    @cached_property
    def versions(self) -> tuple[LibvirtVersion, ...]:
        """The measured versions that it can speak for: those that allow the same of what only some allow."""
        probes = [etree.fromstring(f"<network><name>probe</name>{content}</network>") for content in _PROBES]
        found = [any(self.faults(probe)) for probe in probes]
        return tuple(version for version in MEASURED if [any(rule_faults(probe, version)) for probe in probes] == found)

    def faults(self, root: _Element) -> Iterator[str]:
        """What libxml2 says is wrong, one line after the other: libvirt's lines, as far as the libxml2 is the same."""
        if not self._relaxng.validate(root):
            yield from (str(entry.message) for entry in self._relaxng.error_log)


def installed_schema(path: Path = INSTALLED) -> Schema | None:
    """The schema of the libvirt that is installed here; None where there is none, or it cannot be read."""
    if not path.is_file():
        return None
    try:
        return Schema(etree.RelaxNG(file=str(path)))
    except etree.RelaxNGParseError:
        return None


def rule_faults(root: _Element, libvirt: LibvirtVersion) -> Iterator[str]:
    """What our own rules find wrong, as far as can be foretold in the words of libxml2."""
    rule = network_rule(libvirt)
    fault = next(rule.faults(root), None)
    if fault is not None:
        yield fault
        if not fault.startswith("Element network"):
            yield "Element network failed to validate content"
    elif not rule.admits_attributes(root):
        for name, value in attributes(root).items():
            if name not in rule.attributes or not rule.attributes[name](value):
                yield f"Invalid attribute {name.rpartition('}')[2]} for element network"


def schema_error(root: _Element, libvirt: LibvirtVersion, schema: Schema | None) -> LibvirtError | None:
    """What define with validation raises before it reads; `schema` counts where it speaks for `libvirt`.

    The rules are asked as well: lxml's libxml2 may be newer than libvirt's, and allows a + before unsigned numbers.
    """
    speaks = schema is not None and libvirt in schema.versions
    by_schema = list(schema.faults(root)) if schema is not None and speaks else []
    lines = by_schema or list(rule_faults(root, libvirt))
    return LibvirtError(92, 5, "\n".join((_FAILED, *lines)), Refusal.SCHEMA) if lines else None
