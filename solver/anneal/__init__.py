"""The annealing engine: flat state, moves on trial, and the walk."""
