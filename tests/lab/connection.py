"""What a libvirt says of network definitions."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any, NamedTuple

from vftui.model.verdict import LibvirtVersion


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

    def __init__(self, libvirt: Any, connection: Any) -> None:  # noqa: ANN401 - libvirt-python has no types
        self._libvirt = libvirt
        self._connection = connection

    @property
    def version(self) -> LibvirtVersion:
        number = self._connection.getLibVersion()
        return LibvirtVersion(number // 1_000_000, number // 1000 % 1000)

    def ask(self, definition: str, is_pool: Callable[[str], bool]) -> Answer:
        """Define with validation, define without, and start, where `is_pool` says so of what libvirt gives back."""
        validated = self._define(definition, self._libvirt.VIR_NETWORK_DEFINE_VALIDATE)
        validation_error = validated if isinstance(validated, Raised) else None
        if validation_error is None:
            validated.undefine()
        network = self._define(definition, 0)
        if isinstance(network, Raised):
            return Answer(validation_error, network)
        try:
            inactive = network.XMLDesc(self._libvirt.VIR_NETWORK_XML_INACTIVE)
            if not is_pool(inactive):
                return Answer(validation_error, None, inactive)
            if (start_error := self._raised(network.create)) is not None:
                return Answer(validation_error, None, inactive, True, start_error)
            live = network.XMLDesc()
            network.destroy()
            return Answer(validation_error, None, inactive, True, None, live)
        finally:
            network.undefine()

    def _define(self, definition: str, flags: int) -> Any:  # noqa: ANN401 - as above
        """The network, or the error."""
        found: list[Any] = []
        error = self._raised(lambda: found.append(self._connection.networkDefineXMLFlags(definition, flags)))
        return error or found[0]

    def _raised(self, call: Callable[[], object]) -> Raised | None:
        try:
            call()
        except self._libvirt.libvirtError as error:
            return Raised(error.get_error_code(), error.get_error_domain(), error.get_error_message())
        return None


@contextmanager
def connected(uri: str) -> Iterator[Connection]:
    import libvirt

    libvirt.registerErrorHandler(lambda _context, _error: None, None)  # it prints to the terminal otherwise
    with closing(libvirt.open(uri)) as connection:
        yield Connection(libvirt, connection)
