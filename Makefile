# Everything that is done to this checkout. Works with GNU make 3.81 and later.
#
# The first call of a target makes .venv from the hash-locked lists in
# requirements/ with plain pip; stamp files in it keep that from being repeated.
# PYTHON=... names another interpreter than the newest fitting one.

VENV := .venv
BIN := $(VENV)/bin
PYTEST := $(BIN)/python -m pytest

# Tests start hundreds of processes: without compiled modules on disk each of them would
# compile its own anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test check format languages bench load pictures torture lock wheel clean

help:
	@echo "make demo     set up and plan the example event; shows where the files are"
	@echo "make test     set up and run all tests (about 18 minutes on 2 cores)"
	@echo "make check    formatting, lint, types, import contracts, dependencies"
	@echo "make format   let ruff format and mend what it can"
	@echo "make languages  bring the texts of pages to translate up to date"
	@echo "make bench    measure and write docs/benchmarks.md"
	@echo "make load     a closing hour with 300 delegates at once, twice; staff pages of 1,000 (15 minutes)"
	@echo "make pictures take docs/pictures anew, and docs/accessibility.md"
	@echo "make torture  the long tests (hours)"
	@echo "make wheel    build the wheel into dist/"
	@echo "make lock     resolve requirements/*.lock again"
	@echo "make clean    remove everything that make made"

demo: $(VENV)/stamp-base
	@$(BIN)/b4h demo --out out/demo

test: $(VENV)/stamp-dev
	@sh .ci/chromium || test "$$CI" != true
	@sh .ci/postgres || test "$$CI" != true
	$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder --durations 15

check: $(VENV)/stamp-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry .

format: $(VENV)/stamp-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

languages: $(VENV)/stamp-dev
	$(BIN)/python -m web.languages.update

bench: $(VENV)/stamp-dev
	$(BIN)/b4h bench --out docs/benchmarks.md

load: $(VENV)/stamp-dev
	$(BIN)/python -m tests.load

pictures: $(VENV)/stamp-dev
	$(BIN)/python -m tests.pictures

torture: $(VENV)/stamp-dev
	@sh .ci/readers || test "$$CI" != true
	$(PYTEST) -m torture -n 2 --dist load --timeout 7200

wheel: $(VENV)/stamp-dev
	rm -rf dist
	$(BIN)/python -m pip wheel --disable-pip-version-check --quiet \
	    --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock:
	@sh .ci/lock

$(VENV)/stamp-base: requirements/base.lock pyproject.toml .ci/venv
	@sh .ci/venv base
	@touch $@

$(VENV)/stamp-dev: requirements/dev.lock pyproject.toml .ci/venv
	@sh .ci/venv dev
	@touch $@

clean:
	rm -rf $(VENV) dist build out .mypy_cache .ruff_cache .pytest_cache \
	    .hypothesis .import_linter_cache test-results
	find b4h_scheduler solver web tests examples -name __pycache__ \
	    -type d -prune -exec rm -rf {} +
