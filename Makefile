# Every command of the project. `make` alone lists them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
ARGS   ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check fmt bench fuzz faults access audit-trial names screens newcomer taps lock clean

help: ## list what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

$(VENV)/.run: requirements.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements-dev.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.run

demo: $(VENV)/.run ## run the bot with the messenger on this machine and sample data
	@$(BIN)/python -m bot demo $(ARGS)

test: $(VENV)/.dev ## every test, on SQLite, on PostgreSQL and in the browser
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(VENV)/.dev ## style, types, layers, dependencies
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .

fmt: $(VENV)/.dev ## bring the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.dev ## CPU and order of turns beside plain aiogram and python-telegram-bot (ONLY=figure)
	@$(BIN)/python -m tests.load.bench $(ARGS)

fuzz: $(VENV)/.dev ## odd updates by the million: nothing unhandled, nothing stuck, memory flat (ONLY=figure)
	@$(BIN)/python -m tests.fuzz $(ARGS)

faults: $(VENV)/.dev ## kill the bot and fail everything around it, on both databases: nothing lost, nothing twice (ONLY=figure)
	@$(BIN)/python -m tests.faults.harness $(ARGS)

access: $(VENV)/.dev ## who may do what, cell by cell through the whole bot; nothing of a family in clear (ONLY=figure)
	@$(BIN)/python -m tests.access $(ARGS)

audit-trial: $(VENV)/.dev ## everything done to the audit without its keys is found (ONLY=figure)
	@$(BIN)/python -m tests.audit_trial $(ARGS)

names: $(VENV)/.dev ## names and docstrings by the rules of CONTRIBUTING (ONLY=figure)
	@$(BIN)/python -m tests.architecture.names $(ARGS)

screens: $(VENV)/.dev ## every screen of the sample as a picture in .hamyar/screens: nothing cut, hidden or reversed (ONLY=figure)
	@$(BIN)/python -m tests.screens $(ARGS)

newcomer: $(VENV)/.dev ## how many files a question, a cut, a conversation and a messenger take, added to a copy and tried (ONLY=figure)
	@$(BIN)/python -m tests.newcomer $(ARGS)

taps: $(VENV)/.dev ## presses and typed messages that everyday errands take, beside what they may take (ONLY=figure)
	@$(BIN)/python -m tests.taps $(ARGS)

lock: ## pin every dependency with hashes (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --quiet -o requirements-dev.lock

clean: ## remove what the commands made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
