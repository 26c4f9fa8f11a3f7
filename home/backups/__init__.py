"""Backups: a consistent dump and all files with their sums, and the way back into an empty place."""
