"""A message bus with a polkitd on it, that asks nobody: whoever is not root is refused to manage libvirt.

It knows libvirt's two actions, with the defaults that libvirt installs them with. Needs root.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from lab.daemon import running, says
from lab.namespaces import PATH, namespaces, program

_POLKITD = Path("/usr/lib/polkit-1/polkitd")
_BUS = """<busconfig>
  <listen>unix:path={folder}/bus</listen>
  <policy context="default">
    <allow user="*"/> <allow own="*"/> <allow send_destination="*"/> <allow receive_sender="*"/>
  </policy>
</busconfig>
"""
_ACTION = """<action id="org.libvirt.unix.{action}">
  <description>{action}</description>
  <message>{action}</message>
  <defaults>
    <allow_any>{allowed}</allow_any> <allow_inactive>{allowed}</allow_inactive> <allow_active>{allowed}</allow_active>
  </defaults>
</action>
"""
_DEFAULTS = {"monitor": "yes", "manage": "auth_admin_keep"}
_SETUP = 'mount --bind "$1/actions" /usr/share/polkit-1/actions'


def missing_for_polkit() -> str | None:
    """What is not there of all that this needs, None where nothing is missing."""
    absent = [] if _POLKITD.exists() else ["polkitd"]
    absent += [name for name in ("dbus-daemon",) if shutil.which(name, path=PATH) is None]
    return ", ".join(absent if os.geteuid() == 0 else [*absent, "root"]) or None


@contextmanager
def polkit_bus() -> Iterator[str]:
    """The address of the bus, until the context is left. Raises DaemonError."""
    with TemporaryDirectory(prefix="vftui-lab-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # polkitd is a user of its own
        _write_configuration(folder)
        address = f"unix:path={folder}/bus"
        bus = [program("dbus-daemon"), f"--config-file={folder}/bus.conf", "--nofork"]
        environment = os.environ | {"DBUS_SYSTEM_BUS_ADDRESS": address}
        log = folder / "log"
        with (
            namespaces(_SETUP, str(folder)) as inside,
            running(inside.command(*bus), log, (folder / "bus").exists),
            running(inside.command(str(_POLKITD)), log, says(log, "Acquired the name"), environment),
        ):
            yield address


def _write_configuration(folder: Path) -> None:
    (folder / "bus.conf").write_text(_BUS.format(folder=folder))
    (folder / "actions").mkdir()
    actions = "".join(_ACTION.format(action=action, allowed=allowed) for action, allowed in _DEFAULTS.items())
    (folder / "actions/org.libvirt.unix.policy").write_text(f"<policyconfig>{actions}</policyconfig>")
