# Two commands are enough: make demo, make test. Python 3.11, pip and make are all they need.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test browser check messages bench proof oracles lock

.venv/.demo: requirements/demo.txt
	@$(PYTHON) tools/install.py demo
.venv/.dev: requirements/dev.txt
	@$(PYTHON) tools/install.py dev

demo: .venv/.demo
	@$(BIN)/python -m tools.demo $(if $(RESET),--reset) --port $(or $(PORT),8000)

test: .venv/.dev messages
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal tests -m "not browser" $(if $(NOTED),--note-asked $(NOTED))

# Debian's chromium walks the demonstration: apt-get install chromium.
browser: .venv/.dev messages
	@$(BIN)/python -m pytest -q -n 2 --dist worksteal tests/browser

check: .venv/.dev messages
	@$(BIN)/python -m tools.check

messages: .venv/.demo
	@$(BIN)/python -m tools.messages compile

# Figures, each from a command here, with machine and spread: bench/results.json and bench/proof.json.
bench: .venv/.dev messages
	@$(BIN)/python -m bench

proof: .venv/.dev messages
	@$(BIN)/python -m bench.proof

# Solvers of others, which the pairing engine is compared with, in an environment of their own: var/oracles.
oracles: .venv/.demo
	@$(BIN)/python tools/install.py oracles

lock:
	$(BIN)/uv pip compile -q pyproject.toml --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -o requirements/demo.txt
	$(BIN)/uv pip compile -q pyproject.toml --extra server --group dev --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -c requirements/demo.txt -o requirements/dev.txt
	$(BIN)/uv pip compile -q --group oracles --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-header -o requirements/oracles.txt
