"""CSL-JSON: lossless spans, meaning, editing, writing, and the data rules of CSL 1.0.2."""
