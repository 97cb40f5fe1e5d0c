"""What a URI tells by itself."""

import pytest

from vftui.virconnect.uris import is_remote, transport, without_questions


@pytest.mark.parametrize(
    ("uri", "is_far"),
    [
        ("qemu:///system", False),
        ("qemu+unix:///system?socket=/run/x", False),
        ("test:///default", False),
        ("", False),
        ("qemu+ssh://root@host/system", True),
        ("qemu+ssh:///system", True),
        ("qemu://host/system", True),
        ("qemu+ssh://[::1]:2222/system", True),
        ("qemu+ssh://[::1/system", False),
    ],
)
def test_another_host_is_told_from_this_one(uri: str, is_far: bool) -> None:
    assert is_remote(uri) is is_far


@pytest.mark.parametrize(
    ("uri", "quiet"),
    [
        ("qemu+ssh://host/system", "qemu+ssh://host/system?no_tty=1"),
        ("qemu+ssh://host/system?keyfile=/k", "qemu+ssh://host/system?keyfile=/k&no_tty=1"),
        ("qemu+ssh://host/system?no_tty=0", "qemu+ssh://host/system?no_tty=0"),
        ("qemu:///system", "qemu:///system"),
        ("qemu+tls://host/system", "qemu+tls://host/system"),
    ],
)
def test_only_ssh_has_to_be_told_not_to_ask(uri: str, quiet: str) -> None:
    assert without_questions(uri) == quiet


def test_the_transport_is_what_follows_the_plus() -> None:
    assert (transport("qemu+libssh2://host/system"), transport("qemu:///system")) == ("libssh2", "")
