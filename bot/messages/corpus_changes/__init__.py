"""Renders what admins are asked and told when they change the corpus."""
