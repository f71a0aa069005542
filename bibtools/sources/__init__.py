"""Where candidate records come from."""
