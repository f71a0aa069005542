"""A local index of arXiv's metadata: build, open, look up."""
