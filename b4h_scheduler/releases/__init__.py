"""Releases: a draft becomes a revision, and what follows from it in one transaction."""
