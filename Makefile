# Every target sets up what it needs. `make help` lists them.
.DEFAULT_GOAL := help
# Fetching, identity, assessments, outbox, authorisation: every branch of these is tested.
TRUSTED := $(addprefix tracker/,feeds/fetch.py feeds/connection.py feeds/address.py feeds/identity.py feeds/policy.py \
  domain/assessment.py domain/person.py services/outbox.py mail/rules.py services/sign_in.py services/tokens.py \
  services/passwords.py services/limits.py web/gate.py web/cookies.py web/origin.py web/routing.py web/visit.py)
COMMA := ,
.PHONY: help setup demo demo-term pictures state test check fix serve bench release-check catalogue lock
.PHONY: coverage mutants fuzz supply

PYTHON ?= python3
BIN := .venv/bin

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

.venv/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Wortgehalten braucht Python 3.11 oder neuer (PYTHON=/pfad/zu/python3 make …)."; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

setup: .venv/.installed ## make .venv from the hashed lock

demo: setup ## run the main job on invented sample material, into ./demo
	$(BIN)/tracker demo demo

demo-term: setup ## play a whole council term of the invented town, into ./demo-term
	$(BIN)/tracker demo demo-term --term

test: setup ## run the tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: setup ## format, lint, types, import contracts, tests and what they reach: what CI runs
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) coverage

fix: setup ## format, and mend what the linter can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.venv/.bench: .venv/.installed requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	@touch $@

bench: .venv/.bench ## print quality and speed tables, the peers beside them
	@for table in $$(grep -l __main__ benchmarks/*.py); do \
	  echo "== $$table"; OMP_NUM_THREADS=1 PYTHONPATH=. $(BIN)/python $$table || exit 1; done

pictures: setup ## draw the pictures of the guides anew (needs Debian's chromium)
	$(BIN)/python docs/pictures/draw.py

state: .venv/.bench ## measure every bar and write docs/state.md
	$(BIN)/python benchmarks/state.py

release-check: check ## what is too slow for every day: wheel in an empty environment, 300 kills, benchmarks
	rm -rf dist && $(BIN)/python -m build --wheel --no-isolation --outdir dist
	rm -rf build/empty && $(PYTHON) -m venv build/empty
	build/empty/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-run.lock
	build/empty/bin/python -m pip install --quiet --disable-pip-version-check --no-deps dist/*.whl
	cd build && empty/bin/tracker demo wheel-demo
	TRACKER_PROGRAM=$(CURDIR)/build/empty/bin/tracker $(BIN)/python -m pytest -q tests/cli/test_broken_setups.py
	$(BIN)/python -m tests.wheel dist/*.whl
	TRACKER_KILLS=300 $(BIN)/python -m pytest -q -s tests/faults/test_mail_kills.py
	$(BIN)/python -m tests.faults --kills 200
	$(MAKE) mutants fuzz supply
	$(MAKE) bench

coverage: setup ## run the tests; what they reach: 95 % of all, every branch of what trust rests on
	$(BIN)/python -m coverage erase
	$(BIN)/python -m coverage run -m pytest -n auto --dist worksteal
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python -m coverage report --fail-under=95 --skip-covered --sort=cover
	$(BIN)/python -m coverage report --fail-under=100 --include="$(subst $() ,$(COMMA),$(strip $(TRUSTED)))"

CHILDREN ?= 2
mutants: setup ## small changes to what trust rests on: the tests must notice 80 % in each module (CHILDREN at a time)
	mkdir -p build && rm -rf mutants && $(BIN)/mutmut run --max-children $(CHILDREN) > build/mutants.log
	$(BIN)/python tests/mutants.py 80

build/fuzz: ## an environment of its own for the fuzzer, which is in no lock
	$(PYTHON) -m venv build/fuzz
	build/fuzz/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	build/fuzz/bin/python -m pip install --quiet --disable-pip-version-check 'atheris>=3' --no-deps
	build/fuzz/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .

FUZZ_SECONDS ?= 300
FUZZ_TARGETS ?= feed date sentences markup
fuzz: build/fuzz ## strange bytes for feeds, dates, sentences and markup; what is found lies in build/corpus
	@for target in $(FUZZ_TARGETS); do echo "== $$target"; mkdir -p build/corpus/$$target; \
	  PYTHONPATH=. build/fuzz/bin/python tests/fuzz/$$target.py build/corpus/$$target \
	    -artifact_prefix=build/corpus/$$target- -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 || exit 1; done

# Where no service answers, `make supply UNCHECKED=--unchecked-too` names what was not checked and goes on.
supply: setup ## known holes in what we stand on, and the list of it (dist/sbom.json)
	$(BIN)/python tests/supply.py $(UNCHECKED)

catalogue: setup ## collect the German messages into the English catalogue
	mkdir -p build
	$(BIN)/pybabel --quiet extract --mapping pyproject.toml --no-location --sort-output --omit-header \
	  --ignore-dirs '.*' --keyword key --keyword counted:1,2 --keyword several:2,3 --output build/messages.pot tracker reports
	$(BIN)/pybabel --quiet update --ignore-obsolete --no-fuzzy-matching --ignore-pot-creation-date --locale en \
	  --input-file build/messages.pot --output-file tracker/locale/en.po

LOCK := --quiet --upgrade --generate-hashes --allow-unsafe --strip-extras --no-header --no-emit-index-url \
  --no-emit-find-links --no-emit-trusted-host --no-emit-options --annotation-style line
EXTRA := import sys, tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]], sep="\n")

lock: ## write the locks anew after changing dependencies
	$(BIN)/pip-compile $(LOCK) --extra dev --output-file requirements.lock pyproject.toml
	$(BIN)/pip-compile $(LOCK) --build-deps-for wheel --constraint requirements.lock --output-file requirements-run.lock pyproject.toml
	$(BIN)/python -c '$(EXTRA)' bench \
	  | $(BIN)/pip-compile $(LOCK) --constraint requirements.lock --output-file requirements-bench.lock -
