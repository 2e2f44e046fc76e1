"""Runs: solves that outlive the request that started them."""
