# `make help` lists the targets. Each does its own set-up on a machine with Python 3.11+, make and git.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
IMR_VAR ?= $(CURDIR)/var
export IMR_VAR
BIN := .venv/bin
PY := $(BIN)/python

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

.PHONY: setup
setup: .venv/ready ## only the virtual environment .venv with everything in it

.venv/ready: requirements.lock
	@echo "==> Making the virtual environment .venv and installing the dependencies (a minute on a cold cache)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; PYTHON=python3.12 make ... names another one."; exit 1; }
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	@touch $@

.PHONY: lock
lock: ## write requirements.lock anew from pyproject.toml
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-annotate --custom-compile-command "make lock" --output-file requirements.lock
