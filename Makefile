# The ways in. Each is a small script in scripts/; PG_CONFIG chooses the PostgreSQL.
.DEFAULT_GOAL := help
.PHONY: help demo test test-all gate fuzz up down psql env install bench lint sql
export PG_CONFIG

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo "  PG_CONFIG=/path/to/pg_config chooses the PostgreSQL (15 to 18) for any of them."

demo: ## install what is missing, build, start a private server with a shop on it, and ask it
	@scripts/demo.sh

test: ## install what is missing, build, run every lane of tests
	@scripts/test.sh

test-all: ## the same, and the slow ones: servers made sick anew (half an hour)
	@scripts/test_all.sh

gate: ## try the gate against its corpus of attacks, bombs and honest queries
	@scripts/gate_tests.sh

fuzz: ## fuzz what reads foreign text, and the gate in a server: SECONDS_EACH for each target (60)
	@scripts/fuzz.sh $(SECONDS_EACH)

up: ## start the private server with the extension
	@scripts/up.sh

down: ## stop it
	@scripts/server.sh down

psql: ## talk to it
	@scripts/psql.sh

env: ## print its PGHOST, PGPORT, PGUSER and PGDATABASE: eval "$(make env)"
	@scripts/env.sh

install: ## build for release and install into the server of PG_CONFIG
	@scripts/install_release.sh

bench: ## measure, into target/bench/*.json
	@scripts/bench.sh

lint: ## format, clippy, shellcheck, pgspot
	@scripts/lint.sh

sql: ## put sql/copilot_ext--0.1.0.sql together from its parts
	@scripts/assemble_sql.sh
