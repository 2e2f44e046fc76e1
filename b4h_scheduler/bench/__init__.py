"""Measuring the kernel: instances, peers, a table for docs/benchmarks.md."""
