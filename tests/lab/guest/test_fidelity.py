"""vftui says of any definition what this machine's libvirt says of it."""

from collections.abc import Callable

import pytest
from lab.inquiry import Ground, inquire


def test_a_verdict_is_libvirts_own(
    ground: Ground, seed: str, count: int, record_property: Callable[[str, object], None]
) -> None:
    inquiry = inquire(ground, seed, count, "tests/run lab -k fidelity")
    record_property("report", inquiry.report)

    assert inquiry.asked >= 500
    assert inquiry.accepted > count / 3, "what libvirt refuses outright says little"
    if inquiry.failure:
        pytest.fail(inquiry.failure, pytrace=False)
