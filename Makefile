# Two commands set everything up on a fresh Debian 12 with Python, make and git:
#   make demo    the bundled case, built from nothing and served on this machine (SERVE=0: not served)
#   make test    everything that is checked

PYTHON ?= python3
BIN := .venv/bin
SERVE ?= 1
PORT ?= 0
DEMO := demo-case
ASSETS := src/onrecord/web/static/built/manifest.json

.PHONY: demo test check browser java assets lock wheel bench-pages bench-stats coverage bench-link clean

demo: .venv/run.ready $(ASSETS)
	$(BIN)/onrecord demo $(DEMO) --fresh --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: check browser java
	$(BIN)/python -m pytest tests -n 2 --dist loadfile -m "not browser and not spark" --ignore=tests/real
	$(BIN)/python -m pytest tests/spark -m spark
	$(BIN)/python -m pytest tests/browser -m browser

check: .venv/dev.ready $(ASSETS)
	$(BIN)/ruff check src tests benchmarks examples docs
	$(BIN)/ruff format --check src tests benchmarks examples docs
	$(BIN)/mypy
	$(BIN)/lint-imports

browser:
	tools/need-chromium

java:
	tools/need-java

assets: $(ASSETS)

$(ASSETS): .venv/run.ready frontend/build.mjs frontend/package-lock.json $(shell find frontend/src -type f)
	tools/build-assets $(BIN)

.venv/run.ready: requirements/run.txt requirements/build.txt pyproject.toml
	tools/make-environment $(PYTHON)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	  -r requirements/run.txt -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/dev.ready: .venv/run.ready requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	touch $@

.venv/bench.ready: .venv/dev.ready requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

# Write the locks anew: the newest releases that pyproject.toml allows, each with its hashes.
lock: .venv/run.ready
	tools/lock-requirements $(BIN)

wheel: $(ASSETS)
	$(BIN)/python -m hatchling build -t wheel

bench-pages: .venv/dev.ready $(ASSETS)
	$(BIN)/python benchmarks/pages.py

# With ONRECORD_R_LIB, a folder made by benchmarks/stats_peers/install, R's packages run beside ours.
bench-stats: .venv/dev.ready
	$(BIN)/python benchmarks/stats_report.py

# Simulated populations, every setting and method: hours.
coverage: .venv/dev.ready
	$(BIN)/python benchmarks/stats_recovery.py

bench-link: .venv/bench.ready $(ASSETS)
	$(BIN)/python benchmarks/names.py
	$(BIN)/python benchmarks/link_persons.py
	$(BIN)/python benchmarks/link_command.py
	$(BIN)/python benchmarks/link_fields.py
	$(BIN)/python benchmarks/link_judged.py
	$(BIN)/python benchmarks/link_doubt.py
	$(BIN)/python benchmarks/link_events.py
	$(BIN)/python benchmarks/judge_events.py
	$(BIN)/python benchmarks/audit_events.py
	$(BIN)/python benchmarks/audit_intervals.py
	$(BIN)/python benchmarks/many_reports.py
	$(BIN)/python benchmarks/judging.py

clean:
	rm -rf .venv $(DEMO) dist frontend/node_modules src/onrecord/web/static/built src/onrecord/publish/built
