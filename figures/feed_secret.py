"""The secret of a calendar address: made, hashed, and never kept in clear."""

import hashlib
import secrets

BYTES = 32


def new_secret() -> str:
    """A secret nobody can guess: 256 random bits, 43 characters that may stand in an address."""
    return secrets.token_urlsafe(BYTES)


def hash_of(secret: str) -> str:
    """What is kept of a secret. Unsalted: so many random bits are in no table of hashes."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
