"""How delegates find each other: search that forgives typing, suggestions."""
