"""One attribute of one start tag, set or removed in place."""

from vftui.netxml.source import Element, Splice, attributes, tag_name_end
from vftui.netxml.style import escape_attribute, plain_attribute


def set_attribute(text: str, element: Element, name: str, value: str | None, behind: str = "") -> Splice:
    """The splice after which `element` has `name` with `value`, or has no `name` where that is None.

    A new attribute follows the one called `behind` in its style; without that one it is the first.
    """
    written = {attribute.name: attribute for attribute in attributes(text, element)}
    old = written.get(name)
    if value is None:
        return Splice(old.start, old.end, "") if old else Splice(element.start, element.start, "")
    if old:
        return Splice(old.value_start, old.value_end, escape_attribute(value))
    if model := written.get(behind):
        quoted = f"{model.equals}{model.quote}{escape_attribute(value)}{model.quote}"
        return Splice(model.end, model.end, f"{model.blank}{name}{quoted}")
    start = tag_name_end(text, element)
    return Splice(start, start, plain_attribute(name, value))
