"""Plan matchmaking events: the event, its files and the command line."""

__version__ = "0.1.0"
