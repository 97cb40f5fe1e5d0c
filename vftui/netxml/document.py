"""One network document: its bytes, the network it defines, and the same document with another pool."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from lxml import etree
from lxml.etree import _Element

from vftui.errors import DocumentError
from vftui.model.intent import OutdatedIntent, Part, grouped, intent_of
from vftui.model.network import ForwardMode, Network
from vftui.netxml.encoding import Encoding, decode
from vftui.netxml.forward import Forward, read_forward
from vftui.netxml.intent import IntentElement, read_intent
from vftui.netxml.intent_rewrite import IntentRewrite
from vftui.netxml.omission import omissions
from vftui.netxml.rewrite import ForwardRewrite
from vftui.netxml.source import Source, Splice, splice
from vftui.netxml.style import escape_text
from vftui.netxml.wellformed import check_size, parse_xml

_WRITTEN = ("name", "mode", "managed", "driver", "members", "outdated")


@dataclass(frozen=True, eq=False)
class NetworkDocument:
    """A libvirt network definition as it is written.

    `content` is what is stored; `network` is what it says, with the store's key for the document as its `origin`.
    """

    content: bytes
    network: Network
    _source: Source = field(repr=False)
    _encoding: Encoding = field(repr=False)
    _name_place: int = field(repr=False)
    _forward: tuple[int, Forward] | None = field(repr=False)
    _intent: IntentElement = field(repr=False)

    @classmethod
    def parse(cls, content: bytes, origin: str | None = None, leave_out: tuple[str, ...] = ()) -> "NetworkDocument":
        """Read a document, from which `leave_out` was left out.

        Raises DocumentError where it is no network definition, with the line at fault.
        """
        check_size(content)
        text, encoding = decode(content)
        root = parse_xml(text)
        line = cast("int | None", root.sourceline)  # the stubs type it as ...
        if root.tag != "network":
            raise DocumentError(
                "Not a network definition",
                f"The root element is <{root.tag}>, not <network>. Keep only networks here.",
                line,
            )
        source = Source(text)
        children = list(root.iterchildren(tag=etree.Element))
        tags = [child.tag for child in children]
        name = _string(children, tags, "name")
        if not name:
            raise DocumentError("Nameless network", "libvirt requires a <name>; add one.", line)
        forward = None
        if "forward" in tags:
            place = tags.index("forward")
            forward = place, read_forward(children[place], lambda child: source.of(place, child))
        network = _network(name, forward[1] if forward else None, _host_bridge(children, tags))
        uuid = _string(children, tags, "uuid") or None
        network = replace(network, uuid=uuid, origin=origin, leave_out=leave_out)
        intent = read_intent(children)
        network = _meant(network, intent.parts)
        return cls(content, network, source, encoding, tags.index("name"), forward, intent)

    @classmethod
    def new(cls, network: Network) -> "NetworkDocument":
        """A document for a network that was never stored, as libvirt itself would write it.

        Raises DocumentError for a network that is not a pool.
        """
        uuid = f"  <uuid>{escape_text(network.uuid)}</uuid>\n" if network.uuid else ""
        text = f"<network>\n  <name>new</name>\n{uuid}  <forward mode='passthrough'/>\n</network>\n"
        return cls.parse(text.encode(), network.origin).with_network(network)

    @property
    def text(self) -> str:
        """The document decoded, without a byte order mark; line breaks as they are stored."""
        return self._source.text

    def with_network(self, network: Network) -> "NetworkDocument":
        """The same document with the name, mode, managed, driver and members of `network`, less what it leaves out.

        Everything else stays byte for byte, and an equal network gives the identical content. Raises DocumentError
        where `network` cannot be written here; what is returned has been read back.
        """
        changed = self._changed(network)
        if not changed:
            return self
        if changed != ["name"] and not self.network.is_pool:
            raise _unwritable(network, f"It is not a pool: {self.network.obstacle}. Only its name can change.")
        if absent := set(self.network.leave_out).difference(network.leave_out):
            raise _unwritable(network, f"Its {min(absent)} was left out, and cannot be brought back from here.")
        # First what is left out, for what stands around it may be rewritten too.
        if cuts := self._omissions(network):
            return self._spliced(cuts, network).with_network(network)
        try:
            written = self._spliced(self._splices(network), network)
        except DocumentError as error:
            raise _unwritable(network, error.message) from error
        if lost := [name for name in _WRITTEN if getattr(network, name) != getattr(written.network, name)]:
            raise _unwritable(network, f"Its {' and '.join(lost)} would not read back as asked.")
        if self.network.is_pool and not written.network.is_pool:
            raise _unwritable(network, f"It would be no pool: {written.network.obstacle}.")
        return written

    def says(self, network: Network) -> bool:
        """Whether the document is what a write of `network` would store."""
        return not self._changed(network)

    def _changed(self, network: Network) -> list[str]:
        """The fields of `network` that are not what is written here."""
        changed = [name for name in _WRITTEN if getattr(network, name) != getattr(self.network, name)]
        if network.leave_out == self.network.leave_out:
            return changed
        brought_back = set(self.network.leave_out).difference(network.leave_out)
        return [*changed, "leave_out"] if brought_back or self._omissions(network) else changed

    def _omissions(self, network: Network) -> list[Splice]:
        return omissions(self.text, self._source.root, network.leave_out)

    def _spliced(self, splices: list[Splice], network: Network) -> "NetworkDocument":
        """The document of the changed text, which leaves out what `network` does."""
        content = self._encoding.encode(splice(self.text, splices))
        return self.parse(content, self.network.origin, network.leave_out)

    def forward_text(self) -> str:
        """The `<forward>` element alone, its indentation taken off; empty where there is none."""
        if self._forward is None:
            return ""
        element = self._source.root.children[self._forward[0]]
        indent = self.text[self.text.rfind("\n", 0, element.start) + 1 : element.start]
        lines = element.source(self.text).replace("\r\n", "\n").split("\n")
        return "\n".join(lines if indent.strip() else (line.removeprefix(indent) for line in lines))

    def _splices(self, network: Network) -> list[Splice]:
        root = self._source.root
        splices = []
        if network.name != self.network.name:
            name = root.children[self._name_place]
            splices.append(Splice(name.open_end, name.close_start, escape_text(network.name)))
        if self._forward is not None and self.network.is_pool:
            place, forward = self._forward
            splices += ForwardRewrite(self.text, root, root.children[place], forward, network).splices()
            splices += IntentRewrite(self.text, root, place, self._intent, _intent(network)).splices()
        return splices


def _unwritable(network: Network, reason: str) -> DocumentError:
    return DocumentError(f"Network {network.name!r} cannot be written", reason)


def _meant(network: Network, parts: tuple[Part, ...]) -> Network:
    """The network with its whole PFs, where intent and list agree; else with the intent as outdated."""
    if not parts or not network.is_pool:
        return network
    if (members := grouped(network.written_members, parts)) is not None:
        return replace(network, members=members)
    return replace(network, outdated=OutdatedIntent(parts))


def _intent(network: Network) -> tuple[Part, ...]:
    return intent_of(network.members) or (network.outdated.parts if network.outdated else ())


def _string(children: Sequence[_Element], tags: Sequence[object], tag: str) -> str:
    """All text inside the first child called `tag`, as XPath's string() gives it to libvirt."""
    return str(children[tags.index(tag)].xpath("string()")) if tag in tags else ""


def _host_bridge(children: Sequence[_Element], tags: Sequence[object]) -> str | None:
    return children[tags.index("bridge")].get("name", "?") if "bridge" in tags else None


def _network(name: str, forward: Forward | None, host_bridge: str | None) -> Network:
    if forward is None:
        return Network(name, ForwardMode.ISOLATED, obstacle="isolated, without <forward>")
    mode = forward.mode
    obstacle = None
    if mode is ForwardMode.UNKNOWN:
        obstacle = f"unknown forward mode {forward.mode_text!r}"
    elif not mode.is_pool:
        obstacle = f"forward mode {mode.value}"
    elif mode is ForwardMode.BRIDGE and host_bridge is not None:
        obstacle = f"forward mode bridge, on the host bridge {host_bridge}"
    return Network(name, mode, forward.members, None, forward.managed, forward.driver, obstacle=obstacle)
