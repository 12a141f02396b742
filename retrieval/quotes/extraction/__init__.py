"""What was said: cues, their subjects and the content that they report."""
