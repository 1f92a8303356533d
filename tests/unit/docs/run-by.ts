/** A test that runs what a document tells its readers to type. */
export interface RunBy {
  readonly file: string;
  /** A part of the test's title, or of what it runs. */
  readonly says: string;
}

const by = (file: string, says: string): RunBy => ({ file: `tests/${file}`, says });

const DESCRIBED = by("exhaustive/describe-cli.test.ts", "a stack is described without a network");
const KILLED = (says: string) => by("sandbox/13-killed.test.ts", says);
const HERE = by("run.ts", "");
const TEAM = by("sandbox/16-team.test.ts", "is begun as the docs say");
const UP = by("sandbox/1-up.test.ts", "ends with every check OK");
const SETUP = by("sandbox/stack.ts", '"stack", "init"');

/** By the command as the documents have it, where a stack is called STACK. */
export const RUN_BY: Readonly<Record<string, RunBy>> = {
  "npx lookout lint --stack STACK": by("exhaustive/lint-cli.test.ts", "every error is said at once"),
  "npx lookout lint --stack STACK --against origin/main --format github": by(
    "exhaustive/lint-cli.test.ts",
    "against a git ref only what is new",
  ),
  "npx lookout lint monitors.json dashboard.json": by("unit/cli/lint/files.test.ts", "is said at its line"),
  "npx lookout lint --account --stack STACK": by("exhaustive/lint-account.test.ts", '"lint", "--account"'),
  "npx lookout lint --account --stack STACK --write-baseline account.json": by(
    "exhaustive/lint-account.test.ts",
    '"--write-baseline", "account.json"',
  ),
  "npx lookout lint --account --stack STACK --baseline account.json": by(
    "exhaustive/lint-account.test.ts",
    '"--baseline", "--against"',
  ),
  "npm run -s lookout -- user-data --stack STACK --group web --cloud aws --out web.user-data --api-key-command 'aws ssm get-parameter --name /datadog/api-key --with-decryption --query Parameter.Value --output text'":
    by("sandbox/23-user-data.test.ts", '"--cloud", "aws", "--api-key-command"'),
  "npm run -s lookout -- host-keys --stack STACK --ca host_ca.pub": by(
    "sandbox/24-reach.test.ts",
    "host-keys --stack dev --ca",
  ),
  "make up": by("sandbox/7-command-line.test.ts", "up ends with what was proved"),
  "make demo": by("sandbox/7-command-line.test.ts", 'sandbox("demo", "--yes")'),
  "make test": HERE,
  "npm run test:unit": HERE,
  "npm run lint": HERE,
  "npm run types": HERE,
  "npm ci": by("../Makefile", "npm ci"),
  "npm run docs": by("unit/settings/document.test.ts", ""),

  "npm run -s describe -- --stack STACK": DESCRIBED,
  "pulumi stack export --stack STACK --file prod.state.json": by(
    "sandbox/19-environments.test.ts",
    'stack.pulumi("stack", "export", "--stack", "dev", "--file", copy)',
  ),
  "pulumi stack import --stack STACK --file prod.state.json": by(
    "sandbox/19-environments.test.ts",
    'stack.pulumi("stack", "import", "--stack", "dev", "--file", copy)',
  ),
  'cp "$(ls FOLDER/.pulumi/history/lookout/prod/*.checkpoint.json | tail -1)" FOLDER/.pulumi/stacks/lookout/prod.json':
    by("sandbox/19-environments.test.ts", ".checkpoint.json"),
  "npm run -s describe -- --stack STACK --against main": by("exhaustive/against-cli.test.ts", '"--against"'),
  "npx lookout ci touched --against main": by("sandbox/19-pull-request.test.ts", 'job("touched")'),
  "npx lookout ci preview --stack STACK --against main": by("sandbox/19-pull-request.test.ts", 'job("preview")'),
  "npm run -s rehearse -- --stack STACK": by("exhaustive/rehearse-cli.test.ts", '"rehearse", "--stack"'),
  "npx lookout ci preview --stack STACK --against main --since 30d": by(
    "exhaustive/rehearse-history.test.ts",
    '"ci", "preview", "--stack", "dev", "--against", "main", "--since"',
  ),
  "npm run -s lookout -- rehearse --stack STACK --since 30d --against main": by(
    "exhaustive/rehearse-history.test.ts",
    '"--since", "28d", "--against", "main"',
  ),
  "npm run -s coverage -- --stack STACK": by("exhaustive/runbooks-cli.test.ts", '"coverage"'),
  "npm run -s runbooks -- --stack STACK --out site": by("exhaustive/runbooks-cli.test.ts", '"runbooks"'),
  "cp Pulumi.prod.yaml Pulumi.STACK.yaml": by("plans/plans.test.ts", ""),
  "pulumi stack init STACK": SETUP,
  "pulumi config set --secret --path lookout:datadog.apiKey": SETUP,
  "pulumi config set --secret --path lookout:datadog.appKey": SETUP,
  "pulumi config set --secret --path lookout:ssh.privateKey < ~/.ssh/lookout": SETUP,
  "pulumi config set --secret --path lookout:ssh.privateKeyPassword": SETUP,
  "pulumi config set --secret --path lookout:ssh.sudoPassword": SETUP,
  "pulumi preview --diff": by("sandbox/10-datadog.test.ts", '"--diff"'),
  "pulumi up": UP,
  "pulumi up --stack STACK": UP,

  "npm install --prefix policies ./lookout-VERSION.tgz": by("sandbox/21-policies.test.ts", "documentedIn"),
  "pulumi preview --policy-pack policies/node_modules/lookout/policies": by(
    "sandbox/21-policies.test.ts",
    "documentedIn",
  ),
  "pulumi preview --policy-pack policies": by("sandbox/21-policies.test.ts", '"--policy-pack", "policies"'),
  "npm run package": by("sandbox/team.ts", '"package"'),
  'cd ../monitoring && pulumi new "$PWD/../lookout/template" --generate-only --name monitoring --yes': TEAM,
  "npm install ./lookout-VERSION.tgz": TEAM,
  "npm run -s schema": TEAM,
  "npm run -s lint -- --stack STACK": TEAM,

  "pulumi cancel --yes --stack STACK": by("sandbox/stack.ts", '"cancel", "--yes"'),
  "pulumi refresh --clear-pending-creates --stack STACK": KILLED('"--clear-pending-creates"'),
  "find FOLDER/.pulumi -name '*.attrs' -empty -delete": by(
    "sandbox/stack.ts",
    '"-name", "*.attrs", "-empty", "-delete"',
  ),
  "pulumi destroy --refresh --continue-on-error --stack STACK": KILLED('"--refresh", "--continue-on-error"'),
  "pulumi up --refresh --stack STACK": by("sandbox/10-datadog.test.ts", 'stack.up("--refresh")'),
  "pulumi up --continue-on-error --stack STACK": KILLED('tryUp("--continue-on-error")'),
  'pulumi config set lookout:recheck "$(date +%F)" --stack STACK': KILLED('"config", "set", "lookout:recheck"'),
  'npm run -s lookout -- snapshot --stack STACK --dashboard databases --widget "connections in use" --last 5m --var host=db1 --mention @someone@example.com --text "this began at 03:05"':
    by("sandbox/10-datadog.test.ts", "is taken, waited for, and posted"),
  "npm run -s lookout -- adoption --stack STACK": by("sandbox/25-adoption.test.ts", 'lookout("adoption"'),
  "npm run -s lookout -- drift --stack STACK": by("sandbox/22-drift.test.ts", 'lookout("drift")'),
  "npm run -s lookout -- fleet preview": by("sandbox/24-fleet.test.ts", 'fleet.fleet("preview")'),
  "npm run -s lookout -- fleet up --yes": by("sandbox/24-fleet.test.ts", 'fleet.fleet("up", "--yes")'),
  "npm run -s lookout -- check --live --stack STACK": by("sandbox/19-live.test.ts", "names nothing that is not there"),
  "npm run -s import -- --stack STACK --all": by("sandbox/20-import.test.ts", 'stack.npm("import", "--all")'),
  "npm run -s orphans -- --stack STACK": KILLED("by `orphans`, which names each"),
  "npm run -s orphans -- --stack STACK --delete": KILLED("are not deleted where nobody can be asked"),
  "npm run -s orphans -- --stack STACK --delete --yes": KILLED("are deleted, these alone"),
  "npm run -s orphans -- --stack STACK --delete --destroyed": KILLED("once the stack is said to be destroyed"),
};
