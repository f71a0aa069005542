"""Rules that a bibliography should obey, one small file each."""
