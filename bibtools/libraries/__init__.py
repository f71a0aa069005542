"""Things the user owns: read, verified, and replaced as a whole or not at all."""
