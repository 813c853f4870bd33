# `make` tells what there is. Every target sets up what it needs.
VENV ?= .venv
# The first of these that starts and is new enough: a name on PATH alone proves nothing (pyenv leaves shims that fail).
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && { command -v $$p; break; }; done)
BIN := $(VENV)/bin
SAMPLE := corpora/sample/yunling-plan.pdf
COUNT ?= 10000
SEED ?= 1
EXAMPLES ?= 1000
PART ?= coverage
MUTANTS := build/mutants/$(PART)

.DEFAULT_GOAL := help
.PHONY: help setup setup-browser demo test check format fuzz bench release lowest mutants docs clean

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo "Python 3.11 to 3.14 is needed: apt-get install python3 python3-venv," \
	  "or set PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "$(PYTHON) cannot make virtual environments;" \
	  "on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ $(VENV)/.runtime

setup: $(VENV)/.dev ## Set up the virtual environment for development

setup-browser: setup ## Install the browser that the tests of pages run in, where there is none
	@for b in chromium chromium-browser google-chrome google-chrome-stable; do command -v $$b && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends chromium; \
	else $(BIN)/python -m playwright install chromium; fi

demo: $(VENV)/.runtime ## Set up and classify a bundled sample plan
	@$(BIN)/policyscan classify $(SAMPLE)

test: setup ## Set up and run the tests
	$(BIN)/python -m pytest -q -n auto

check: setup ## All that must pass: format, lint, types, layers, docs, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/check_links.py
	$(BIN)/python -m pytest -q -n auto

format: setup ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: setup ## Read spoiled files: make fuzz COUNT=10000 SEED=1
	$(BIN)/python tests/fuzz/fuzzing.py --count $(COUNT) --seed $(SEED)
	POLICYSCAN_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -q tests/fuzz

bench: setup ## Measure speed and memory beside a naive pipeline
	$(BIN)/python benchmarks/run.py

$(VENV)/.release: pyproject.toml | $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[release]'
	@touch $@ $(VENV)/.runtime

release: $(VENV)/.release ## Build wheel and sdist, check them and the workflows, list what they need (SBOM)
	rm -rf dist
	$(BIN)/zizmor --offline .github action.yml
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(BIN)/python -m build --no-isolation
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	$(BIN)/python -m venv dist/.sbom && dist/.sbom/bin/python -m pip install -q dist/*.whl
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible -o dist/sbom.cdx.json dist/.sbom
	rm -rf dist/.sbom

lowest: ## Run the unit tests with the lowest versions of all that policyscan needs
	@test -n '$(PYTHON)'
	$(PYTHON) -m venv --clear build/lowest
	build/lowest/bin/python -m pip install -q uv
	build/lowest/bin/uv pip install -q --python build/lowest/bin/python --resolution lowest-direct -e '.[parquet]'
	build/lowest/bin/uv pip install -q --python build/lowest/bin/python pytest pytest-xdist hypothesis jsonschema
	build/lowest/bin/python -m pytest -q -n auto -W default::DeprecationWarning tests/unit

mutants: ## Change the code and see which changes no test notices: make mutants PART=cleaning
	@test -n '$(PYTHON)'
	$(PYTHON) -m venv build/mutants/.venv
	build/mutants/.venv/bin/python -m pip install -q 'mutmut>=3.8,<4' '.[dev]'
	build/mutants/.venv/bin/python -m pip uninstall -q -y policyscan
	mkdir -p $(MUTANTS)
	tar cf - pyproject.toml src tests taxonomies corpora docs | tar xf - -C $(MUTANTS)
	sed '/^\[tool.mutmut\]/,/^\[tool.importlinter\]/s|/coverage|/$(PART)|' pyproject.toml >$(MUTANTS)/pyproject.toml
	cd $(MUTANTS) && ../.venv/bin/mutmut run && ../.venv/bin/mutmut results

docs: setup ## Check the documents' links and build the site: build/site/index.html
	$(BIN)/python docs/check_links.py
	$(BIN)/python -m mkdocs build --strict --quiet

clean: ## Remove what was made
	rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis fuzz-findings
