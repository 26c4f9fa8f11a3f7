"""Files that people attach: which kinds are taken in, told by content, and what is done with them first."""
