"""Turns messy references into a bibliography you can trust, and never damages the one you already have."""

__version__ = "0.1.0"
