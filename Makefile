# Only python3 (>= 3.11), make and the package index are needed; everything lands in .venv.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-slow lint bench clean

.venv/.demo: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "bibtools needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/.dev: .venv/.demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: .venv/.demo  ## set up, run the main job on seeds/, write output/
	PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh

test: .venv/.dev  ## set up and run the tests (a few minutes)
	$(BIN)/python -m pytest

test-slow: .venv/.dev  ## what `make test` leaves out for time
	$(BIN)/python -m pytest -m slow

lint: .venv/.dev  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/.dev  ## benchmarks beside named peers; see benchmarks/README.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]'
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build dist *.egg-info
