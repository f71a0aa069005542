# Only python3 (>= 3.11), make and the package index are needed; everything lands in .venv.
PYTHON ?= python3
BIN ?= .venv/bin
OUT ?= output

.PHONY: demo outputs test test-slow lint docs bench clean

.venv/.demo: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "bibtools needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.venv/.dev: .venv/.demo
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@

demo: .venv/.demo  ## set up, run the main job on seeds/, write output/
	@$(MAKE) --no-print-directory outputs

outputs:
	@mkdir -p $(OUT)
	$(BIN)/bibtools match seeds/*.txt --source starter --offline --overwrite -o $(OUT)/matches.json --report $(OUT)/report.md
	$(BIN)/bibtools export $(OUT)/matches.json --to bibtex --overwrite -o $(OUT)/references.bib
	$(BIN)/bibtools export $(OUT)/matches.json --to biblatex --overwrite -o $(OUT)/references.biblatex.bib
	$(BIN)/bibtools export $(OUT)/matches.json --to csl-json --overwrite -o $(OUT)/references.json
	$(BIN)/bibtools check $(OUT)/references.bib $(OUT)/references.biblatex.bib $(OUT)/references.json

test: .venv/.dev  ## set up and run the tests (a few minutes)
	$(BIN)/python -m pytest

test-slow: .venv/.dev  ## what `make test` leaves out for time
	$(BIN)/python -m pytest -m slow

lint: .venv/.dev  ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: .venv/.dev  ## reference pages from the code
	$(BIN)/python tests/reference_pages.py

bench: .venv/.dev  ## benchmarks beside named peers; see benchmarks/README.md
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,bench]'
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build dist *.egg-info
