"""The documents that one network has been, and the one it is to become."""

from collections.abc import Iterable
from dataclasses import dataclass

from vftui.errors import DocumentError
from vftui.model.network import Network
from vftui.netxml.document import NetworkDocument


@dataclass(frozen=True, slots=True)
class Lineage:
    """What is stored of a network, or was last, and what was before that, newest first.

    `own` are the documents that vftui itself has written over since anyone else wrote, `former` those before.
    """

    current: NetworkDocument
    own: tuple[NetworkDocument, ...] = ()
    former: tuple[NetworkDocument, ...] = ()

    def written(self, document: NetworkDocument) -> "Lineage":
        """The lineage after a write of our own."""
        return Lineage(document, (self.current, *self.own), self.former)

    def overtaken(self, document: NetworkDocument) -> "Lineage":
        """The lineage after someone else's write."""
        return Lineage(document, (), (self.current, *self.own, *self.former))

    def is_current(self, network: Network) -> bool:
        """Whether `current` says what `network` says."""
        return self.current.says(network)

    def document(self, network: Network) -> NetworkDocument:
        """The document that says what `network` says; `current` where that does.

        What vftui itself wrote over comes back byte for byte, so that undo after a write gives back the former file.
        Anything else is the current document with another pool. Where someone else made that one that can hold no
        pool, such as a NAT network, an older one serves, and the diff shows all of it.
        """
        for document in (self.current, *self.own):
            if document.says(network):
                return document
        try:
            return self.current.with_network(network)
        except DocumentError:
            if (older := _first_that_holds(network, (*self.own, *self.former))) is None:
                raise
            return older


def _first_that_holds(network: Network, documents: Iterable[NetworkDocument]) -> NetworkDocument | None:
    for document in documents:
        try:
            return document.with_network(network)
        except DocumentError:
            continue
    return None
