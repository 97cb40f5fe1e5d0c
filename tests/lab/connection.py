"""libvirt's C library, as far as asking about network definitions needs it."""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from vftui.model.verdict import LibvirtVersion

_VALIDATE = 1  # VIR_NETWORK_DEFINE_VALIDATE
_INACTIVE = 1  # VIR_NETWORK_XML_INACTIVE


class Raised(NamedTuple):
    """An error of libvirt's."""

    code: int
    domain: int
    message: str


@dataclass(frozen=True)
class Answer:
    """What libvirt said to one definition; an error is None where there was none.

    `inactive` and `live` are what it gives back, None where it was not defined or not started. `started` says whether
    a start was tried: never of a network that would need bridges and addresses.
    """

    validation_error: Raised | None
    define_error: Raised | None
    inactive: str | None = None
    started: bool = False
    start_error: Raised | None = None
    live: str | None = None


class Connection:
    """An open connection. What it defines to give an answer is gone again before the answer is given."""

    def __init__(self, libvirt: ctypes.CDLL, pointer: int) -> None:
        self._libvirt = libvirt
        self._pointer = pointer

    @property
    def version(self) -> LibvirtVersion:
        number = ctypes.c_ulong()
        self._libvirt.virConnectGetLibVersion(self._pointer, ctypes.byref(number))
        return LibvirtVersion(number.value // 1_000_000, number.value // 1000 % 1000)

    def ask(self, definition: str, is_pool: Callable[[str], bool]) -> Answer:
        """Define with validation, define without, and start, where `is_pool` says so of what libvirt gives back."""
        validated = self._define(definition, _VALIDATE)
        if not isinstance(validated, Raised):
            self._drop(validated)
        validation_error = validated if isinstance(validated, Raised) else None
        network = self._define(definition, 0)
        if isinstance(network, Raised):
            return Answer(validation_error, network)
        try:
            inactive = self._describe(network, _INACTIVE)
            if not is_pool(inactive):
                return Answer(validation_error, None, inactive)
            if self._libvirt.virNetworkCreate(network) < 0:
                return Answer(validation_error, None, inactive, True, self._raised())
            live = self._describe(network, 0)
            self._libvirt.virNetworkDestroy(network)
            return Answer(validation_error, None, inactive, True, None, live)
        finally:
            self._drop(network)

    def _define(self, definition: str, flags: int) -> int | Raised:
        network: int | None = self._libvirt.virNetworkDefineXMLFlags(self._pointer, definition.encode(), flags)
        return network if network is not None else self._raised()

    def _describe(self, network: int, flags: int) -> str:
        text = self._libvirt.virNetworkGetXMLDesc(network, flags)
        if text is None:
            raise RuntimeError(self._raised().message)
        try:
            return ctypes.string_at(text).decode()
        finally:
            _free(text)

    def _drop(self, network: int) -> None:
        undefined = self._libvirt.virNetworkUndefine(network)
        self._libvirt.virNetworkFree(network)
        if undefined < 0:
            raise RuntimeError(self._raised().message)

    def _raised(self) -> Raised:
        message: bytes = self._libvirt.virGetLastErrorMessage()
        return Raised(
            self._libvirt.virGetLastErrorCode(), self._libvirt.virGetLastErrorDomain(), message.decode(errors="replace")
        )


@contextmanager
def connected(uri: str) -> Iterator[Connection]:
    libvirt = _load()
    pointer: int | None = libvirt.virConnectOpen(uri.encode())
    if pointer is None:
        raise ConnectionError(libvirt.virGetLastErrorMessage().decode())
    try:
        yield Connection(libvirt, pointer)
    finally:
        libvirt.virConnectClose(pointer)


_Silence = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_void_p)
_silence = _Silence(lambda _context, _error: None)


def _load() -> ctypes.CDLL:
    libvirt = ctypes.CDLL("libvirt.so.0")
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint
    for name, arguments, result in (
        ("virConnectOpen", [text], pointer),
        ("virConnectClose", [pointer], ctypes.c_int),
        ("virConnectGetLibVersion", [pointer, ctypes.POINTER(ctypes.c_ulong)], ctypes.c_int),
        ("virNetworkDefineXMLFlags", [pointer, text, number], pointer),
        ("virNetworkGetXMLDesc", [pointer, number], pointer),
        ("virNetworkCreate", [pointer], ctypes.c_int),
        ("virNetworkDestroy", [pointer], ctypes.c_int),
        ("virNetworkUndefine", [pointer], ctypes.c_int),
        ("virNetworkFree", [pointer], ctypes.c_int),
        ("virGetLastErrorCode", [], ctypes.c_int),
        ("virGetLastErrorDomain", [], ctypes.c_int),
        ("virGetLastErrorMessage", [], text),
        ("virSetErrorFunc", [pointer, _Silence], None),
    ):
        function = getattr(libvirt, name)
        function.argtypes, function.restype = arguments, result
    libvirt.virSetErrorFunc(None, _silence)  # it prints to the terminal otherwise
    return libvirt


def _free(text: int) -> None:
    free = ctypes.CDLL(None).free
    free.argtypes, free.restype = [ctypes.c_void_p], None
    free(text)
