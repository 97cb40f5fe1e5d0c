"""`<forward>` as a value: what libvirt takes from it, and which of its children say so."""

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree
from lxml.etree import _Element

from vftui.model.network import AddressMember, ForwardMode, InterfaceMember, OpaqueMember, PfMember, WrittenMember
from vftui.netxml.member import ATTRIBUTES, read_member


@dataclass(frozen=True, slots=True)
class Forward:
    """A `<forward>` element as read.

    `dev` is the attribute of that name. `places` are the positions of the members' elements among the child elements.
    It is one shorter than `members` where `dev` stands alone: libvirt makes that the first interface (LIBVIRT.md,
    section 1). `driver_place` is the position of the first `<driver>`.
    """

    mode_text: str
    dev: str | None
    managed: bool | None
    driver: str | None
    driver_place: int | None
    members: tuple[WrittenMember, ...]
    places: tuple[int, ...]

    @property
    def mode(self) -> ForwardMode:
        """A `<forward>` without mode is NAT."""
        if self.mode_text == ForwardMode.ISOLATED:
            return ForwardMode.UNKNOWN
        try:
            return ForwardMode(self.mode_text)
        except ValueError:
            return ForwardMode.UNKNOWN

    @property
    def implied(self) -> int:
        """How many members, 0 or 1, come from the `dev` attribute alone."""
        return len(self.members) - len(self.places)

    @property
    def listed(self) -> tuple[WrittenMember, ...]:
        """The members that have an element."""
        return self.members[self.implied :]

    def dev_for(self, mode: ForwardMode, members: tuple[WrittenMember, ...]) -> str | None:
        """What `dev` must become beside other members: it is kept where libvirt takes it, and never introduced.

        libvirt wants it to name the first interface, and refuses it in hostdev mode and beside `<address>` and `<pf>`.
        """
        if self.dev is None or (mode, members) == (self.mode, self.members):
            return self.dev
        if not mode.is_macvtap or any(isinstance(member, AddressMember | PfMember) for member in members):
            return None
        return next((member.dev for member in members if isinstance(member, InterfaceMember)), None)


def read_forward(element: _Element, source: Callable[[int], str]) -> Forward:
    """Read `<forward>`; `source` gives the text of its nth child element, for members that cannot be read."""
    members: list[WrittenMember] = []
    places: list[int] = []
    driver, driver_place, listed = None, None, False
    for place, child in enumerate(element.iterchildren(tag=etree.Element)):
        tag = child.tag
        if tag in ATTRIBUTES:
            members.append(read_member(child, tag) or OpaqueMember(source(place)))
            places.append(place)
            listed = listed or tag == "interface"
        elif tag == "driver" and driver_place is None:
            driver, driver_place = child.get("name"), place
    if (dev := element.get("dev") or None) and not listed:
        members.insert(0, InterfaceMember(dev))
    return Forward(
        mode_text=element.get("mode") or ForwardMode.NAT,
        dev=dev,
        managed=_managed(element.get("managed")),
        driver=driver,
        driver_place=driver_place,
        members=tuple(members),
        places=tuple(places),
    )


def _managed(text: str | None) -> bool | None:
    """As libvirt takes it: `yes` in any case for yes, and anything else for no."""
    return None if text is None else text.lower() == "yes"
