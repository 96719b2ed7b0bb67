# `make` builds every PDF into output/; `make test` runs all tests. Nothing else has to be set up.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PANGO := libpangoft2-1.0-0 libharfbuzz-subset0

.PHONY: all test soak bench lock contact-sheet clean

all: $(STAMP)
	@$(BIN)/handouts build

$(STAMP): pyproject.toml .ci/requirements.txt
	@$(MAKE) --no-print-directory pango
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing Python packages ..."
	@$(PIP) --require-hashes --only-binary :all: -r .ci/requirements.txt
	@$(PIP) --no-deps --no-build-isolation -e .
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

# The long form of the tests with hostile content, templates, files and servers.
soak: $(STAMP)
	@SOAK=1 $(BIN)/python -m pytest tests/hostile

bench: $(STAMP)
	@$(BIN)/python -m tests.bench.bench $(BENCH)

# Writes down, with the hash of every file, all that `make` installs: what pyproject.toml asks for,
# and what builds the package. Versions stay as they are where they can; `make lock UPGRADE=--upgrade`
# takes the newest.
UV := $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --only-binary :all: $(UPGRADE)
lock: export UV_CUSTOM_COMPILE_COMMAND = make lock
lock: $(BIN)/python
	@$(PIP) --require-hashes --only-binary :all: -r .ci/uv.txt
	@$(UV) --all-extras pyproject.toml .ci/build.in --output-file .ci/requirements.txt
	@$(UV) .ci/uv.in --output-file .ci/uv.txt

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV)

contact-sheet: all
	@$(BIN)/python .ci/contact_sheet.py output/us .ci/contact-sheet.png

clean:
	@test ! -x $(BIN)/handouts || $(BIN)/handouts clean
	rm -rf $(VENV)
