"""Everything that can be done, for ctrl+p."""

from collections.abc import Callable, Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from vftui.model.text import printable
from vftui.tui import keys
from vftui.tui.screens.pools import Pools
from vftui.tui.widgets.network_tree import NetworkKey


class PoolsCommands(Provider):
    """The keys of the main screen by their names, and every network by its own."""

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        if not isinstance(screen, Pools):
            return
        for binding in keys.MAIN:
            text = binding.tooltip or binding.description
            yield text, f"key {keys.shown(binding)}", partial(screen.run_action, binding.action)
        for network in screen.workspace.draft:
            yield (
                f"Go to network {printable(network.name)}",
                printable(network.mode.label),
                partial(self._go, screen, network.name),
            )
            yield (
                f"Menu of network {printable(network.name)}",
                "start, stop, autostart, settings, delete",
                partial(screen.offer_actions, network),
            )

    @staticmethod
    def _go(screen: Pools, name: str) -> None:
        screen.networks.focus()
        screen.networks.move_to(NetworkKey(name))

    async def discover(self) -> Hits:
        for text, help_text, command in self._commands():
            yield DiscoveryHit(Content(text), command, text=text, help=help_text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for text, help_text, command in self._commands():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, _highlighted(matcher, text), command, text=text, help=help_text)


def _highlighted(matcher: Matcher, text: str) -> Content:
    """What Matcher.highlight does, without taking the text for markup: a network may be called `[/red]`."""
    content = Content(text)
    for offset in matcher.fuzzy_search.match(matcher.query, text)[1]:
        content = content.stylize(matcher.match_style, offset, offset + 1)
    return content
