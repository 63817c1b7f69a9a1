# Needs only make and Python 3.11 or later with pip. Every target sets up what it needs by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
# Tests share nothing, so any number works. They mostly wait for each other's processes and for clocks: three
# keep two cores busy.
WORKERS ?= 3
# Where there is a folder in memory with a gigabyte of room, `make test` writes there: a commit on a disk takes
# thirty times as long.
MEMORY := $(shell df -Pk /dev/shm 2>/dev/null | awk 'END { if ($$4 > 1000000) print $$6 }')

# Compiled modules are kept: the tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: setup demo test test-long check bench quality pictures lock clean

setup: $(VENV)/.runtime
demo: $(VENV)/.runtime
	@$(BIN)/python -m bot demo

test: check
	$(if $(MEMORY),TMPDIR=$(MEMORY)) $(BIN)/python -m pytest -q -n $(WORKERS) -m "not long" \
		--dist worksteal -o tmp_path_retention_policy=failed

test-long: check $(VENV)/.long
	$(BIN)/python -m pytest -q -n $(WORKERS) -m long

# What a tool can hold of the house rules: style, types, who may import whom.
check: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench
	$(BIN)/python -m tests.bench

quality: $(VENV)/.test
	$(BIN)/python -m tests.quality

# For maintainers: the pictures of the README, drawn with Debian's chromium and fonts-noto-cjk.
pictures: $(VENV)/.test
	$(BIN)/python -m tests.pictures

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with PYTHON=...")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.lock | $(VENV)/bin/python
	@echo "Installing into $(VENV) ..."
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.runtime
	@$(PIP) -r requirements-test.lock
	@touch $@

$(VENV)/.long: requirements-long.lock $(VENV)/.test
	@$(PIP) --no-deps -r requirements-long.lock
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.test
	@$(PIP) -r requirements-bench.lock
	@touch $@

# For maintainers: current versions into the lock files. No registry address is written.
UV := $(BIN)/uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --no-annotate --quiet
lock: | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet uv
	$(UV) -o requirements.lock pyproject.toml
	$(UV) -c requirements.lock --group test -o requirements-test.lock pyproject.toml
	$(UV) -c requirements-test.lock --group test --group bench -o requirements-bench.lock pyproject.toml
	$(UV) --no-deps --group long -o requirements-long.lock

clean:
	rm -rf $(VENV) .demo build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
