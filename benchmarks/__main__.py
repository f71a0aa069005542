"""What there is to run; see benchmarks/README.md."""

from pathlib import Path

print(Path(__file__).with_name("README.md").read_text("utf-8"), end="")
