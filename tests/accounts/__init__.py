"""Tests of accounts: members and roles, login, two-step login, sessions, what the pages promise."""
