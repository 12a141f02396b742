"""Who said it: mentions resolved to the entities of one article."""
