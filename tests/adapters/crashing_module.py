"""Answers each line with the same, but ends where it is told to."""

import os
import sys

for line in sys.stdin.buffer:
    if line == b"crash\n":
        os._exit(7)
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
