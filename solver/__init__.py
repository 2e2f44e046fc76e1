"""The optimization kernel: a problem in, a plan and its certificate out."""
