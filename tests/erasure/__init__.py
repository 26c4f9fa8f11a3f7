"""Tests of what is erased."""
