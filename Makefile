# `make` alone prints what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.PHONY: help install install-dev demo test test-quick test-newest thorough faults corpus check format catalogues bench audit clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
SIZES ?= 1,10,100

help: ## Print this list
	@echo "Kakehashi — what make can do:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: ## Make .venv and install what the site needs
	@$(PYTHON) cms/stack/environment.py requirements.txt

install-dev: ## The same, and what tests and checks need
	@$(PYTHON) cms/stack/environment.py requirements-dev.txt

demo: ## Run the demo centre on this machine (web, worker, beat, Redis); Ctrl-C stops it
	@echo "Kakehashi demo"
	@$(PYTHON) cms/stack/environment.py requirements.txt
	@$(BIN)/python -m cms.stack

test: install-dev ## Run every test: SQLite, PostgreSQL, Redis, Chromium
	@$(BIN)/python -m cms.stack.testing

test-quick: install-dev ## Run what needs neither a browser nor PostgreSQL
	@$(BIN)/python -m cms.stack.testing --quick

test-newest: ## The same on the newest Wagtail, in an environment of its own
	@$(PYTHON) cms/stack/environment.py --into .venv-newest requirements-dev.txt tests/newest.txt
	@.venv-newest/bin/python -m cms.stack.testing --quick

thorough: install-dev ## Run every test with every combination, on both databases: before a release
	@$(BIN)/python -m cms.stack.testing --thorough

faults: install-dev ## What must hold when things break, in full: 500 people, processes killed, Redis, mail and PostgreSQL ended
	@$(BIN)/python -m cms.stack.testing --thorough --people 500 --readers 20000 --kills 30 tests/faults tests/concurrency \
		tests/mail/bulk/test_kills.py tests/mail/bulk/test_redelivery.py \
		tests/mail/bulk/test_torture.py

corpus: install-dev ## Send a list of bad input and 10,000 odd values through every form and address that anybody can reach
	@$(BIN)/python -m cms.stack.testing --sqlite --corpus long tests/corpus

check: install-dev ## Style, types, import contracts, templates, migrations, settings, catalogues
	@$(BIN)/python -m cms.stack.checking

format: install-dev ## Sort imports and mend what ruff can mend by itself
	@$(BIN)/ruff check --fix .

catalogues: install ## Add new strings to the catalogue of their app, to be translated
	@$(BIN)/python manage.py makemessages

bench: install-dev ## Print queries, bytes, CPU and requests a second of every page type and job at 1×, 10×, 100×; SIZES=large: of a large city
	@$(BIN)/python -m tests.bench.pages --sizes $(SIZES)

audit: install-dev ## Ask Lighthouse and the Nu validator about every page type (needs npm and java)
	@$(BIN)/python -m pytest tests/audit -m audit -s

clean: ## Remove caches and compiled catalogues; keeps .venv and the data in var/
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache var/test-cache
	@find cms home activities events plugins tests -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -exec rm -f {} + 2>/dev/null || true
