"""What a file says: its text, its article, its outlet, its sentences."""
