"""Who carried the same words."""
