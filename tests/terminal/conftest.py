"""What every test at a terminal stands on."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """`--demo` keeps its networks where temporary files go, and leaves them there."""
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


@pytest.fixture
def networks(tmp_path: Path) -> Path:
    """An empty folder for `--networks`."""
    folder = tmp_path / "networks"
    folder.mkdir()
    return folder
