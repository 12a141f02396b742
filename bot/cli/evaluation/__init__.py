"""Measures answers and statements against known ones, and prints what came of it."""
