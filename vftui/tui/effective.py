"""What libvirt makes of a network, line by line: what define says, the pool in allocation order, what is dropped.

Pure. Lines of the pool are made when they are asked for: a pool has thousands, a screen shows few of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, overload

from vftui.model.force import Force
from vftui.model.host import Host, VirtualFunction
from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, Network
from vftui.model.pci import PciAddress
from vftui.model.pool import effective_members, resolve
from vftui.model.text import counted
from vftui.model.verdict import Dropped, LibvirtError, LibvirtVersion, Verdict
from vftui.tui.force_labels import force_sentence
from vftui.tui.labels import member_text
from vftui.tui.lines import Line, Span, Tone, parts_line, wrapped

INDENT = 2
# A device serves one guest; in the other modes several share one (LIBVIRT.md, section 7, "allocation order").
_ONE_GUEST_EACH = (ForwardMode.PASSTHROUGH, ForwardMode.HOSTDEV)


@dataclass(frozen=True, slots=True)
class JudgedNetwork:
    """A network of the draft with what libvirt makes of it; `asked` is the version that the operator asked for.

    `force` says what of it is in force, None where nothing runs it; `written` whether the draft is what is stored.
    """

    network: Network
    verdict: Verdict
    host: Host
    owners: Mapping[PciAddress, tuple[str, ...]]
    asked: LibvirtVersion
    force: Force | None = None
    written: bool = True


def skipped_vfs(network: Network, host: Host) -> tuple[VirtualFunction, ...]:
    """The VFs of a whole PF that a macvtap pool leaves out when it starts."""
    members = effective_members(network)
    return tuple(vf for member in members for vf in resolve(member, network.mode, host).skipped)


class _Entry(NamedTuple):
    """A line of the pool; `number` counts from 1, `vf` is None where the member is no VF of this host."""

    number: int
    member: InterfaceMember | AddressMember
    vf: VirtualFunction | None


class _Skipped(NamedTuple):
    """A line for a VF that the pool leaves out."""

    vf: VirtualFunction


class EffectiveLines(Sequence[Line]):
    """The lines that tell of a network's effective pool in `width` cells."""

    def __init__(self, judged: JudgedNetwork, width: int) -> None:
        self._judged = judged
        self._width = max(width, 2 * INDENT)
        entries = [
            _Entry(number, member, _vf(member, judged.host)) for number, member in enumerate(judged.verdict.pool, 1)
        ]
        names = (judged.host.vf_name(entry.vf.address) for entry in entries if entry.vf)
        self._number_width = len(str(len(entries)))
        self._member_width = max((len(member_text(entry.member)) for entry in entries), default=0)
        self._vf_width = max(map(len, names), default=0)
        self._rows: list[Line | _Entry | _Skipped] = [*self._head(), *entries, *self._skipped(), *self._tail()]

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self._line(row) for row in self._rows[at]]
        return self._line(self._rows[at])

    def _line(self, row: Line | _Entry | _Skipped) -> Line:
        match row:
            case _Entry():
                return parts_line(self._entry_parts(row), self._width)
            case _Skipped(vf):
                return parts_line(self._skipped_parts(vf), self._width)
            case _:
                return row

    # Rows

    def _head(self) -> Iterator[Line]:
        network, verdict = self._judged.network, self._judged.verdict
        if not network.is_pool:
            yield from self._sentence("", f"Not a pool ({network.obstacle}): it hands out no VFs.", "plain")
        yield from self._in_force()
        if network.is_pool or verdict.error is not None:
            yield from self._definition()
        if network.is_pool and verdict.define_error is None:
            yield from self._start()

    def _in_force(self) -> Iterator[Line]:
        """Whether what is shown is what libvirt hands out now."""
        judged = self._judged
        if judged.force is None:
            return
        text = force_sentence(judged.network.name, judged.force, judged.host)
        if judged.force.kind == "now" and judged.written:
            yield from self._sentence("✓", text, "good")
        else:
            yield from self._sentence("!", text if judged.written else f"{text} This is not written yet.", "warn")

    def _definition(self) -> Iterator[Line]:
        verdict = self._judged.verdict
        libvirt = f"Define: libvirt {verdict.libvirt}"
        if verdict.libvirt != self._judged.asked:
            libvirt += f" (nearest measured to {self._judged.asked})"
        if verdict.define_error is not None:
            yield from self._sentence("✗", f"{libvirt} refuses it: {_error(verdict.define_error)}", "bad")
        elif verdict.validation_error is not None:
            reason = _error(verdict.validation_error)
            yield from self._sentence("!", f"{libvirt} accepts it only without schema validation: {reason}", "warn")
        else:
            yield from self._sentence("✓", f"{libvirt} accepts it.", "good")

    def _start(self) -> Iterator[Line]:
        verdict, mode = self._judged.verdict, self._judged.network.mode
        if verdict.start_error is not None:
            yield from self._sentence("✗", f"Start: fails with {_error(verdict.start_error)}", "bad")
        elif not verdict.pool:
            yield from self._sentence("!", "Start: an empty pool, no guest gets a device.", "warn")
        else:
            order = "in this order" if mode in _ONE_GUEST_EACH else "least used first"
            yield from self._sentence("✓", f"Start: {counted(len(verdict.pool), 'device')}, {order}:", "good")

    def _skipped(self) -> Iterator[_Skipped]:
        if self._judged.verdict.starts:
            yield from map(_Skipped, skipped_vfs(self._judged.network, self._judged.host))

    def _tail(self) -> Iterator[Line]:
        # A reason that goes for several is said once, under the last.
        for reason, dropped in groupby(self._judged.verdict.dropped, key=attrgetter("reason")):
            for each in dropped:
                yield from self._struck(each)
            yield from self._sentence("", reason, "dim")

    def _struck(self, dropped: Dropped) -> Iterator[Line]:
        """Wrapped like a sentence, and only what is dropped is struck through."""
        where = f"dropped, line {dropped.line}:" if dropped.line else "dropped:"
        first, *rest = wrapped(f"{where} {dropped.text}", self._width - INDENT)
        said, struck = (first[: len(where) + 1], first[len(where) + 1 :]) if first.startswith(where) else (first, "")
        yield Span("✗ ", "warn"), Span(said, "warn"), Span(struck, "struck")
        yield from ((Span(" " * INDENT), Span(line, "struck")) for line in rest)

    def _sentence(self, sign: str, text: str, tone: Tone) -> Iterator[Line]:
        """The text under a sign, wrapped."""
        for number, line in enumerate(wrapped(text, self._width - INDENT)):
            yield Span(f"{sign if not number else '':<{INDENT}}", tone), Span(line, tone)

    # What rows say

    def _entry_parts(self, entry: _Entry) -> Iterator[Span]:
        host, vf = self._judged.host, entry.vf
        name = f"{member_text(entry.member):<{self._member_width}}"
        yield Span(f"{entry.number:>{self._number_width}}", "dim")
        if vf is None:
            resolution = resolve(entry.member, self._judged.network.mode, host)
            yield Span(name, "plain" if resolution.known else "bad")
            yield Span(f"! {resolution.note}", "warn" if resolution.known else "bad")
            return
        yield Span(name)
        yield Span(f"{host.vf_name(vf.address):<{self._vf_width}}", "dim")
        yield from self._reservations(vf)
        more = (str(vf.address),) if isinstance(entry.member, InterfaceMember) else (vf.driver, vf.netdev)
        yield from (Span(text, "dim") for text in more if text)

    def _reservations(self, vf: VirtualFunction) -> Iterator[Span]:
        """Why a guest may not get the VF all the same."""
        others = [name for name in self._judged.owners.get(vf.address, ()) if name != self._judged.network.name]
        if others:
            yield Span(f"‼ also in {', '.join(others)}", "bad")
        if vf.user:
            yield Span(f"used by {vf.user}", "warn")

    def _skipped_parts(self, vf: VirtualFunction) -> Iterator[Span]:
        yield Span(f"{'-':>{self._number_width}}", "dim")
        yield Span(self._judged.host.vf_name(vf.address), "struck")
        yield Span("skipped: no netdev", "warn")
        yield Span(vf.driver or "no driver", "dim")
        yield Span(str(vf.address), "dim")


def _vf(member: InterfaceMember | AddressMember, host: Host) -> VirtualFunction | None:
    match member:
        case InterfaceMember(dev):
            return host.vf_by_netdev.get(dev)
        case AddressMember(address):
            return host.vf_by_address.get(address)


def _error(error: LibvirtError) -> str:
    return f"error {error.code}, domain {error.domain}: {error.message}"
