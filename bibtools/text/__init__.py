"""From text to text and from text to values; pure."""
