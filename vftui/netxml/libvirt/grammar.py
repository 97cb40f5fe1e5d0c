"""A small grammar of XML elements: what RELAX NG says with interleave, choice and data, and no more than that."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from lxml.etree import _Element

from vftui.netxml.libvirt.reading import attributes, decimal, elements

Check = Callable[[str], bool]
_BLANK = " \t\n\r"
_INTEGER = re.compile(r"[+-]?[0-9]+")
_UNSIGNED = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """What may stand in one element.

    Names of attributes and children are as in the tree, `{namespace}name` for one in a namespace. `text` checks the
    content of an element that has no children; without it there may be blanks only. `is_open` lets any child in.
    """

    attributes: Mapping[str, Check] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    children: Mapping[str, "Child"] = field(default_factory=dict)
    text: Check | None = None
    is_open: bool = False

    def admits(self, element: _Element) -> bool:
        return self.admits_attributes(element) and next(self.faults(element), None) is None

    def admits_attributes(self, element: _Element) -> bool:
        return _admits_attributes(self, tuple(attributes(element).items()))

    def faults(self, element: _Element) -> Iterator[str]:
        """What libxml2 would say of the content, in its words where they can be foretold."""
        name = element.tag
        text = element.text or ""
        if len(element):
            text += "".join(child.tail or "" for child in element)
        if not (self.text(text) if self.text else not text or text.isspace()):
            yield f"Element {name} has extra content: text"
        counts: dict[str, int] = {}
        for child in elements(element):
            tag = str(child.tag)
            counts[tag] = count = counts.get(tag, 0) + 1
            known = self.children.get(tag)
            if known is None:
                if not self.is_open:
                    yield f"Element {name} has extra content: {tag.rpartition('}')[2]}"
            elif not known.admits(child, count):
                yield f"Extra element {tag.rpartition('}')[2]} in interleave"
        for tag, allowed in self.children.items():
            if counts.get(tag, 0) < allowed.least:
                yield f"Expecting an element {tag}, got nothing"


@lru_cache(maxsize=16384)  # the same few thousand members stand in the pools of a host
def _admits_attributes(rule: Rule, written: tuple[tuple[str, str], ...]) -> bool:
    known = rule.attributes
    return rule.required <= dict(written).keys() and all(
        name in known and known[name](value) for name, value in written
    )


@dataclass(frozen=True, slots=True)
class Child:
    """How often an element may stand there, and the rules of which it follows one."""

    rules: tuple[Rule, ...]
    least: int = 0
    most: int | None = None

    def admits(self, element: _Element, count: int) -> bool:
        return (self.most is None or count <= self.most) and any(rule.admits(element) for rule in self.rules)


def element(
    attribute_checks: Mapping[str, Check] | None = None,
    children: Mapping[str, Rule | tuple[Rule, ...]] | None = None,
    text: Check | None = None,
    *,
    is_open: bool = False,
) -> Rule:
    """A rule, with names marked as in a DTD: `a` once, `a?` at most once, `a*` any number, `a+` one or more."""
    named = {name.rstrip("?"): check for name, check in (attribute_checks or {}).items()}
    required = frozenset(name for name in attribute_checks or () if not name.endswith("?"))
    return Rule(named, required, dict(_child(name, rule) for name, rule in (children or {}).items()), text, is_open)


def _child(name: str, rule: Rule | tuple[Rule, ...]) -> tuple[str, Child]:
    rules = (rule,) if isinstance(rule, Rule) else rule
    least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(name[-1], (1, 1))
    return name.rstrip("?*+"), Child(rules, least, most)


def anything(_: str) -> bool:
    return True


def one(*values: str) -> Check:
    """A `<value>`: a token, so that blanks around it and several in it do not count."""
    return lambda text: " ".join(text.strip(_BLANK).split()) in values


def matching(pattern: str) -> Check:
    """An xsd:string with a pattern, which is of all of it."""
    compiled = re.compile(pattern)
    return lambda text: compiled.fullmatch(text) is not None


def integer(least: int, most: int) -> Check:
    """An xsd:integer, xsd:int or the like: blanks around it, and a sign."""
    return _number(_INTEGER, least, most)


def unsigned(least: int, most: int) -> Check:
    """An xsd:unsignedInt or xsd:unsignedLong: libxml2 takes no sign there, not even a +, up to 2.9.14 at least."""
    return _number(_UNSIGNED, least, most)


def _number(pattern: re.Pattern[str], least: int, most: int) -> Check:
    def check(text: str) -> bool:
        written = text.strip(_BLANK)
        if pattern.fullmatch(written) is None:
            return False
        number = decimal(written.lstrip("+-"))
        return least <= (-number if written.startswith("-") else number) <= most

    return check


def both(*checks: Check) -> Check:
    return lambda text: all(check(text) for check in checks)


def either(*checks: Check) -> Check:
    return lambda text: any(check(text) for check in checks)
