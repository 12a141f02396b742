"""Recognises the encoding of text that names none."""
