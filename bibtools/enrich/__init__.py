"""What a matched record adds to an entry, and where each value comes from."""
