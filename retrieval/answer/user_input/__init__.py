"""Reads what readers type around a question, or instead of one."""
