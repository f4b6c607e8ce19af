# Everything a developer does here. Bare `make` lists it.
# Variables: PYTHON (which Python makes the environment), PORT and AWS_PORT (make run), ARGS (passed to pytest).

PYTHON ?= python3
TEST_WORKERS ?= 2
VENV := .venv/bin/python
ARGS ?=

# Where a shell forbids Python to keep its bytecode, every start would compile Django and boto3 anew, for seconds.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint format bench clean environments browser lock

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: environments ## the whole product on this machine, with a local AWS and a demo user (PORT, AWS_PORT)
	@$(VENV) -m local_aws run --stop-with-parent

test: environments browser ## the whole test suite on a throw-away local AWS (ARGS="-k totals -x")
	@$(VENV) -m pytest -n $(TEST_WORKERS) --dist worksteal $(ARGS)

CHECKS := "ruff check ." "ruff format --check ." "mypy" "djlint templates --quiet --check" \
  "djlint templates --quiet --lint" "cfn-lint infrastructure/template.yaml"

lint: environments ## what CI checks: ruff, mypy, djlint, cfn-lint
	@status=0; for check in $(CHECKS); do echo "== $$check"; .venv/bin/$$check || status=1; done; exit $$status

format: environments ## let ruff and djlint rewrite what they can
	$(VENV) -m ruff check --fix .
	$(VENV) -m ruff format .
	-$(VENV) -m djlint templates --quiet --reformat

bench: environments ## benchmarks, with ratios printed side by side
	@$(VENV) -m local_aws exec -- $(VENV) -m benchmarks

clean: ## remove what make made: environments, local state, caches
	@$(PYTHON) -m local_aws.clean

environments: ## make or update .venv and .venv-local-aws (every other target does it first)
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "There is no '$(PYTHON)' here. Install Python 3.11 or newer, or name one: make run PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "ScatterPilot needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Name another: make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -m local_aws.virtual_environments

browser: environments ## find a Chromium for the browser tests, or install one
	@$(VENV) -m local_aws.browser

lock: environments ## compile requirements/*.in to hash-pinned lock files (newest versions allowed)
	@$(VENV) -m local_aws.lock_files
