"""The screen has the terminal for itself."""

import subprocess
import sys

# What a C library does when something goes wrong.
NOISE = "os.write(2, b'GLib-CRITICAL\\n')"
PROGRAM = f"""
import os, sys
from vftui.terminal import for_the_screen_alone

with for_the_screen_alone():
    {NOISE}
    print("drawn", file=sys.__stderr__)
    print("a traceback", file=sys.stderr)
os.write(2, b"an error\\n")
print("another", file=sys.stderr)
"""


def test_what_c_libraries_complain_of_is_not_written_over_the_screen() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)

    assert ended.stderr.splitlines() == ["drawn", "a traceback", "an error", "another"]
