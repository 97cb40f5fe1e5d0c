"""What happened outside vftui that the operator has to know."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vftui.model.attachments import on_devices
from vftui.model.host import Host
from vftui.model.network import Draft
from vftui.model.pci import PciAddress
from vftui.model.pool import owners
from vftui.model.running import Running
from vftui.model.text import joined
from vftui.model.wording import shortened


@dataclass(frozen=True, slots=True)
class Known:
    """Networks as they were last read or written, by store key."""

    names: Mapping[str, str]
    tokens: Mapping[str, str]


class Deed(NamedTuple):
    """What somebody else has done to a network; `token` is the state that it has now, None where it is deleted."""

    name: str
    done: Literal["changed", "deleted", "added"]
    token: str | None


def outside(running: Running, before: Running | None, known: Known, already: Mapping[str, Deed]) -> Mapping[str, Deed]:
    """What somebody else has done to networks since they were read, by store key.

    `before` is what was seen the last time, and `already` what this said of it.
    """
    found: dict[str, Deed] = {}
    for key, state in running.networks.items():
        token = state.revision_token
        if known.tokens.get(key) == token:
            continue
        if key in known.names:
            found[key] = Deed(known.names[key], "changed", token)
        elif key in already or (before is not None and token != _token(before, key)):
            found[key] = Deed(state.name, "added", token)
    seen = before.networks if before else {}
    for key, name in known.names.items():
        if key not in running.networks and (key in seen or key in already):
            found[key] = Deed(name, "deleted", None)
    return found


def outside_sentence(deeds: Collection[Deed]) -> str:
    """`Somebody else has changed front, deleted lab and added edge`."""
    named = {done: [deed.name for deed in deeds if deed.done == done] for done in ("changed", "deleted", "added")}
    return f"Somebody else has {joined([f'{done} {shortened(names)}' for done, names in named.items() if names])}"


def taken_by_guests(running: Running, before: Running | None, stored: Draft, draft: Draft, host: Host) -> str | None:
    """Which VFs that the draft gives to other pools a guest has come to hold since `before` was seen."""
    held_before = set(before.attachments) if before else set()
    new = on_devices((each for each in running.attachments if each not in held_before), host)
    if not new:
        return None
    were, are = _changed_owners(stored, draft, host)
    told = [
        f"{joined([each.guest for each in held])} now uses {host.vf_name(address)}, {_moved(were, are, address)}"
        for address, held in new.items()
        if were.get(address, ()) != are.get(address, ())
    ]
    return f"{'; '.join(told[:3])}{f'; and {len(told) - 3} more' if len(told) > 3 else ''}." if told else None


def _token(running: Running | None, key: str) -> str | None:
    state = running.networks.get(key) if running else None
    return state.revision_token if state else None


_Owners = Mapping[PciAddress, tuple[str, ...]]


def _changed_owners(stored: Draft, draft: Draft, host: Host) -> tuple[_Owners, _Owners]:
    """The owners of VFs in the networks that differ, as they are stored and as they are in the draft."""
    same = set(map(id, stored)) & set(map(id, draft))
    first, second = (Draft(tuple(each for each in both if id(each) not in same)) for both in (stored, draft))
    return owners(first, host), owners(second, host)


def _moved(were: _Owners, are: _Owners, address: PciAddress) -> str:
    source, target = were.get(address), are.get(address)
    if source and target:
        return f"which this draft moves from {joined(source)} to {joined(target)}"
    return (
        f"which this draft takes out of {joined(source)}"
        if source
        else f"which this draft adds to {joined(target or ())}"
    )
