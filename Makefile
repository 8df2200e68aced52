# Hongyan. `make` alone lists what there is.
#
# HTTP and TLS (AsyncHTTPClient, BoringSSL) are half of a cold build. They stand behind the package
# trait `HTTP`, which is on by default. `make demo` and `make bench` need no HTTP, so they build
# without it: about three minutes on two cores instead of eleven. Switching a trait rebuilds nearly
# everything, so each flavour keeps a build folder of its own and the two never undo each other.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help deps browser-deps peer-deps bench-deps demo test mutants kills torture build release \
    bench docs fuzz lint format

DEMO_BUILD := .build/demo
PYTHON := .build/python
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
SOURCES := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources \
    Fuzz/Package.swift Fuzz/Sources
FUZZ := swift build -c release --package-path Fuzz -Xswiftc -sanitize=fuzzer
FUZZ_SECONDS := 600
TORTURE_SEEDS := 10000

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

deps: ## Install the system libraries that are missing (SQLite, libyaml; Debian and Ubuntu)
	@if ! pkg-config --exists sqlite3 yaml-0.1 2>/dev/null; then \
	    echo "installing libsqlite3-dev libyaml-dev pkg-config"; \
	    $(SUDO) apt-get update -qq; \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y -qq libsqlite3-dev libyaml-dev pkg-config; \
	fi

browser-deps:
	@if ! command -v chromium >/dev/null; then \
	    $(SUDO) apt-get update -qq; \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y -qq chromium fonts-noto-cjk; \
	fi

# Kannel, a gateway that is not ours, speaks to our carrier.
peer-deps:
	@if ! command -v bearerbox >/dev/null; then \
	    $(SUDO) apt-get update -qq; \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq kannel; \
	fi

bench-deps: deps
	@if ! command -v sqlite3 >/dev/null; then \
	    $(SUDO) apt-get update -qq; \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq sqlite3; \
	fi

demo: deps ## Turn 10,000 made-up customers into a month of messages: dry run, then live
	swift build -c release --disable-default-traits --scratch-path $(DEMO_BUILD) --product hongyan
	HONGYAN="$$(swift build -c release --disable-default-traits --scratch-path $(DEMO_BUILD) \
	    --show-bin-path)/hongyan" examples/demo.sh

test: deps browser-deps peer-deps $(PYTHON)/ready ## Build everything, HTTP included, and run all tests
	swift build --build-tests
	swift test
	$(PYTHON)/bin/python Tests/SchemaTests/validate.py "$$(swift build --show-bin-path)/hongyan"
	$(PYTHON)/bin/python Tests/BrowserTests/report.py "$$(swift build --show-bin-path)/hongyan"
	$(PYTHON)/bin/python Tests/PeerTests/peers.py "$$(swift build --show-bin-path)/hongyan"

# Judges of schemas and pages that are not ours; pinned, in a folder of their own. The schema of
# SARIF stands in the source archive of a package, which is downloaded and not installed.
$(PYTHON)/ready: Tests/SchemaTests/requirements.txt Tests/BrowserTests/requirements.txt \
    Tests/PeerTests/requirements.txt Tests/SchemaTests/sarif.txt
	@if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then \
	    $(SUDO) apt-get update -qq; \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
	fi
	python3 -m venv --clear $(PYTHON)
	$(PYTHON)/bin/python -m pip install --quiet --disable-pip-version-check \
	    $(addprefix --requirement ,$(filter %requirements.txt,$^))
	$(PYTHON)/bin/python -m pip download --quiet --disable-pip-version-check --no-deps \
	    --no-binary sarif-om --require-hashes --dest $(PYTHON)/archives \
	    --requirement Tests/SchemaTests/sarif.txt
	@touch $@

# Every mutant of the shipped rule files, some minutes; `make test` tries a thirteenth of them.
mutants: deps
	HONGYAN_MUTANTS=all swift test --filter MutationTests

# The daemon under `kill -9` at 300 random moments, against a carrier in its own process; `make
# test` does it 12 times.
kills: deps
	HONGYAN_KILLS=300 swift test --disable-default-traits --filter SocketKillTests

torture: deps ## Play 10,000 fault runs (TORTURE_SEEDS=1000 for fewer)
	swift run -c release --disable-default-traits --scratch-path $(DEMO_BUILD) hongyan torture \
	    --seeds $(TORTURE_SEEDS)

build: deps ## Debug build of everything
	swift build

release: deps ## Release build of the command line, HTTP included
	swift build -c release --product hongyan
	@echo "$$(swift build -c release --show-bin-path)/hongyan"

# DuckDB, one of the month's references, in a folder of its own.
$(PYTHON)-bench/ready: Benchmarks/References/requirements.txt
	@if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then \
	    $(SUDO) apt-get update -qq; \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq python3-venv; \
	fi
	python3 -m venv --clear $(PYTHON)-bench
	$(PYTHON)-bench/bin/python -m pip install --quiet --disable-pip-version-check \
	    --requirement $<
	@touch $@

bench: bench-deps $(PYTHON)-bench/ready ## Measure import, idle tick, campaign, check, rule tests, the month, plan and audit
	swift run -c release --package-path Benchmarks hongyan-bench \
	    --python $(PYTHON)-bench/bin/python $(BENCH)

docs: deps ## Write docs/checks anew, from the pages of the checks in the sources
	HONGYAN_UPDATE_DOCS=1 swift test --disable-default-traits --filter CheckDocsTests

fuzz: deps ## Damaged rule files and packets, ten minutes each (FUZZ_SECONDS=60 for one)
	for name in hongyan-fuzz hongyan-fuzz-wire; do \
	    $(FUZZ) --product $$name; \
	    bin="$$($(FUZZ) --show-bin-path)/$$name"; work=Fuzz/.build/work/$$name; \
	    "$$bin" --seeds $$work/seeds; mkdir -p $$work/corpus; \
	    "$$bin" -max_total_time=$(FUZZ_SECONDS) -timeout=10 -rss_limit_mb=1024 -max_len=16384 \
	        -print_final_stats=1 -artifact_prefix=$$work/ $$work/corpus $$work/seeds; \
	done

lint: ## Check the format of all Swift files
	swift format lint --strict --parallel --recursive $(SOURCES)

format: ## Format all Swift files in place; wide comments too, where there is a python3
	swift format --in-place --parallel --recursive $(SOURCES)
	@if command -v python3 >/dev/null; then \
	    git ls-files -z --cached --others --exclude-standard '*.swift' \
	        | xargs -0 python3 .ci/wrap-comments.py; \
	fi
