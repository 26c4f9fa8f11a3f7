"""Reads a file that a person chose into plain cells: in a process of its own, without Django."""
