# Two commands matter: `make run` serves Sharewell, `make test` proves it. Each sets up what it needs.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

UV_VERSION := 0.13.9
PYTHON ?= python3
export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
UV := .uv/bin/uv
BIN := .venv/bin
STAMPS := .stamps
XDIST ?= -n 2

.PHONY: help compiled run test test-fast check browser scenarios drill bench bench-register bench-import bench-survey bench-ledger bench-gate bench-decisions audit coverage docs lock clean

help:  ## what you can ask for
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# --- setting up -----------------------------------------------------------------------------------
$(UV):
	@tools/get-uv $(PYTHON) $(UV_VERSION)

$(STAMPS)/run: requirements.lock pyproject.toml | $(UV)
	@mkdir -p $(STAMPS)
	@test -x $(BIN)/python || $(UV) venv -q --python $(PYTHON) .venv
	@VIRTUAL_ENV=.venv $(UV) pip install -q --compile-bytecode --require-hashes -r requirements.lock
	@VIRTUAL_ENV=.venv $(UV) pip install -q --no-deps -e .
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/run
	@VIRTUAL_ENV=.venv $(UV) pip install -q --compile-bytecode --require-hashes -r requirements-dev.lock
	@touch $@

# Somebody else's witness, to be co-signed by in the tests. It asks for a newer Python than ours, and needs nothing of it.
$(STAMPS)/witness: requirements-witness.lock | $(STAMPS)/dev
	@$(UV) pip install -q --no-deps --require-hashes --python $(BIN)/python --python-version 3.12 --target .witness -r $<
	@touch $@

$(STAMPS)/npm: package-lock.json tools/age-for-browsers.js | $(UV)
	@mkdir -p $(STAMPS)
	@tools/npm-ci --omit=dev
	@touch $@

$(STAMPS)/npm-dev: package-lock.json tools/age-for-browsers.js | $(UV)
	@mkdir -p $(STAMPS)
	@tools/npm-ci
	@touch $@ $(STAMPS)/npm

# Every file is read in a process of its own, which keeps nothing: it would compile what it imports each time anew.
compiled: $(STAMPS)/run
	@$(BIN)/python -m compileall -q src

# --- the two commands -----------------------------------------------------------------------------
run: compiled $(STAMPS)/npm  ## set up and serve Sharewell with a demonstration office on 127.0.0.1:8000
	@$(BIN)/sharewell demo --if-empty
	@$(BIN)/sharewell serve

# The office has two databases and a test of it one turn: the quick ones on PostgreSQL, the slow ones and the browser's
# on SQLite. On both, everything, is `make drill`.
test: check browser  ## set up and run every test, the office's quick ones on PostgreSQL
	@$(BIN)/python tools/with-postgres $(BIN)/pytest $(XDIST) -m "not browser and not slow" tests/office
	@$(BIN)/pytest $(XDIST) -m "browser or slow or not office"

# The rooms that take long, where they differ from main: the office's, the gate's engine, the commands. All of them
# together take ten minutes, and `make test` runs them.
ROOMS = $(shell { git diff --name-only $$(git merge-base HEAD main || echo HEAD); git ls-files -o --exclude-standard; } 2>/dev/null \
	| sed -nE -e 's,^(src/sharewell_office|tests/office)/([a-z]+)/.*,tests/office/\2,p' \
		-e 's,^(src/sharewell|tests/core)/engine/.*,tests/core/engine,p' -e 's,^(src/sharewell|tests)/cli/.*,tests/cli,p' | sort -u)
