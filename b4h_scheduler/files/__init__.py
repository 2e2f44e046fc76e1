"""Event files: reading with every fault named, and writing the same form."""
