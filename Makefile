# The commands of this project. `make help` lists them.
PYTHON ?= python3
VENV = .venv/bin
LOCAL = OMSTALLNING_LOCAL=1 OMSTALLNING_ROLE=owner

.PHONY: help run test check set-up lint types contracts templates checks format manage docs lock pdf-check bench bench-charts bench-reports clean

help:            ## List the commands
	@grep -hE '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run:             ## Make everything ready and serve http://127.0.0.1:8000 with demo data (PORT= overrides)
	@$(PYTHON) scripts/dev.py serve

test:            ## Make everything ready and run all tests
	@$(PYTHON) scripts/dev.py test

check: set-up lint types contracts templates checks test  ## Everything that CI runs

set-up:          ## Make everything ready, run nothing
	@$(PYTHON) scripts/dev.py set-up

lint: set-up
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .

types: set-up
	$(LOCAL) OMSTALLNING_TEST=1 $(VENV)/mypy .

contracts: set-up
	$(VENV)/lint-imports

templates: set-up
	$(VENV)/djade --target-version 6.0 --check $$(git ls-files 'templates/*.html')

checks: set-up
	@$(VENV)/python scripts/checks.py

format: set-up   ## Format code and templates
	$(VENV)/ruff format .
	$(VENV)/ruff check --fix .
	-$(VENV)/djade --target-version 6.0 $$(git ls-files 'templates/*.html')

manage: set-up   ## Run a management command: make manage DO="makemigrations logbook -n name"
	@$(VENV)/python scripts/dev.py manage-prepared $(DO)

docs: set-up     ## Write the documents that are made from the code
	$(VENV)/python scripts/generate_docs.py

lock:            ## Write requirements/ anew from pyproject.toml
	@$(PYTHON) scripts/dev.py lock

pdf-check: set-up ## Check reports with veraPDF, where Java is found
	$(LOCAL) $(VENV)/python scripts/pdf_check.py

bench: set-up    ## Measure pages beside their floors, write docs/performance.md (SIZE=full: a country)
	$(VENV)/python -m bench --size $(or $(SIZE),default)
	$(VENV)/python -m bench.reports

bench-reports: set-up ## Measure reports of 20 to 2,000 entries beside WeasyPrint alone
	$(VENV)/python -m bench.reports

bench-charts: set-up ## Measure each chart in a large case: under 5 ms each
	$(VENV)/python -m bench.charts

clean:           ## Remove what set-up made, the local databases too
	rm -rf .venv .tools .data node_modules static/vendor
