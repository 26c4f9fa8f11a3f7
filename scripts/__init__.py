"""Programs that make a checkout ready, look after it and check it."""
