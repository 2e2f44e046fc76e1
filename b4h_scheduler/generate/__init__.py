"""Synthetic events: whole ones to look at, and bare kernel problems to measure."""
