"""Writes to the networks of a libvirt that are made, or leave everything as it was. They run inside Connection.call.

libvirt takes a definition as a whole or refuses it, and may keep something else of it without a word.
"""

from collections.abc import Callable, Sequence
from uuid import uuid4

from vftui.errors import StoreError
from vftui.netxml.definition import sent
from vftui.netxml.kept import Mismatch, mismatch
from vftui.stores import refusals
from vftui.stores.virdefinition import (
    Condition,
    VirConnect,
    VirNetwork,
    define,
    guests_on,
    inactive_xml,
    networks,
    version,
)
from vftui.virconnect.failures import libvirt_error

# How many lines of a definition an error shows; a pool may have a thousand.
_SHOWN = 3


def define_new(connection: VirConnect, text: str, *, validate: bool = True) -> VirNetwork:
    """Define a network whose name and uuid no other has."""
    network = define(connection, text, validate=validate)
    _expect_kept(network, text, network.undefine)
    return network


def redefine(network: VirNetwork, text: str, *, validate: bool = True) -> VirNetwork:
    """Define a network anew, under the name and uuid that it has. What is in force of an active one stays so."""
    connection, before, was_persistent = network.connect(), inactive_xml(network), network.isPersistent()

    def undo() -> None:
        define(connection, before, validate=False)
        if not was_persistent:
            network.undefine()

    text = sent(text, network.UUIDString())
    defined = define(connection, text, validate=validate)
    _expect_kept(defined, text, undo)
    return defined


def rename(network: VirNetwork, text: str, *, validate: bool = True) -> VirNetwork:
    """Define a network under another name; its uuid and whether it starts with libvirt stay.

    libvirt has no rename. The network is taken away first, so it is asked before whether it takes both definitions.
    """
    connection, name, key, before = network.connect(), network.name(), network.UUIDString(), inactive_xml(network)
    if network.isActive():
        raise StoreError(
            f"{name} is active",
            "libvirt has no rename: it is undefined and defined anew, and has to be inactive for that. Stop it first.",
        )
    autostart = network.autostart()
    try:
        define(connection, before, validate=False)
    except libvirt_error() as error:
        raise StoreError(
            f"{name} keeps its name", f"libvirt would not take its definition back if need be: {error}."
        ) from error
    define_new(connection, sent(text, str(uuid4())), validate=validate).undefine()
    network.undefine()
    try:
        renamed = define(connection, sent(text, key), validate=validate)
        renamed.setAutostart(autostart)
    except libvirt_error() as error:
        _put_back(connection, key, before, autostart, f"{name} is not renamed: {error}.")
        raise
    return renamed


def remove(network: VirNetwork) -> None:
    """Stop a network that no guest uses, and forget it."""
    condition = Condition.of(network)
    if condition.active:
        if guests := guests_on(network):
            raise refusals.in_use(network.name(), guests)
        network.destroy()
    if condition.persistent:
        try:
            network.undefine()
        except libvirt_error():
            if condition.active:
                network.create()
            raise


def bring_back(connection: VirConnect, text: str, condition: Condition) -> VirNetwork:
    """Have a network again that was removed, standing as it did."""
    if not condition.persistent:
        return connection.networkCreateXML(text)
    network = define_new(connection, text, validate=False)
    if condition.autostart:
        network.setAutostart(1)
    if condition.active:
        network.create()
    return network


def _expect_kept(network: VirNetwork, meant: str, undo: Callable[[], object]) -> None:
    """Raise StoreError, after `undo`, where libvirt holds something else than what was meant."""
    lost = mismatch(meant, inactive_xml(network), version(network.connect()))
    if lost is None:
        return
    try:
        undo()
    except libvirt_error() as error:
        outcome = f"What there was before cannot be put back: {error}. Look at it with `virsh net-dumpxml`."
    else:
        outcome = "What there was before is put back. Change that part of it and write again."
    raise StoreError(f"libvirt did not keep {network.name()} as it was meant", f"{_difference(lost)} {outcome}")


def _put_back(connection: VirConnect, key: str, before: str, autostart: int, failed: str) -> None:
    """After a rename that failed half-way. Raises StoreError where that fails too."""
    try:
        if (half := networks(connection).get(key)) is not None:
            half.undefine()
        define(connection, before, validate=False).setAutostart(autostart)
    except libvirt_error() as error:
        raise StoreError(failed, f"It cannot be put back either: {error}. Write it as a new network.") from error


def _difference(lost: Mismatch) -> str:
    if not lost.kept:
        return f"It does not keep {_shown(lost.meant)}."
    if not lost.meant:
        return f"It keeps {_shown(lost.kept)}, which is not meant."
    return f"It keeps {_shown(lost.kept)} where {_shown(lost.meant)} was meant."


def _shown(lines: Sequence[str]) -> str:
    more = len(lines) - _SHOWN
    return ", ".join(lines[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
