"""Titles in the frames of regions."""

from textual.content import Content
from textual.widget import Widget


def put_titles(widget: Widget, title: Content, subtitle: Content | None = None) -> None:
    """Set what stands in a widget's frame, where it is another than before: Textual draws all of the widget again."""
    if widget.border_title != title.markup:
        widget.border_title = title
    if subtitle is not None and widget.border_subtitle != subtitle.markup:
        widget.border_subtitle = subtitle
