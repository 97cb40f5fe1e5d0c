"""`python -m vftui`."""

import sys

from vftui.cli import main

if __name__ == "__main__":
    sys.exit(main())
