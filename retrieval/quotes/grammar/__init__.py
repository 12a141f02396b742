"""The grammar of reporting verbs: their subjects, animacy and factuality."""
