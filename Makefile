# The whole project from one place. `make demo` and `make test` need nothing but Python 3.11 and make.
PYTHON ?= python3.11
BIN := .venv/bin

# No target may fetch anything once set-up is done.
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := false
export TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS :=
export PYTHONHASHSEED := 0

.PHONY: help setup lock demo dev up down health test reproduce bench-claim lint clean
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: .venv/.ready ## make .venv from the lock files (hash-checked)

PIP := $(BIN)/pip install --quiet --disable-pip-version-check
# torch has a build without CUDA, whose hash differs between registries: it is pinned, but in no lock file.
TORCH := torch==2.13.0+cpu

.venv/.ready: requirements.lock model.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --no-deps $(TORCH) || $(PIP) --no-deps --index-url https://download.pytorch.org/whl/cpu $(TORCH)
	$(PIP) --require-hashes --requirement requirements.lock
	$(PIP) --require-hashes --no-deps --requirement model.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

lock: ## resolve pyproject.toml into requirements.lock (needs uv)
	uv pip compile pyproject.toml --extra dev --python-version 3.11 --generate-hashes --no-strip-extras --quiet --output-file requirements.lock

demo: setup ## the main job on the sample company, with progress bars
	$(BIN)/python -m sample.demo

dev: setup ## open the project in Dagster's UI on http://127.0.0.1:3000
	$(BIN)/knowbound dev

INSTALLATION := $(BIN)/python -m deploy.installation

up: setup ## start the installation in var/installation: PostgreSQL, Ceph, Dagster, proxy (docs/operations.md)
	$(INSTALLATION) up

down: ## stop it
	$(INSTALLATION) down

health: ## say which part of it does not work
	@$(INSTALLATION) health

test: setup ## run the tests
	$(BIN)/pytest tests/unit --numprocesses 2
	$(BIN)/pytest tests/integration tests/browser --numprocesses 3 --dist loadfile --no-loadscope-reorder
	$(BIN)/pytest tests/installed

reproduce: setup ## make the dataset twice, under different clocks and orders, and compare digests
	$(BIN)/python -m bench.reproduce

bench-claim: setup ## does boundary data help? hours; after make demo (QUICK=--quick: one seed, two doses)
	$(BIN)/python -m bench.claim $(QUICK)

lint: setup ## ruff and mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

clean: ## forget what the demo made (keeps .venv and the installation)
	find var -mindepth 1 -maxdepth 1 ! -name installation -exec rm -rf {} +
