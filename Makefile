# make            says what there is
# make demo       tries Praksisvej on this machine
# make test       proves that it works

PORT ?= 8000
BIN := .venv/bin
export TESTS_ON_BOTH := $(wildcard tests/events tests/mail tests/contacts tests/office tests/signup tests/payments tests/config tests/demo)
export PYTHONPATH := .:site
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check bench audit screenshots messages environment clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

demo:  ## site, desk and worker with invented people at http://127.0.0.1:8000 (PORT=8001: there)
	@sh tools/environment.sh requirements.txt
	@DEMO=1 PORT=$(PORT)  exec $(BIN)/python manage.py serve

test: environment  ## everything: checks, tests on PostgreSQL and SQLite, browser (FAST=1: the quick ones)
	@sh tools/test.sh $(if $(FAST),fast,all)

check: environment  ## style, types, layers, migrations, templates, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --settings=config.check_settings
	$(BIN)/djlint --quiet --lint .
	$(BIN)/python tools/check_translations.py

bench: environment  ## how fast it is, on PostgreSQL
	$(BIN)/python -m benchmarks

audit: environment  ## Lighthouse on the pages that decide, into docs/audit.md (brings it by npm)
	@$(BIN)/python tools/audit.py

screenshots: environment  ## every page, phone and desk, light and dark, into var/screenshots/ (ONLY=camp: those named so)
	@$(BIN)/python tools/screenshots.py $(ONLY)

messages: environment  ## collect the strings to translate, compile what is translated
	$(BIN)/python manage.py makemessages -l da -l nb --no-location --no-obsolete --settings=config.check_settings \
		-i .venv -i var -i tests -i benchmarks -i tools -i docs
	$(BIN)/python manage.py compilemessages --settings=config.check_settings -i .venv -i var

environment:
	@sh tools/environment.sh requirements-dev.txt

clean:  ## stop the tests' PostgreSQL; remove the environment, the demo's data and all caches
	@if [ -d $(BIN) ]; then $(BIN)/python -m config.test_postgres || true; fi
	rm -rf .venv var/demo var/test tests/js/node_modules tools/lighthouse/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
