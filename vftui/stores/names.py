"""The file names of network documents."""

import unicodedata

from vftui.errors import StoreError

SUFFIX = ".xml"
MAX_FILE_NAME_BYTES = 255


def is_document(file_name: str) -> bool:
    """Whether a file of that name is taken for a network: `NAME.xml`, not hidden, and not a path."""
    return file_name.endswith(SUFFIX) and not file_name.startswith(".") and "/" not in file_name


def file_name(name: str) -> str:
    """`NAME.xml`. Raises StoreError for a network name that no file can have, or that would lead elsewhere."""
    if trouble := _trouble(name):
        shown = name if len(name) <= 40 else f"{name[:39]}…"
        raise StoreError(f"Cannot keep a network named {shown!r}", f"{trouble} Choose another name.")
    return name + SUFFIX


def _trouble(name: str) -> str | None:
    if not name.strip():
        return "A file needs a name."
    if "/" in name:
        return "A file name cannot contain '/'."
    if name.startswith("."):
        return "A file name that starts with a dot is hidden."
    if bad := next((c for c in name if unicodedata.category(c) in {"Cc", "Cs"}), None):
        return f"A file name cannot safely contain the character {bad!r}."
    if (size := len((name + SUFFIX).encode())) > MAX_FILE_NAME_BYTES:
        return f"A file name has at most {MAX_FILE_NAME_BYTES} bytes; {SUFFIX} included, this one has {size}."
    return None
