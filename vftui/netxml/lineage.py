"""The documents that one network has been, and the one it is to become."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vftui.errors import DocumentError
from vftui.model.network import Network
from vftui.netxml.document import NetworkDocument


@dataclass(frozen=True, slots=True)
class Lineage:
    """What is stored of a network, or was last, and what was before that, newest first.

    `own` are the documents that vftui itself has written over since anyone else wrote, `former` those before.
    `meant` are the networks that were written where the store kept other words, each with the document kept: libvirt
    writes managed='no' where nothing was said.
    """

    current: NetworkDocument
    own: tuple[NetworkDocument, ...] = ()
    former: tuple[NetworkDocument, ...] = ()
    meant: tuple[tuple[Network, NetworkDocument], ...] = ()

    @classmethod
    def first(cls, document: NetworkDocument, network: Network) -> "Lineage":
        """The lineage of a network that was written for the first time, and `document` was kept of it."""
        return cls(document, meant=_meant(network, document))

    def written(self, document: NetworkDocument, network: Network) -> "Lineage":
        """The lineage after a write of our own of `network`, of which `document` was kept."""
        return Lineage(document, (self.current, *self.own), self.former, (*_meant(network, document), *self.meant))

    def overtaken(self, document: NetworkDocument) -> "Lineage":
        """The lineage after someone else's write."""
        return Lineage(document, (), (self.current, *self.own, *self.former), self.meant)

    def is_current(self, network: Network) -> bool:
        """Whether `current` is what the store keeps of `network`."""
        return self._is(self.current, network)

    def document(self, network: Network) -> NetworkDocument:
        """The document that says what `network` says; `current` where that does.

        What vftui itself wrote over comes back byte for byte, so that undo after a write gives back the former file.
        Anything else is the current document with another pool. Where someone else made that one that can hold no
        pool, such as a NAT network, an older one serves, and the diff shows all of it.
        """
        for document in (self.current, *self.own):
            if self._is(document, network):
                return document
        network = self._as_kept(network)
        try:
            return self.current.with_network(network)
        except DocumentError:
            if (older := _first_that_holds(network, (*self.own, *self.former))) is None:
                raise
            return older

    def _is(self, document: NetworkDocument, network: Network) -> bool:
        return document.says(network) or any(kept is document and meant == network for meant, kept in self.meant)

    def _as_kept(self, network: Network) -> Network:
        """The network in the words that the store has for what it says."""
        for meant, kept in self.meant:
            if network.managed is meant.managed and network.mode is meant.mode:
                return replace(network, managed=kept.network.managed)
        return network


def _meant(network: Network, document: NetworkDocument) -> tuple[tuple[Network, NetworkDocument], ...]:
    return () if document.says(network) else ((network, document),)


def _first_that_holds(network: Network, documents: Iterable[NetworkDocument]) -> NetworkDocument | None:
    for document in documents:
        try:
            return document.with_network(network)
        except DocumentError:
            continue
    return None
