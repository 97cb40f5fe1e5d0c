"""What happened outside vftui that the operator has to know."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

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
    """Networks as they were last read or written, by store key, and every state that they have had before.

    A look at libvirt may have begun before a write of our own: `former` are no news.
    """

    names: Mapping[str, str]
    tokens: Mapping[str, str]
    former: Collection[tuple[str, str]] = ()


def changed_outside(running: Running, before: Running | None, known: Known) -> str | None:
    """Which networks somebody else has changed, deleted or added since `before` was seen."""
    changed, added = [], []
    for key, state in running.networks.items():
        token = state.revision_token
        if known.tokens.get(key) == token or (key, token) in known.former or token == _token(before, key):
            continue
        if key in known.names:
            changed.append(known.names[key])
        elif before is not None:
            added.append(state.name)
    seen = before.networks if before else {}
    deleted = [name for key, name in known.names.items() if key in seen and key not in running.networks]
    parts = [*_told(changed, "changed"), *_told(deleted, "deleted"), *_told(added, "added")]
    if not parts:
        return None
    return f"Somebody else has {joined(parts)}: r reads the networks again, w shows what collides."


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


def _told(names: list[str], what: str) -> Iterator[str]:
    if names:
        yield f"{what} {shortened(names)}"


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
