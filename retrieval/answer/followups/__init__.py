"""Follow-up questions: what came before them, and how they are completed from it."""
