import * as path from "node:path";
import type { Proof } from "../../components/packs/databases/proof";
import { decoded, type Facts, factsNamed } from "./facts";
import type { Question, Row } from "./row";

export type ServerKind = "postgres" | "mysql";

/** A database server's monitoring user, as the stack's last `up` made and proved it. */
export interface ExpectedServer {
  readonly host: string;
  readonly kind: ServerKind;
  readonly command: string;
  /** What its command told the host. */
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** What was proved then: what its administrator could not give is no drift. */
  readonly proof: Pick<Proof, "withheld" | "missingSettings"> | undefined;
}

/** By kind, in the order in which they stand on each other; the last is this folder's. */
const FILES: Readonly<Record<ServerKind, readonly string[]>> = {
  postgres: ["connection", "schemas", "server-settings", "prove"],
  mysql: ["connection", "accounts", "release", "drop-in", "server-settings", "prove"],
};

const TEXTS = ["address", "port", "socket", "admin_user", "connection_limit"];
const TLS = ["tls_mode", "tls_root_certificate", "tls_certificate", "tls_key"];
const OWN: Readonly<Record<ServerKind, readonly string[]>> = {
  postgres: ["role", "admin_database", "database", "more_databases", "schemas"],
  mysql: ["user", "host_parts"],
};
const SWITCHES = [
  ...["adopt", "allow_restart", "dbm", "galera", "manage_settings", "performance_metrics"],
  ...["replica", "replication", "schema_sizes"],
];

/** A command's text does not say what is empty, or `no`. */
function unsaid(kind: ServerKind): Record<string, string> {
  const texts = [...TEXTS, ...TLS, ...OWN[kind]].map((name) => [name, ""] as const);
  return Object.fromEntries([...texts, ...SWITCHES.map((name) => [name, "no"] as const)]);
}

/** What a host is asked of a server. */
export function serverQuestion(server: ExpectedServer): Question {
  const { kind, values } = server;
  const pack = path.join(__dirname, "../../components/packs");
  const known = unsaid(kind);
  const said = Object.entries(values).filter(([name]) => name in known);
  return {
    name: server.command,
    of: userOf(server),
    script: {
      files: [
        path.join(__dirname, "facts.sh"),
        ...["secrets", "own-server"].map((name) => path.join(pack, "databases", `${name}.sh`)),
        ...FILES[kind].map((name) => path.join(pack, kind, `${name}.sh`)),
        path.join(__dirname, `${kind}.sh`),
      ],
      variables: { ...known, ...Object.fromEntries(said) },
    },
    secrets: server.secrets,
    rows: (facts) => serverRows(server, facts),
  };
}

function userOf({ kind, values }: ExpectedServer): string {
  const { role, user, address = "", port = "", socket } = values;
  const where = socket === undefined ? `${address}:${port}` : `${socket}:${port}`;
  return kind === "postgres" ? `PostgreSQL role ${role ?? ""} at ${where}` : `MySQL user ${user ?? ""} at ${where}`;
}

export function serverRows(server: ExpectedServer, facts: Facts): Row[] {
  const { host, command, values, proof } = server;
  const what = userOf(server);
  const repair = { commands: [command], how: "again" } as const;
  const drift = (declared: string, found: string): Row => ({
    ...{ host, what, verdict: "drift", declared, found, repair },
  });
  const withheld = new Set(proof?.withheld.map((one) => one.what));
  const lacking = factsNamed(facts, "lacks")
    .map(([name, why]) => [decoded(name), decoded(why).replace(/^(ERROR|FATAL): +/, "")] as const)
    .filter(([name]) => !withheld.has(name) && !withheld.has(wholeDatabase(name)))
    .map(([name, why]) => drift(name, why === "" ? "not granted" : `lacks it: ${why}`));
  const refused = factsNamed(facts, "refused").map(([database, why]) =>
    drift(`logs in${decoded(database) === "" ? "" : ` to ${decoded(database)}`}`, `refused: ${decoded(why)}`),
  );
  const wanted = new Set(proof?.missingSettings.map(({ line }) => settingOf(line)));
  const settings = factsNamed(facts, "setting")
    .map(([line]) => decoded(line))
    .filter((line) => !wanted.has(settingOf(line)))
    .map((line) => drift(line, "the server has it otherwise"));
  return [
    ...roleRows(values, facts, drift),
    ...accountRows(values, facts, drift),
    ...refused,
    ...lacking,
    ...settings,
    ...moreRows(host, what, facts),
  ];
}

type Drift = (declared: string, found: string) => Row;

function roleRows({ connection_limit: limit = "" }: ExpectedServer["values"], facts: Facts, drift: Drift): Row[] {
  const [role] = factsNamed(facts, "role");
  if (role === undefined) return [];
  const [login, until, connections = "", superuser, , mark] = role;
  if (login === "missing") return [drift("a role", "missing")];
  return [
    ...(login === "login" ? [] : [drift("LOGIN", "NOLOGIN")]),
    ...(until === "ever" ? [] : [drift("no end", "VALID UNTIL a time")]),
    ...(connections === limit ? [] : [drift(`CONNECTION LIMIT ${limit}`, connections)]),
    ...(superuser === "no" ? [] : [drift("no superuser", "a superuser; ALTER ROLE … NOSUPERUSER by hand")]),
    ...(mark === "marked" ? [] : [drift("its comment says that it is Lookout's", "another comment, or none")]),
  ];
}

function accountRows({ connection_limit: limit = "" }: ExpectedServer["values"], facts: Facts, drift: Drift): Row[] {
  return factsNamed(facts, "account").flatMap(([part = "", connections = ""]) => {
    if (connections === "missing") return [drift(`an account at '${part}'`, "missing")];
    if (connections === limit) return [];
    return [drift(`MAX_USER_CONNECTIONS ${limit} at '${part}'`, connections)];
  });
}

/** What somebody else gave the user, as for queries of one's own, stays. */
function moreRows(host: string, what: string, facts: Facts): Row[] {
  const role = factsNamed(facts, "role").flatMap(([, , , , more = "-"]) => (more === "-" ? [] : [decoded(more)]));
  const accounts = factsNamed(facts, "more").map(([part = "", more]) => `${decoded(more)} at '${part}'`);
  return [...role, ...accounts].map((more) => ({
    ...{ host, what, verdict: "left", declared: "nothing", found: `may more, by somebody else: ${more}` },
  }));
}

/** As `up` puts a database on record that it could not prepare at all. */
function wholeDatabase(what: string): string {
  return what.replace(/^.* (?=in database |of database )(in|of)/, "Database Monitoring in");
}

function settingOf(line: string): string {
  return line.replace(/ *=.*/, "");
}
