"""Writes to the networks of a libvirt that are made, or leave everything as it was. They run inside Connection.call.

libvirt takes a definition as a whole or refuses it, and may keep something else of it without a word. Where it also
refuses to take back what is half done, HalfDoneError says what is left. Where the connection breaks, its error is
raised: only over another one anything can be put back.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID, uuid5

from vftui.errors import HalfDoneError, StoreError
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
from vftui.virconnect.failures import libvirt_error, means_gone

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


def rename(network: VirNetwork, name: str, text: str, *, validate: bool = True) -> VirNetwork:
    """Define a network under another name, which `text` has too; its uuid and whether it starts with libvirt stay.

    libvirt has no rename. The network is taken away first, so it is asked before whether it takes both definitions.
    """
    connection, old, key, before = network.connect(), network.name(), network.UUIDString(), inactive_xml(network)
    if network.isActive():
        raise StoreError(
            f"{old} is active",
            "libvirt has no rename: it is undefined and defined anew, and has to be inactive for that. Stop it first.",
        )
    autostart = network.autostart()
    try:
        define(connection, before, validate=False)
    except libvirt_error() as error:
        if _has_broken(connection):
            raise
        raise StoreError(
            f"{old} keeps its name", f"libvirt would not take its definition back if need be: {error}."
        ) from error
    trial = define_new(connection, sent(text, _trial_key(key, name)), validate=validate)
    reason, left = f"{name} was tried as a network of its own.", "libvirt does not remove that again"
    with _leaving(connection, f"{old} keeps its name", reason, left, f"Delete {name}, and try again."):
        trial.undefine()
    network.undefine()
    try:
        renamed = define(connection, sent(text, key), validate=validate)
        renamed.setAutostart(autostart)
    except libvirt_error() as error:
        advice = "Read again (r), and write it as a new network where it is gone."
        with _leaving(connection, f"{old} is not renamed", f"{error}.", "It cannot be put back either", advice):
            _put_back(connection, key, before, autostart)
        raise
    return renamed


def forget_trial(connection: VirConnect, key: str, name: str) -> None:
    """Remove what a rename of the network to that name has left behind that broke off."""
    trial = networks(connection).get(_trial_key(key, name))
    # One that is started, or starts with libvirt, somebody has taken over.
    if trial is not None and trial.name() == name and Condition.of(trial) == Condition():
        trial.undefine()


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
        except libvirt_error() as error:
            if condition.active:
                _start_again(network, f"{network.name()} is not deleted", f"{error}.")
            raise


def bring_back(connection: VirConnect, text: str, condition: Condition) -> VirNetwork:
    """Have a network again that was removed, standing as it did."""
    if not condition.persistent:
        return connection.networkCreateXML(text)
    network = define_new(connection, text, validate=False)
    stand(network, condition)
    return network


def stand(network: VirNetwork, condition: Condition) -> None:
    """Have a network stand as it did: it may be stopped since, or defined. One that was inactive is not stopped."""
    if not condition.persistent:
        if network.isPersistent():
            network.undefine()
        return
    if condition.autostart and not network.autostart():
        network.setAutostart(1)
    if condition.active and not network.isActive():
        _start_again(network, f"{network.name()} is not active again", "Its definition is as it was.")


def _start_again(network: VirNetwork, title: str, reason: str) -> None:
    left, advice = "It is stopped, and libvirt does not start it", "Mend that, and start it by a."
    with _leaving(network.connect(), title, reason, left, advice):
        network.create()


def _expect_kept(network: VirNetwork, meant: str, undo: Callable[[], object]) -> None:
    """Raise StoreError, after `undo`, where libvirt holds something else than what was meant."""
    connection = network.connect()
    lost = mismatch(meant, inactive_xml(network), version(connection))
    if lost is None:
        return
    title, reason = f"libvirt did not keep {network.name()} as it was meant", _difference(lost)
    left, advice = "It stays so, for that cannot be taken back", "Look at it with `virsh net-dumpxml`."
    with _leaving(connection, title, reason, left, advice):
        undo()
    raise StoreError(title, f"{reason} What there was before is put back. Change that part of it and write again.")


def _put_back(connection: VirConnect, key: str, before: str, autostart: int) -> None:
    """After a rename that failed half-way."""
    if (half := networks(connection).get(key)) is not None:
        half.undefine()
    define(connection, before, validate=False).setAutostart(autostart)


def _trial_key(key: str, name: str) -> str:
    """The uuid for trying that name on a network: the same every time, so that one left behind is known again."""
    return str(uuid5(UUID(key), name))


@contextmanager
def _leaving(connection: VirConnect, title: str, reason: str, left: str, advice: str) -> Iterator[None]:
    """Raise HalfDoneError where libvirt refuses to take back what is half done: then `left` is how it is, and why."""
    try:
        yield
    except libvirt_error() as error:
        if _has_broken(connection):
            raise
        raise HalfDoneError(title, reason, f"{left}: {error}. {advice}") from error


def _has_broken(connection: VirConnect) -> bool:
    """Whether the connection is no more. The error that it broke with is the system's; the next one says it."""
    try:
        version(connection)
    except libvirt_error() as error:
        return means_gone(error)
    return False


def _difference(lost: Mismatch) -> str:
    if not lost.kept:
        return f"It does not keep {_shown(lost.meant)}."
    if not lost.meant:
        return f"It keeps {_shown(lost.kept)}, which is not meant."
    return f"It keeps {_shown(lost.kept)} where {_shown(lost.meant)} was meant."


def _shown(lines: Sequence[str]) -> str:
    more = len(lines) - _SHOWN
    return ", ".join(lines[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
