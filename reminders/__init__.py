"""The boards' meeting days, and reminders by e-mail of what waits for a person."""
