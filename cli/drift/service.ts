import * as path from "node:path";
import { type ExpectedFile, fileRows, filesAsked } from "./files";
import { type Facts, factsNamed } from "./facts";
import type { Question, Row } from "./row";
import { unitRows } from "./unit";

/** A traced service, as the stack's last `up` made it. */
export interface ExpectedService {
  readonly host: string;
  readonly command: string;
  /** What its command told the host. */
  readonly values: Readonly<Record<string, string>>;
  /** `unit`, `requirements.txt`, and its code below `code/`. */
  readonly files: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** What a host is asked of a traced service. */
export function serviceQuestion(service: ExpectedService): Question {
  const { service: name = "", user = "", database_role = "", database_port = "" } = service.values;
  const files = ["facts.sh", "files.sh", "../../components/packs/services/local-role.sh", "service.sh"];
  return {
    name: service.command,
    of: `the service ${name}`,
    script: {
      files: files.map((file) => path.join(__dirname, file)),
      variables: { service: name, user, database_role, database_port, ...filesAsked(serviceFiles(service)) },
    },
    secrets: {},
    rows: (facts) => serviceRows(service, facts),
  };
}

function serviceFiles({ values, files, secrets }: ExpectedService): ExpectedFile[] {
  const { service = "", folder = "", code_digest = "" } = values;
  const own = Object.entries(files).flatMap(([file, text]) => {
    const at = file === "unit" ? `/etc/systemd/system/${service}.service` : undefined;
    const inCode = file.startsWith("code/") ? `${folder}/code-${code_digest}/${file.slice("code/".length)}` : at;
    if (inCode === undefined) return [];
    return [{ path: inCode, owner: "root:root", mode: "644", text: `${text.replace(/\n$/, "")}\n`, isSecret: false }];
  });
  const credentials = Object.entries(secrets).map(([name, text]) => ({
    ...{ path: `/etc/lookout/${service}/${name}`, owner: "root:root", mode: "600", text, isSecret: true },
  }));
  return [...own, ...credentials];
}

export function serviceRows(service: ExpectedService, facts: Facts): Row[] {
  const { host, command, values } = service;
  // Its script leaves a version alone that is there.
  const repair = { commands: [command], how: "anew" } as const;
  const drift = (what: string, declared: string, found: string): Row => ({
    ...{ host, what, verdict: "drift", declared, found, repair },
  });
  const { service: name = "", user = "", database_role: role = "" } = values;
  return [
    ...fileRows(host, serviceFiles(service), facts, repair),
    ...unitRows(host, name, facts, repair),
    ...(factsNamed(facts, "nobody").length > 0 ? [drift(`user ${user}`, "a user of the system", "missing")] : []),
    ...(role !== "" && factsNamed(facts, "role")[0]?.[0] !== "1"
      ? [drift(`PostgreSQL role ${role}`, "a role with LOGIN", "missing, or may not log in")]
      : []),
  ];
}
