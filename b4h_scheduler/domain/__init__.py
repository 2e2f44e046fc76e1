"""The words of an event as types that cannot hold nonsense (no files, no solver)."""
