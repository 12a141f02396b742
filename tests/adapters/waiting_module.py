"""A module that writes its process id to the file given to it, then waits to be ended."""

import os
import signal
import sys
from pathlib import Path

if __name__ == "__main__":
    Path(sys.argv[1]).write_text(str(os.getpid()), "utf-8")
    signal.pause()
