import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { expect, test } from "vitest";
import { adoptionQuestion } from "../../cli/adoption/rows";
import { agentQuestion } from "../../cli/drift/agent";
import { serverQuestion } from "../../cli/drift/server";
import { serviceQuestion } from "../../cli/drift/service";
import {
  configurationRemovalScript,
  configurationScript,
  type InstalledAgent,
  packageRemovalScript,
  packageScript,
} from "../../components/agent/scripts";
import { mysqlUser } from "../../components/packs/mysql/user";
import { postgresRole } from "../../components/packs/postgres/role";
import { commandText, type Script, shellFile } from "../../components/host/script";

const COMPONENTS = path.join(__dirname, "../../components");
/** As tests/prepare.sh installs it. */
const SHELLCHECK = path.join(COMPONENTS, "../.sandbox/linters/bin/shellcheck");
const NOTHING: Script = { files: [] };

function shellcheck(input: string, ...but: string[]): void {
  const options = ["--shell=sh", `--exclude=${["SC2034", "SC2086", ...but].join(",")}`, "-"];
  const found = spawnSync(SHELLCHECK, options, { input, encoding: "utf8" });
  expect(found.stdout).toBe("");
  expect(found.status).toBe(0);
}

test("shellcheck finds nothing in what carries the scripts", () => {
  shellcheck(commandText("db1", "db1-test", "create", NOTHING));
  // SC2016: what root's shell is given to read.
  shellcheck(`input=\n${shellFile(path.join(COMPONENTS, "host/become-root.sh"))}`, "SC2016");
  shellcheck(shellFile(path.join(COMPONENTS, "host/receive.sh")).replace(/^\. .*$/m, ""));
  // What both forms of a bundle begin with; SC2329, SC2317: called by library.sh.
  shellcheck(
    `scratch=\n${["stored", "receive"]
      .map((name) => shellFile(path.join(COMPONENTS, `host/${name}.sh`)))
      .join("\n")
      .replace(/^\. .*$/m, "")}`,
    "SC2329",
    "SC2317",
  );
  shellcheck(shellFile(path.join(COMPONENTS, "host/copied.sh")));
  shellcheck(`set -- db1 create db1-package script=1\n${shellFile(path.join(COMPONENTS, "host/text-copied.sh"))}`);
});

test("shellcheck finds nothing in what a machine runs at its first boot", () => {
  shellcheck(shellFile(path.join(COMPONENTS, "user-data/boot.sh")));
});

test("shellcheck finds nothing in what make begins with", () => {
  shellcheck(shellFile(path.join(COMPONENTS, "../build/node.sh")));
});

const tracing = (...names: string[]) => names.map((name) => path.join(COMPONENTS, "packs/services", `${name}.sh`));
const traced = {
  ...{ service: "shop", user: "shop", folder: "/opt/lookout/shop", code_digest: "1", environment_digest: "2" },
  environment_folder: "",
  ...{ wheels: "", health_url: "http://127.0.0.1:1/", health_seconds: 30, database_role: "", database_port: "" },
};
const installed: InstalledAgent = {
  version: "1:7.70.1-1",
  repository: { url: "https://apt.example.com", keys: [] },
  packageWaitSeconds: 120,
  integrations: [],
  ...{ apiKey: "", site: "datadoghq.com", env: "dev", tags: [], logLevel: "info", extra: {} },
};
const asked = { host: "db1", secrets: {} };
const server = { command: "", values: {}, proof: undefined };
const role = postgresRole({});
const user = mysqlUser({});

test.each<[string, Script]>([
  ["PostgreSQL's role", role.create],
  ["PostgreSQL's role, to be removed", role.delete],
  ["MySQL's user", user.create],
  ["MySQL's user, to be removed", user.delete],
  ["a traced service", { files: tracing("local-role", "service-end", "service"), variables: traced }],
  [
    "a traced service, to be removed",
    { files: tracing("local-role", "service-end", "service-remove"), variables: traced },
  ],
  ["drift, of a service", serviceQuestion({ ...asked, command: "", values: {}, files: {} }).script],
])("shellcheck finds nothing in the script of %s", (_, ofHost) => {
  shellcheck(textOf(ofHost));
});

test.each<[string, Script]>([
  ["package", packageScript(installed)],
  ["package, with an adoption", packageScript({ ...installed, adopt: true })],
  ["package-remove", packageRemovalScript(installed)],
  ["configuration", configurationScript(installed, {}, [])],
  ["configuration-remove", configurationRemovalScript()],
  ["drift, of the Agent", agentQuestion({ ...asked, commands: [], wheels: {} }).script],
  ["adoption", adoptionQuestion({ ...asked, commands: [], wheels: {} }, () => undefined).script],
])("shellcheck finds nothing in the Agent's script of %s", (_, ofHost) => {
  // What a family of packages has, and this script does not need.
  shellcheck(textOf(ofHost), "SC2329", "SC2154");
});

test.each(["postgres", "mysql"] as const)("shellcheck finds nothing in the script of drift, of %s", (kind) => {
  // Some functions take the place of those that stop an `up`; others of the files are not called.
  shellcheck(textOf(serverQuestion({ ...asked, ...server, kind }).script), "SC2329", "SC2154");
});

/** In the order in which they run; the words of the text are set by name. */
function textOf({ files, variables = {} }: Script): string {
  const values = ["scratch", ...Object.keys(variables)].map((name) => `${name}=\n`);
  const shell = [path.join(COMPONENTS, "host/library.sh"), ...files].map((file) => `${shellFile(file)}\n`);
  return ["set -eu\n", ...values, ...shell].join("");
}
