# `make run` and `make test` each do all their own set-up; see README.md.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup run test check browser clean

setup: $(READY) index

# torch first and by itself: it decides whether CUDA's packages come along (docs/operations.md).
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "make: $(PYTHON) is not installed; install Python 3.11 or name one with PYTHON=…" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps "$$(grep '^torch==' requirements.lock)"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)

.PHONY: index
index: $(READY)
	$(BIN)/greenpaper ingest

run: setup
	$(BIN)/greenpaper serve

test: setup
	$(BIN)/python -m pytest

# Formatting, lint, strict types and the fast tests.
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow and not browser"

clean:
	rm -rf $(VENV) .greenpaper

# Re-resolves requirements.lock from pyproject.toml (needs uv).
.PHONY: lock
lock:
	uv pip compile pyproject.toml --extra dev --no-header --no-annotate --no-emit-index-url --quiet -o requirements.lock
	sed -i 's/+cpu$$//' requirements.lock
