"""What the desk keeps of its readers, in one file."""
