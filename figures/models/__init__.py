"""Dated figures of a case, and when its clock tells people to act."""
