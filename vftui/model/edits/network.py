"""Edits of networks as a whole: making, naming, deleting them, and what kind of pool they are."""

from dataclasses import dataclass, replace

from vftui.errors import EditRefusedError
from vftui.model.edits import placing
from vftui.model.edits.outcome import AlreadySoError, Outcome
from vftui.model.host import Host
from vftui.model.network import (
    AddressMember,
    Draft,
    ForwardMode,
    InterfaceMember,
    Member,
    Network,
    check_name,
)
from vftui.model.pool import kind_of
from vftui.model.text import counted, joined
from vftui.model.whole_pfs import left_out
from vftui.model.wording import members_named


@dataclass(frozen=True, slots=True)
class NewNetwork:
    """Make an empty pool. `uuid` is chosen by the caller, for a definition without one cannot be defined twice."""

    name: str
    mode: ForwardMode
    uuid: str
    managed: bool | None = None
    driver: str | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        _require_free(self.name, draft)
        _require_pool(self.mode)
        managed = self.managed if self.mode is ForwardMode.HOSTDEV else None
        network = Network(
            self.name, self.mode, uuid=self.uuid, managed=managed, driver=self.driver, origin=f"new:{self.uuid}"
        )
        return Outcome(draft.add(network), f"New network {self.name}, {self.mode.label}")


@dataclass(frozen=True, slots=True)
class Rename:
    """Give a network another name."""

    network: str
    name: str

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        target = draft.pool(self.network)
        if self.name == self.network:
            raise AlreadySoError(f"{self.network} has that name already.")
        _require_free(self.name, draft)
        after = draft.put(self.network, replace(target, name=self.name))
        return Outcome(after, f"Rename {self.network} to {self.name}")


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a network; its VFs become free."""

    network: str

    def apply(self, draft: Draft, host: Host) -> Outcome:  # noqa: ARG002 - all edits are applied alike
        draft.pool(self.network)
        return Outcome(draft.without(self.network), f"Delete network {self.network}")


@dataclass(frozen=True, slots=True)
class ChangeMode:
    """Change forward mode, `managed` and `driver`; members follow from `<interface>` to `<address>` and back."""

    network: str
    mode: ForwardMode
    managed: bool | None = None
    driver: str | None = None

    def apply(self, draft: Draft, host: Host) -> Outcome:
        target = draft.pool(self.network)
        _require_pool(self.mode)
        changed = replace(
            target,
            mode=self.mode,
            managed=self.managed if self.mode is ForwardMode.HOSTDEV else None,
            driver=self.driver,
        ).with_members(self._followed(target, host))
        if changed == target:
            raise AlreadySoError(f"{self.network} is {self.mode.label} already.")
        after = draft.put(self.network, changed)
        placing.refuse_overlap(draft, after, {self.network}, host)
        return Outcome(after, _settings_sentence(target, changed))

    def _followed(self, target: Network, host: Host) -> tuple[Member, ...]:
        """The members as the new mode names them."""
        if target.mode.is_macvtap is self.mode.is_macvtap:
            return target.members
        kinds = set(map(kind_of, target.members))
        if {InterfaceMember, AddressMember} <= kinds:
            dropped = [member for member in target.members if kind_of(member) is AddressMember]
            raise EditRefusedError(
                f"libvirt drops {members_named(dropped, host)} from {target.name} today, for it lists interfaces too, "
                "and would use it after this. Take it out first."
            )
        return tuple(placing.converted(member, target.mode, self.mode, host) for member in target.members)


def _settings_sentence(old: Network, new: Network) -> str:
    words = []
    if new.managed is not old.managed:
        words.append("managed not written" if new.managed is None else f"managed {'yes' if new.managed else 'no'}")
    if new.driver != old.driver:
        words.append(f"driver {new.driver}" if new.driver else "no driver")
    if new.mode is old.mode:
        return f"Set {joined(words)} in {new.name}"
    if new.members != old.members:
        words.append(f"{counted(len(new.written_members), 'member')} rewritten")
    # Only a whole PF that is listed can grow or shrink on the way.
    if (more := len(new.written_members) - len(old.written_members)) > 0:
        words.append(f"{counted(more, 'VF')} more")
    return ", ".join([f"Change {new.name} to {new.mode.label}", *words]) + left_out(max(-more, 0))


def _require_free(name: str, draft: Draft) -> None:
    check_name(name)
    if draft.find(name):
        raise EditRefusedError(f"There is a network {name} already. Choose another name.")


def _require_pool(mode: ForwardMode) -> None:
    if not mode.is_pool:
        raise EditRefusedError(
            f"A network of forward mode {mode.value} is no pool; vftui makes and changes pools only."
        )
