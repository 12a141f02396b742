"""What to reply to a question."""
