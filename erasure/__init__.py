"""What is erased, by the one database role that may, and the proof that it was."""
