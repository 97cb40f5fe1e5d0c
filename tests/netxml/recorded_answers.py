"""What libvirt 9.0 and 11.3 answered on the host of the recording igb-2pf-14vf, in a form that compares."""

import json
import re
from functools import cache
from typing import Any

from netxml.definitions import DATA

from vftui.model.verdict import V9_0, V11_3, LibvirtVersion

VERSIONS = {"9.0": V9_0, "11.3": V11_3}
_FORWARD = re.compile(r"<forward[^>]*/>|<forward.*</forward>", re.DOTALL)
_DEVICES = re.compile(
    r"<interface dev='(.*?)'|<address type='pci' domain='0x(.*?)' bus='0x(.*?)' slot='0x(.*?)' function='0x(.*?)'"
)

Answer = dict[str, Any]
Comparable = tuple[int, int, str]


@cache
def given(version: str) -> list[Answer]:
    """101 definitions, each with the whole of libvirt's answers; `start` is missing where define refuses it."""
    cases: list[Answer] = json.loads((DATA / f"verdicts-libvirt-{version}.json").read_text())
    return cases


def further() -> list[tuple[str, LibvirtVersion, str, Answer]]:
    """Definitions that nobody would write, with what both versions said of each: an id, the version, XML and answer.

    `validated`, `define` and `start` are the errors, null where there is none; `start` is missing where none was tried.
    """
    lines = (DATA / "verdicts-more.jsonl").read_text().splitlines()
    return [
        (f"{name}-line {number}", libvirt, case["xml"], case.get("both") or case[name])
        for number, case in enumerate(map(json.loads, lines), 1)
        for name, libvirt in VERSIONS.items()
    ]


def comparable(code: int, domain: int, message: str) -> Comparable:
    """Of a schema failure the first line: what libxml2 says below it depends on libxml2."""
    return code, domain, (message.partition("\n")[0] if code == 92 else message).strip()


def said(answer: Answer | None) -> Comparable | None:
    if answer is None or answer["ok"]:
        return None
    return comparable(answer["code"], answer["domain"], answer["message"])


def squeezed(forward: str | None) -> str | None:
    return forward and re.sub(r">\s+<", "><", forward)


def kept(answer: Answer) -> str | None:
    """The inactive `<forward>` in an answer to define."""
    found = _FORWARD.search(answer.get("inactive", ""))
    return found and found[0]


def handed_out(start: Answer | None) -> list[str]:
    """The pool in an answer to start: netdev names or addresses."""
    live = (start or {}).get("live", "")
    return [dev or f"{domain}:{bus}:{slot}.{function}" for dev, domain, bus, slot, function in _DEVICES.findall(live)]
