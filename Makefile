# `make` builds every PDF into output/; `make test` runs all tests. Nothing else has to be set up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PANGO := libpangoft2-1.0-0 libharfbuzz-subset0

.PHONY: all test bench contact-sheet clean

all: $(STAMP)
	@$(BIN)/handouts build

$(STAMP): pyproject.toml .ci/constraints.txt
	@$(MAKE) --no-print-directory pango
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c .ci/constraints.txt -e '.[test]'
	@touch $@

# Pango's libraries are the only part that does not come with pip.
.PHONY: pango
pango:
	@$(PYTHON) -c 'import ctypes.util as u, sys; sys.exit(not all(map(u.find_library, ("pangoft2-1.0", "harfbuzz-subset"))))' && exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then sudo=; \
	elif command -v apt-get >/dev/null && command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo=sudo; \
	else echo "Pango's libraries are missing. On Debian or Ubuntu run: sudo apt-get install -y $(PANGO)"; \
	     echo "On Fedora: sudo dnf install pango. On macOS: brew install pango. Then run make again."; exit 1; fi; \
	echo "Installing Pango's libraries ..."; \
	{ $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $(PANGO); } >/dev/null

test: $(STAMP)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

bench: $(STAMP)
	@$(BIN)/python -m tests.bench.bench $(BENCH)

contact-sheet: all
	@$(BIN)/python .ci/contact_sheet.py output/us .ci/contact-sheet.png

clean:
	@test ! -x $(BIN)/handouts || $(BIN)/handouts clean
	rm -rf $(VENV)
