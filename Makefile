# `make` tells what there is. Every target sets up what it needs.
VENV ?= .venv
PYTHON ?= $(shell command -v python3.13 || command -v python3.12 || command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
SAMPLE := corpora/sample/yunling-plan.pdf

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format bench docs clean

help: ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "venv is missing; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.runtime: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.runtime

setup: $(VENV)/.dev ## Set up the virtual environment for development

demo: $(VENV)/.runtime ## Set up and classify a bundled sample plan
	@$(BIN)/policyscan classify $(SAMPLE)

test: setup ## Set up and run the tests
	$(BIN)/python -m pytest -q

check: setup ## All that must pass: format, lint, types, layers, docs, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/check_links.py
	$(BIN)/python -m pytest -q

format: setup ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## Measure speed and memory beside a naive pipeline
	$(BIN)/python benchmarks/run.py

docs: setup ## Check the documents' links
	$(BIN)/python docs/check_links.py

clean: ## Remove what was made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
