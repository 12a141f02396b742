"""Attacks on the program from outside: kills, faults of the index, malformed files, questions."""