RULES = $(filter-out tests/core/engine tests/core/__pycache__,$(wildcard tests/core/*)) tests/house
test-fast: check  ## the quick tests of the core's rules, and of the engine, commands and office's rooms you changed (two minutes)
	@$(BIN)/pytest $(XDIST) -m "not slow and not browser" $(RULES) $(wildcard $(ROOMS))

check: compiled $(STAMPS)/dev $(STAMPS)/witness $(STAMPS)/npm-dev  ## style, types and walls
	@$(BIN)/ruff format --check -q src tests
	@$(BIN)/ruff check -q src tests
	@$(BIN)/mypy --no-error-summary src/sharewell
	@$(BIN)/lint-imports --no-cache > $(STAMPS)/lint-imports.txt || { cat $(STAMPS)/lint-imports.txt; exit 1; }

browser:
	@tools/get-tools chromium age strace

scenarios: $(STAMPS)/dev $(STAMPS)/npm-dev  ## run the acceptance scenarios through the core and the office: [ID=ONE-1]
	@$(BIN)/python tools/run-scenarios $(ID)

drill: $(STAMPS)/dev $(STAMPS)/npm-dev browser  ## fuzz, kill, tamper and large-file tests in full, and the office on the other database too; writes docs/benchmarks/drill.json
	@$(BIN)/pytest $(XDIST) -m drill --drill=$(or $(N),full) --drill-report docs/benchmarks/drill.json
	@$(BIN)/pytest $(XDIST) -m "not browser and not slow" tests/office
	@$(BIN)/python tools/with-postgres $(BIN)/pytest $(XDIST) -m "slow and not browser" tests/office

bench: bench-decisions bench-ledger bench-survey bench-register bench-import bench-gate  ## everything that is measured, one after the other: [N=…]

bench-decisions: $(STAMPS)/dev  ## how many cases the policy judges in a second; writes docs/benchmarks/decisions.json
	@$(BIN)/python tools/bench-decisions
bench-register: $(STAMPS)/dev  ## a million agreements: list, search and page on SQLite and PostgreSQL; writes docs/benchmarks/
	@$(BIN)/python tools/bench-register $(or $(N),1000000)
	@$(BIN)/python tools/with-postgres $(BIN)/python tools/bench-register $(or $(N),1000000)

bench-import: $(STAMPS)/dev  ## a workbook of 100,000 agreements taken over: [N=…]; writes docs/benchmarks/import-sqlite.json
	@$(BIN)/python tools/bench-import $(or $(N),100000)

bench-survey: $(STAMPS)/dev  ## 1,000 teams asked, chased and reported on; writes docs/benchmarks/survey.json
	@$(BIN)/python tools/bench-survey $(or $(N),1000)

bench-ledger: $(STAMPS)/dev  ## how fast the record takes in and proves; writes docs/benchmarks/ledger.json
	@$(BIN)/python tools/bench-ledger

PEERS := .peers
$(STAMPS)/peers: benchmarks/peers/requirements.txt | $(UV)
	@mkdir -p $(STAMPS)
	@test -x $(PEERS)/bin/python || $(UV) venv -q --python $(PYTHON) $(PEERS)
	@VIRTUAL_ENV=$(PEERS) $(UV) pip install -q -r benchmarks/peers/requirements.txt
	@touch $@

bench-gate: $(STAMPS)/dev $(STAMPS)/peers  ## the gate against its bars and its peers (N=200000: in minutes; LARGEST=50000000: memory to the end); writes docs/benchmarks/gate.md
	@$(BIN)/python benchmarks/gate.py --peers $(PEERS)/bin/python $(if $(N),--rows $(N) --times 1) $(if $(LARGEST),--largest $(LARGEST))

audit: $(UV)  ## ask PyPI's vulnerability database about every locked version; fails where it does not answer for one
	@$(UV) tool run -q --from pip-audit==2.10.1 pip-audit --strict --disable-pip --require-hashes -r requirements.lock

coverage: $(STAMPS)/dev $(STAMPS)/npm-dev  ## which lines and branches the tests never reach
	@$(BIN)/coverage run -m pytest -n 0 -m "not slow and not browser"
	@$(BIN)/coverage report --skip-covered --sort=cover

docs: $(STAMPS)/dev  ## print the pages of docs/ that come from the code
	@$(BIN)/python tools/print-docs

lock: $(UV)  ## resolve the dependencies anew; the locks name versions and hashes, never a host
	@$(UV) pip compile --universal --generate-hashes --no-header --no-annotate -q pyproject.toml -o requirements.lock
	@$(UV) pip compile --universal --generate-hashes --no-header --no-annotate -q pyproject.toml --group dev -o requirements-dev.lock
	@$(UV) pip compile --universal --generate-hashes --no-header --no-annotate -q --no-deps --python-version 3.12 --group witness -o requirements-witness.lock

clean:
	rm -rf .venv .uv .witness .node node_modules .stamps
