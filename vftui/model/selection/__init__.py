"""Selections: what an expression such as `ens1f0#0-31,!5` means on a host, and the canonical text of devices."""

from vftui.model.selection.canonical import canonical, canonical_members
from vftui.model.selection.lookup import Device
from vftui.model.selection.parser import parse
from vftui.model.selection.selecting import Selection, resolve

__all__ = ["Device", "Selection", "canonical", "canonical_members", "parse", "resolve"]
