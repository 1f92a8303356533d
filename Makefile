# Two commands: `make up` brings the sandbox and the stack up, `make test` proves it; `make demo` shows what it is for.
.PHONY: up demo preview down test

# The machine's own Node.js where it is new enough, else one from the npm registry; LOOKOUT_NODE=22 or =24 is that one.
NODE := $(shell LOOKOUT_NODE='$(LOOKOUT_NODE)' sh build/node.sh)
ifneq ($(.SHELLSTATUS),0)
$(error there is no Node.js to go on with)
endif
export PATH := $(NODE):$(PATH)

SANDBOX = npm run --silent sandbox --

node_modules/.ready: package.json package-lock.json sandbox/package.json
	npm ci --no-fund --no-audit --loglevel=error
	@touch $@

# An installation does it too, but where npm is told to run no scripts.
node_modules/.compiled: node_modules/.ready build/compile.ts $(wildcard datadog/*/*.peggy datadog/metrics/*.csv)
	@npm run --silent prepare
	@touch $@

up: node_modules/.compiled ## the sandbox, the stack in it, and where to look
	@$(SANDBOX) up

demo: node_modules/.compiled ## what the monitors say: an alert, a silent Agent, a slow service
	@$(SANDBOX) demo

preview: node_modules/.compiled ## what the next up would change
	@$(SANDBOX) preview

down: node_modules/.compiled ## the stack removed, then the sandbox
	@$(SANDBOX) down

test: node_modules/.compiled ## lint, types, units, components, golden plans, and the sandbox end to end
	@npm run --silent test:all
