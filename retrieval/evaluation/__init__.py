"""How good the replies are."""
