"""How often something may be done: counters in the RateLimits table."""
