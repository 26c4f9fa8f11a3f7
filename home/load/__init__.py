"""Load data: a whole country of cases, made up and the same each time, for measuring."""
