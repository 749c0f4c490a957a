# Each target does what set-up it needs, and does it once. CONTRIBUTING.md says more.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo test package www matrix bench mutants setup clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: package ## the main job: the calls and a spreadsheet of transfers against the emulator, through the packed package
	@scripts/with-tools node scripts/demo.js

test: ## every test; ONLY=native,e2e runs these suites
	@ONLY='$(ONLY)' scripts/test/run

package: ## dist/espai-cdkey-<version>.tgz
	@scripts/setup build
	@scripts/with-tools node scripts/build/main.js

www: package ## the page on demo data, built and served
	@node scripts/www.js install
	@cd www && npm run --silent build && npm run --silent preview

matrix: package ## every runtime, bundler and browser; ONLY=vite,deno runs these
	@scripts/setup matrix
	@scripts/with-tools node scripts/www.js install
	@cd www && npm run --silent build
	@scripts/with-tools bash -c 'PATH=$$WASM_PATH RUSTC=$$WASM_RUSTC cargo test --quiet --no-run --target wasm32-unknown-unknown --test wasm-browser'
	@scripts/with-tools node scripts/matrix/rust-page.js
	@ONLY='$(ONLY)' scripts/with-tools node scripts/matrix/main.js --write

mutants: ## changes the rules one place at a time: does a native test notice? ONLY=retry,pager changes these files
	@scripts/setup mutants
	@ONLY='$(ONLY)' scripts/with-tools node scripts/mutants.js

setup: ## all tools, without building anything of the project
	@scripts/setup

bench: package ## side by side with peers; BESIDE=other.tgz measures another packed version in the same rounds
	@scripts/with-tools node bench/main.js $(if $(BESIDE),--beside '$(BESIDE)')

clean: ## what was made, the tools aside
	rm -rf target dist pkg-template/generated www/dist www/dist-panel
