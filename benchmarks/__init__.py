"""Benchmarks of licensedb, run side by side with references."""
